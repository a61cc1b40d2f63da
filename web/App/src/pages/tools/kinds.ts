import { FileSignature, type LucideIcon, Presentation, ReceiptText, Table2 } from 'lucide-react';
import type { DocumentKind } from '../../api/documents';

interface KindWords {
  label: string;
  /** What its form is for, in a sentence. */
  about: string;
  icon: LucideIcon;
  /** The Office file it becomes. */
  office: string;
}

/** The four documents of the house, in the order in which a client meets them. */
export const kindWords: Readonly<Record<DocumentKind, KindWords>> = {
  contract: { label: 'Contract', about: 'Development or production agreement with its terms and schedules, ready to be signed.', icon: FileSignature, office: 'Word' },
  deck: { label: 'Deck', about: 'A presentation in the house’s hand: the category, the client’s priorities, our services.', icon: Presentation, office: 'PowerPoint' },
  workbook: { label: 'Workbook', about: 'The development package, style by style, with formulas that go on calculating.', icon: Table2, office: 'Excel' },
  'a-la-carte': { label: 'À la carte', about: 'Single services and items, priced one by one, free ones included.', icon: ReceiptText, office: 'Excel' },
};

export const kinds = Object.keys(kindWords) as DocumentKind[];

/** "a contract", "an à la carte offer". */
export const withArticle: Readonly<Record<DocumentKind, string>> = {
  contract: 'a contract', deck: 'a deck', workbook: 'a workbook', 'a-la-carte': 'an à la carte offer',
};

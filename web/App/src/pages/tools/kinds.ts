import { FileSignature, type LucideIcon, Presentation, ReceiptText, Table2 } from 'lucide-react';
import type { DocumentKind } from '../../api/documents';

interface KindWords {
  label: string;
  /** As one speaks of one: "New contract". */
  noun: string;
  /** What its form is for, in a sentence. */
  about: string;
  icon: LucideIcon;
  /** The Office file it becomes. */
  office: string;
}

/** The four documents of the house, in the order in which a client meets them. */
export const kindWords: Readonly<Record<DocumentKind, KindWords>> = {
  contract: { label: 'Contract', noun: 'contract', about: 'Development or production agreement with its terms and schedules, ready to be signed.', icon: FileSignature, office: 'Word' },
  deck: { label: 'Deck', noun: 'deck', about: 'A presentation in the house’s hand: the category, the client’s priorities, our services.', icon: Presentation, office: 'PowerPoint' },
  workbook: { label: 'Workbook', noun: 'workbook', about: 'The development package, style by style, with formulas that go on calculating.', icon: Table2, office: 'Excel' },
  'a-la-carte': { label: 'À la carte', noun: 'à la carte offer', about: 'Single services and items, priced one by one, free ones included.', icon: ReceiptText, office: 'Excel' },
};

export const kinds = Object.keys(kindWords) as DocumentKind[];

import { Faults } from './faults';
import type { RowTemplates } from './inputs';

export const emptyPriority = { title: '', text: '' };

export const mostPriorities = 6;
export const mostServices = 4;
export const mostPackages = 3;
export const mostPictures = 12;

export const emptyDeck = {
  category: '',
  client: { company: '', contact: '' },
  headline: '',
  services: [] as string[],
  priorities: [emptyPriority],
  images: { cover: '', gallery: [] as string[] },
  packages: [] as string[],
  presenter: { name: '', email: '' },
  date: '',
};

export type DeckDraft = typeof emptyDeck;

export const deckRows: RowTemplates = { priorities: emptyPriority };

export function faultsOfDeck(draft: DeckDraft): Record<string, string> {
  const faults = new Faults(draft)
    .needed('category', 'Choose the category whose template it takes.')
    .needed('client.company', 'Who the deck is for.')
    .needed('services', 'Choose at least one service.')
    .must('services', draft.services.length <= mostServices, `At most ${mostServices}: each is a column on one slide.`)
    .must('packages', draft.packages.length <= mostPackages, `At most ${mostPackages}.`)
    .must('images.gallery', draft.images.gallery.length <= mostPictures, `At most ${mostPictures} pictures.`)
    .email('presenter.email')
    .must('presenter.name', draft.presenter.name.trim() !== '' || draft.presenter.email.trim() === '', 'Write the name that goes with the address.')
    .day('date');

  faults.rows('priorities', deckRows, (row) => {
    faults.needed(`${row}.title`, 'A few words.').needed(`${row}.text`, 'A sentence or two.');
  }, { least: 1 });
  return faults.found;
}

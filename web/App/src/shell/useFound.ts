import { useRouter, useRouterState } from '@tanstack/react-router';
import { FileText, Inbox, Megaphone, RotateCw, Search, UserRound } from 'lucide-react';
import { fewestLetters, useSearch } from '../api/search';
import { seesCompany, useSession } from '../api/session';
import { parseQuery } from '../filters/search';
import { formatDay } from '../format/dates';
import { kindWords } from '../pages/tools/kinds';
import type { ChoiceGroup } from './choices';

/** Leads, campaigns and documents whose names fit, and where else one may look. */
export function useFound(text: string, opened: boolean): { groups: ChoiceGroup[]; pending: boolean; count: number } {
  const router = useRouter();
  const searchStr = useRouterState({ select: (state) => state.location.searchStr });
  const { user } = useSession();
  const { leads, campaigns, documents, pending, failed, again } = useSearch(text, { enabled: opened });
  const company = seesCompany(user.role);

  if (text.length < fewestLetters) {
    return { groups: [], pending: false, count: 0 };
  }

  const groups: ChoiceGroup[] = [
    {
      label: 'Leads',
      choices: leads.map(({ id, name, company: house, email, day, qualification, enquiryId }) => ({
        id: `lead-${id}`, label: name || email || 'Without a name', about: [house, email, formatDay(day)].filter(Boolean).join(' · '), icon: UserRound,
        // The enquiry says most of a lead; one that only a board knows is a row of its day, which leaves out spam and rejected ones unless they are asked for.
        onChoose: () =>
          void (company && enquiryId
            ? router.navigate({ to: '/enquiries/$id', params: { id: enquiryId } })
            : router.navigate({ to: '/new-leads', search: { from: day, to: day, day, ...(qualification === 'spam' || qualification === 'not-a-fit' ? { qualification: [qualification] } : {}) } })),
      })),
    },
    {
      label: 'Campaigns',
      choices: campaigns.map(({ id, name, channelName }) => ({
        id: `campaign-${id}`, label: name, about: channelName ?? undefined, icon: Megaphone,
        onChoose: () => {
          const { from, to } = parseQuery(searchStr) as { from?: string; to?: string };
          void router.navigate({ to: '/', search: { ...(from ? { from } : {}), ...(to ? { to } : {}), campaign: [id] } });
        },
      })),
    },
    {
      label: 'Documents',
      choices: documents.map(({ id, kind, title, version }) => ({
        id: `document-${id}`, label: title, about: version === 1 ? kindWords[kind].label : `${kindWords[kind].label}, version ${version}`, icon: FileText,
        onChoose: () => void router.navigate({ to: '/tools/documents/$id', params: { id } }),
      })),
    },
  ];
  const count = leads.length + campaigns.length + documents.length;
  const further = [
    ...(failed ? [{ id: 'again', label: 'Not everything could be searched. Try again', icon: RotateCw, stays: true as const, onChoose: again }] : []),
    ...(company ? [{ id: 'in-enquiries', label: `Look for “${text}” inside enquiries`, icon: Inbox, onChoose: () => void router.navigate({ to: '/enquiries', search: { text } }) }] : []),
    { id: 'in-documents', label: `Look for “${text}” inside titles of documents`, icon: Search, onChoose: () => void router.navigate({ to: '/tools/documents', search: { text } }) },
  ];
  const none = count === 0 && !pending && !failed;

  return { groups: [...groups, { label: none ? `No lead${company ? ', campaign' : ''} or document begins like that` : 'Further', choices: pending ? [] : further }].filter(({ choices }) => choices.length > 0), pending, count };
}

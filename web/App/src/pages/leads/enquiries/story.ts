import type { Decision, Enquiry, EnquiryLead } from '../../../api/qualifier';
import { count, money } from '../../../format/numbers';
import { isAskedAgain, labelOf, scoreOf, scoreWords } from '../score';

/** Decisions with the newest first, whatever order they came in. */
export function newestFirst(decisions: readonly Decision[]): Decision[] {
  return [...decisions].sort((a, b) => b.decidedAt.localeCompare(a.decidedAt));
}

/** Where the person was sent, which is what was known in the first seconds: a later judgement calls nobody back. */
export function sentTo(enquiry: Pick<Enquiry, 'origin'>, first: Decision): string {
  return enquiry.origin === 'website'
    ? `The person was sent to ${scoreWords[scoreOf(first.finalScore)].page}.`
    : 'Nobody was sent anywhere: this lead came from another system and was judged afterwards.';
}

/** What the end of the rules is, in a sentence. */
export function outcomeOf({ modelScore, finalScore, rules, fallback }: Decision): string {
  if (fallback !== null) {
    return rules.length === 0
      ? `Without the model and without a rule that says more, it stays ${labelOf(finalScore).toLowerCase()}.`
      : 'The rules decided alone, from budget and number of styles.';
  }

  return modelScore === finalScore ? 'The rules left the model’s score as it was.' : `The rules moved it from ${labelOf(modelScore ?? 2).toLowerCase()}.`;
}

export function waitsForModel({ fallback }: Decision): boolean {
  return fallback !== null && isAskedAgain(fallback);
}

/** $0.00021: what one question costs is far below a cent. */
export function tinyMoney(dollars: number): string {
  return dollars === 0 ? '$0' : dollars < 0.01 ? `$${dollars.toFixed(5)}` : money(dollars, 'USD');
}

/** 812 ms, 1.9 s */
export function latency(ms: number): string {
  return ms < 1000 ? `${count(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** What became of the lead, in a sentence. */
export function fateOf({ won, amount, owner, status }: EnquiryLead, currency: string): string {
  const by = owner === null ? '' : ` by ${owner}`;
  if (won) {
    return amount === null ? `Won${by}.` : `Won${by}, worth ${money(amount, currency)}.`;
  }

  const stands = status === null ? 'known' : status.toLowerCase();
  return owner === null ? `The lead is ${stands}; nobody owns it yet.` : `The lead is ${stands} with ${owner}.`;
}

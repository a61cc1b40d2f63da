import type { DocumentKind, DocumentState, SignatureFilter } from '../api/documents';
import type { Origin } from '../api/qualifier';
import type { CallDay, CallKind, CallOutcome, LeadStage, SalesPeriod } from '../api/types';
import { type Day, isDay } from '../format/dates';

/**
 * What the address bar says. Anything that is not understood is dropped instead of breaking the page:
 * people edit addresses, and old links outlive their filters.
 */
export interface RangeSearch {
  from?: Day;
  to?: Day;
}

/** Of a page whose figures explain themselves. */
export interface FigureSearch extends RangeSearch {
  /** The figure whose explanation is open. */
  explain?: string;
}

export interface AdsSearch extends FigureSearch {
  channel?: string[];
  campaign?: string[];
  sort?: string;
  /** What the figures are compared with; without it the days before. */
  against?: 'last-year' | undefined;
}

export interface SalesSearch extends FigureSearch {
  rep?: string[];
  category?: string[];
  channel?: string[];
  period?: SalesPeriod;
  /** What the figures are compared with; without it the days before. */
  against?: 'last-year' | undefined;
}

export interface NewLeadsSearch extends FigureSearch {
  channel?: string[];
  campaign?: string[];
  source?: string[];
  medium?: string[];
  board?: string[];
  owner?: string[];
  qualification?: string[];
  status?: string[];
  /** At least as far as this stage. */
  reached?: LeadStage;
  view?: LeadView;
  /** What the figures are compared with; without it the days before. */
  against?: 'last-year';
  /** One day, or the Monday of one week, of which the rows are shown. */
  day?: Day;
  week?: Day;
}

export type CallPeriod = 'day' | 'week' | 'month';

export interface CallsSearch extends FigureSearch {
  rep?: string[];
  channel?: string[];
  campaign?: string[];
  source?: string[];
  /** 1 for Monday to 7 for Sunday. */
  weekday?: string[];
  /** 0 to 23, of the organisation's clock. */
  hour?: string[];
  period?: CallPeriod;
  /** What the figures are compared with. */
  against?: 'last-year';
  /** Of the list below the figures: what became of the calls, and under which of their days. */
  outcome?: CallOutcome;
  listed?: CallDay;
  /** The call that is open. */
  call?: string;
}

/** One salesperson's calls, of one kind or all. */
export interface RepCallsSearch extends CallsSearch {
  kind?: CallKind;
}

export interface DataSearch {
  source?: string;
  run?: string;
}

export interface SignInSearch {
  returnTo?: string;
  /** The Gateway's word for why signing in through a provider did not work. The page shows words of its own: anybody can write an address. */
  problem?: string;
}

/** What a link from a mail carries. */
export interface LinkSearch {
  token?: string;
}

export interface AuditSearch extends RangeSearch {
  actor?: string;
  action?: string;
  subject?: string;
}

/** Filters that Enquiries and Outcomes share. */
export interface OutcomesSearch extends RangeSearch {
  origin?: Origin;
}

export interface EnquiriesSearch extends OutcomesSearch {
  /** "3" and "2" for right fits and unsure ones. */
  score?: string[];
  /** By whom it was decided. */
  by?: 'model' | 'rules';
  text?: string;
  /** One answer to one question of the form; neither without the other. */
  question?: string;
  answer?: string;
}

/** Of a replay: one cell of its matrix, both ends or none. */
export interface MovesSearch {
  was?: string;
  becomes?: string;
}

export interface DocumentsSearch {
  kind?: DocumentKind;
  state?: DocumentState;
  signature?: SignatureFilter;
  text?: string;
  /** Those that were begun from one lead or deal. */
  lead?: string;
  deal?: string;
}

/** A form that begins with what is known of a lead or a deal, or with what another document was made from. */
export interface NewDocumentSearch {
  lead?: string;
  deal?: string;
  from?: string;
}

/** Which of the demo's published answers are listed. */
export interface DemoTruthSearch {
  /** Page and name: "Sales: Revenue". */
  figure?: string | undefined;
  /** "2026-03", or "whole". */
  month?: string | undefined;
  only?: 'differences' | undefined;
}

/** The version that a document is compared with. */
export interface ComparisonSearch {
  with?: string;
}

type Raw = Record<string, unknown>;

export const documentKinds = ['contract', 'deck', 'workbook', 'a-la-carte'] as const satisfies DocumentKind[];
export const signatureFilters = ['waiting', 'signed', 'stopped'] as const satisfies SignatureFilter[];

export const callKinds = ['intro', 'design-review', 'other'] as const satisfies CallKind[];
export const callOutcomes = ['held', 'no-show', 'canceled', 'upcoming'] as const satisfies CallOutcome[];
export const documentStates = ['queued', 'working', 'ready', 'failed', 'canceled'] as const satisfies DocumentState[];

/** What leads can be filtered by; the service knows the same names. */
export const leadMarks = ['channel', 'campaign', 'source', 'medium', 'board', 'owner', 'qualification', 'status'] as const;
export type LeadMark = (typeof leadMarks)[number];
export const leadStages = ['new', 'contacted', 'call-booked', 'design-review', 'proposal', 'closed'] as const satisfies LeadStage[];
export const leadViews = ['calendar', 'daily', 'weekly'] as const;
export type LeadView = (typeof leadViews)[number];

const periods: readonly string[] = ['day', 'week', 'month', 'quarter'] satisfies SalesPeriod[];

/** Columns the campaign table can be sorted by; the service knows the same names. */
export const campaignSorts = ['spend', 'clicks', 'leads', 'costPerLead', 'calls', 'deals', 'conversion', 'revenue', 'roas'] as const;
export const defaultCampaignSort = '-spend';

export function parseAdsSearch(raw: Raw): AdsSearch {
  const sort = textOf(raw['sort']);
  return {
    ...figureIn(raw),
    ...listIn(raw, 'channel'),
    ...listIn(raw, 'campaign'),
    ...(sort !== undefined && (campaignSorts as readonly string[]).includes(sort.replace(/^-/, '')) && sort !== defaultCampaignSort ? { sort } : {}),
    ...oneIn(raw, 'against', ['last-year'] as const),
  };
}

export function parseSalesSearch(raw: Raw): SalesSearch {
  const period = textOf(raw['period']);
  return {
    ...figureIn(raw),
    ...listIn(raw, 'rep'),
    ...listIn(raw, 'category'),
    ...listIn(raw, 'channel'),
    ...(period !== undefined && periods.includes(period) && period !== 'month' ? { period: period as SalesPeriod } : {}),
    ...oneIn(raw, 'against', ['last-year'] as const),
  };
}

export function parseNewLeadsSearch(raw: Raw): NewLeadsSearch {
  const against = textOf(raw['against']);
  const [day, week] = [textOf(raw['day']), textOf(raw['week'])];
  return {
    ...figureIn(raw),
    ...leadMarks.reduce<NewLeadsSearch>((found, mark) => ({ ...found, ...listIn(raw, mark) }), {}),
    ...oneIn(raw, 'reached', leadStages),
    ...oneIn(raw, 'view', leadViews.slice(1)),
    ...(against === 'last-year' ? { against } : {}),
    ...(isDay(day) ? { day } : isDay(week) ? { week } : {}),
  };
}

export function parseCallsSearch(raw: Raw): CallsSearch {
  const numbers = (name: 'weekday' | 'hour', known: (value: number) => boolean) => {
    const values = listIn(raw, name)[name]?.filter((each) => /^\d{1,2}$/.test(each) && known(Number(each))) ?? [];
    return values.length === 0 ? {} : { [name]: values };
  };
  return {
    ...figureIn(raw),
    ...listIn(raw, 'rep'),
    ...listIn(raw, 'channel'),
    ...listIn(raw, 'campaign'),
    ...listIn(raw, 'source'),
    ...numbers('weekday', (value) => value >= 1 && value <= 7),
    ...numbers('hour', (value) => value <= 23),
    ...oneIn(raw, 'period', ['day', 'month'] as const),
    ...oneIn(raw, 'against', ['last-year'] as const),
    ...oneIn(raw, 'outcome', callOutcomes),
    ...oneIn(raw, 'listed', ['booking'] as const),
    ...textIn(raw, 'call'),
  };
}

/** One person's calls: another one named in the address is not understood. */
export function parseRepCallsSearch(raw: Raw): RepCallsSearch {
  const { rep, ...search } = parseCallsSearch(raw);
  return { ...search, ...(rep?.[0] ? { rep: [rep[0]] } : {}), ...oneIn(raw, 'kind', callKinds) };
}

export function parseDataSearch(raw: Raw): DataSearch {
  const source = textOf(raw['source']);
  const run = textOf(raw['run']);
  return { ...(source ? { source } : {}), ...(run ? { run } : {}) };
}

export function parseSignInSearch(raw: Raw): SignInSearch {
  const returnTo = safeReturn(textOf(raw['returnTo']));
  return { ...(returnTo === '/' ? {} : { returnTo }), ...textIn(raw, 'problem') };
}

export function parseLinkSearch(raw: Raw): LinkSearch {
  return textIn(raw, 'token');
}

export function parseAuditSearch(raw: Raw): AuditSearch {
  return { ...rangeIn(raw), ...textIn(raw, 'actor'), ...textIn(raw, 'action'), ...textIn(raw, 'subject') };
}

export function parseOutcomesSearch(raw: Raw): OutcomesSearch {
  const origin = textOf(raw['origin']);
  return { ...rangeIn(raw), ...(origin === 'website' || origin === 'synced' ? { origin } : {}) };
}

export function parseEnquiriesSearch(raw: Raw): EnquiriesSearch {
  const score = listIn(raw, 'score').score?.filter((each) => /^[0-3]$/.test(each)) ?? [];
  const by = textOf(raw['by']);
  const about = { ...textIn(raw, 'question'), ...textIn(raw, 'answer') };
  return {
    ...parseOutcomesSearch(raw),
    ...(score.length === 0 ? {} : { score }),
    ...(by === 'model' || by === 'rules' ? { by } : {}),
    ...textIn(raw, 'text'),
    ...(about.question !== undefined && about.answer !== undefined ? about : {}),
  };
}

export function parseMovesSearch(raw: Raw): MovesSearch {
  const was = textOf(raw['was']);
  const becomes = textOf(raw['becomes']);
  return was !== undefined && becomes !== undefined && /^[0-3]$/.test(was) && /^[0-3]$/.test(becomes) ? { was, becomes } : {};
}

export function parseDocumentsSearch(raw: Raw): DocumentsSearch {
  return { ...oneIn(raw, 'kind', documentKinds), ...oneIn(raw, 'state', documentStates), ...oneIn(raw, 'signature', signatureFilters), ...textIn(raw, 'text'), ...textIn(raw, 'lead'), ...textIn(raw, 'deal') };
}

export function parseNewDocumentSearch(raw: Raw): NewDocumentSearch {
  const { lead, deal, from } = { ...textIn(raw, 'lead'), ...textIn(raw, 'deal'), ...textIn(raw, 'from') };
  return from ? { from } : lead ? { lead } : deal ? { deal } : {};
}

export function parseComparisonSearch(raw: Raw): ComparisonSearch {
  return textIn(raw, 'with');
}

export function parseDemoTruthSearch(raw: Raw): DemoTruthSearch {
  return { ...textIn(raw, 'figure'), ...textIn(raw, 'month'), ...oneIn(raw, 'only', ['differences'] as const) };
}

/** A path on this very site, never an address elsewhere: `//evil.example` and `/\evil.example` are other hosts to a browser. */
export function safeReturn(path: string | undefined): string {
  if (path === undefined || !/^\/(?![/\\])/.test(path) || /[\u0000-\u001f]/.test(path)) {
    return '/';
  }

  const here = 'https://here.invalid';
  const url = URL.canParse(path, here) ? new URL(path, here) : undefined;
  return url?.origin === here && !url.pathname.startsWith('/sign-in') ? `${url.pathname}${url.search}` : '/';
}

/** `?channel=a&channel=b` rather than the router's JSON, so that an address reads as a person would write it. */
export function parseQuery(query: string): Raw {
  const raw: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = raw[name];
    raw[name] = before === undefined ? value : [before, value].flat();
  }

  return raw;
}

export function formatQuery(search: Raw): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const each of [value].flat()) {
      if (each !== undefined && each !== null && each !== '') {
        query.append(name, String(each));
      }
    }
  }

  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Adds a value to a filter, once. */
export function withValue(values: string[] | undefined, value: string): string[] {
  return [...new Set([...(values ?? []), value])];
}

/** Takes a value out of a filter; an empty filter leaves the address. */
export function withoutValue(values: string[] | undefined, value: string): string[] | undefined {
  const rest = (values ?? []).filter((each) => each !== value);
  return rest.length === 0 ? undefined : rest;
}

function rangeIn(raw: Raw): RangeSearch {
  const from = textOf(raw['from']);
  const to = textOf(raw['to']);
  return { ...(isDay(from) ? { from } : {}), ...(isDay(to) ? { to } : {}) };
}

function figureIn(raw: Raw): FigureSearch {
  const explain = textOf(raw['explain']);
  return { ...rangeIn(raw), ...(explain !== undefined && /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(explain) ? { explain } : {}) };
}

function listIn<Name extends string>(raw: Raw, name: Name): { [key in Name]?: string[] } {
  const values = [raw[name]].flat().filter((value): value is string => typeof value === 'string' && value !== '');
  return values.length === 0 ? {} : ({ [name]: [...new Set(values)] } as { [key in Name]?: string[] });
}

function textIn<Name extends string>(raw: Raw, name: Name): { [key in Name]?: string } {
  const text = textOf(raw[name])?.trim();
  return text ? ({ [name]: text } as { [key in Name]?: string }) : {};
}

function oneIn<Name extends string, Value extends string>(raw: Raw, name: Name, known: readonly Value[]): { [key in Name]?: Value } {
  const value = known.find((each) => each === textOf(raw[name]));
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]?: Value });
}

function textOf(value: unknown): string | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

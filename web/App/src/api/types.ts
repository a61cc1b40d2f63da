import type { components as Analytics, paths as AnalyticsPaths } from './generated/analytics';
import type { components as Gateway, paths as GatewayPaths } from './generated/gateway';
import type { components as Sync, paths as SyncPaths } from './generated/sync';

/** The shapes of the services' answers, by the names this app uses. They come from the OpenAPI documents: npm run api. */
export type { AnalyticsPaths, GatewayPaths, SyncPaths };

type A = Analytics['schemas'];
type S = Sync['schemas'];

export type Session = Gateway['schemas']['SessionState'];

/** A session that has a person. */
export type SignedIn = Session & { signedIn: true; user: NonNullable<Session['user']>; organisation: NonNullable<Session['organisation']> };

export type Measures = A['Measures'];
export type MonthMeasures = A['MonthMeasures'];
export type ChannelMeasures = A['ChannelMeasures'];
export type DayMeasures = A['DayMeasures'];
export type CampaignMeasures = A['CampaignMeasures'];
export type AdsDashboard = A['AdsDashboard'];
export type EmptyAnswer = A['EmptyAnswer'];
export type FigurePage = A['FigurePage'];
export type SalesDashboard = A['SalesDashboard'];
export type SalesPeriod = A['SalesPeriod'];
export type Deal = A['WonDeal'];
export type NewLeads = A['NewLeadsDashboard'];
export type LeadTotals = A['LeadTotals'];
export type LeadDay = A['LeadDay'];
export type LeadWeek = A['LeadWeek'];
export type LeadSlice = A['LeadSlice'];
export type LeadStage = A['LeadStage'];
export type ExcludedLeads = A['ExcludedLeads'];
export type ReceivedLead = A['ReceivedLead'];
export type CallsDashboard = A['CallsDashboard'];
export type CallMeasures = A['CallMeasures'];
export type CallTotals = A['CallTotals'];
export type CallPeriod = A['CallPeriod'];
export type CallShare = A['CallShare'];
export type CallHour = A['CallHour'];
export type CallKind = A['CallKind'];
export type CallOutcome = A['CallOutcome'];
export type CallDay = A['CallDay'];
export type CallRow = A['CallRow'];
export type CallDetails = A['CallDetails'];
export type SpendSource = A['SpendSource'];
export type Reconciliation = A['Reconciliation'];
export type ReconciledDay = A['ReconciledDay'];

export type Explanation = A['Explanation'];
export type ExplainedRow = A['ExplainedRow'];
export type ExplainedColumn = A['LineColumn'];

export type DemoTruth = A['DemoTruthAnswer'];
export type ComparedFigure = A['ComparedFigure'];
export type ComparedLine = A['ComparedLine'];

export type RunStatus = S['RunStatus'];
export type RunMode = S['RunMode'];
export type RunSummary = S['RunSummary'];
export type Run = S['RunDetails'];
export type Verdict = NonNullable<S['CertificateVerdict']>;
export type CertificateLine = S['CertificateLine'];
export type Source = S['SourceItem'];
export type Drift = S['DriftItem'];
export type CallKinds = S['CallKindSettings'];
export type CallKindPatterns = S['CallKindPatterns'];
export type Lag = S['LagReport'];
export type LagSpread = NonNullable<Lag['hour']>;
export type Vendor = S['SourceKind'];
export type Credential = S['CredentialItem'];
export type NewCredential = S['SetCredential'];
export type CredentialTest = S['CredentialTestResult'];

/** The Gateway's live events carry the records of Teg.Platform.Contracts.Messages; OpenAPI does not describe a stream. */
export interface RunProgressed {
  runId: string;
  sourceId: string;
  source: string;
  phase: 'queued' | 'reading' | 'publishing' | 'succeeded' | 'failed' | 'quarantined';
  rowsRead: number;
  rowsExpected: number | null;
  rowsPublished: number;
  at: string;
}

export interface RunFailed {
  runId: string;
  sourceId: string;
  source: string;
  reason: string;
  wayOut: string;
  at: string;
}

/** A change at a source has reached the open pages. */
export interface LagMeasured {
  at: string;
  kind: 'canary' | 'change';
  seconds: number;
}

export interface DriftFound {
  runId: string;
  sourceId: string;
  stream: string;
  summary: string;
  at: string;
}

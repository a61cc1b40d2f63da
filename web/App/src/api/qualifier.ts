import type { components, paths } from './generated/qualifier';

/** What the Qualifier sends and takes, by the names this app uses. They come from the OpenAPI documents: npm run api. */
export type QualifierPaths = paths;

type Q = components['schemas'];

export type EnquiryItem = Q['EnquiryItem'];
export type Enquiry = Q['EnquiryDetails'];
export type Decision = Q['DecisionItem'];
export type AppliedRule = Q['AppliedRule'];
export type EnquiryLead = Q['EnquiryLead'];
export type Outcomes = Q['Outcomes'];
export type Question = Q['QuestionOutcomes'];
export type Answer = Q['AnswerOutcome'];
export type Thresholds = Q['Thresholds'];
export type RuleContent = Q['RuleContent'];
export type RuleVersion = Q['RuleVersion'];
export type ActiveRules = Q['ActiveRules'];
export type RulesPreview = Q['RulesPreview'];
export type ScoreMove = Q['ScoreMove'];
export type MovedEnquiry = Q['MovedEnquiry'];
export type JobState = Q['ReplaySummary']['state'];
export type Replay = Q['ReplaySummary'];
export type ReplayDetails = Q['ReplayDetails'];
export type ReplayCell = Q['ReplayCell'];
export type ReplayMove = Q['ReplayMove'];
export type StartReplay = Q['StartReplay'];
export type Batch = Q['BatchSummary'];
export type BatchDetails = Q['BatchDetails'];
export type BatchColumn = Q['BatchColumn'];
export type BatchError = Q['BatchError'];

/** 0 spam, 1 not a fit, 2 unsure, 3 right fit. */
export type Score = 0 | 1 | 2 | 3;

export type Origin = EnquiryItem['origin'];

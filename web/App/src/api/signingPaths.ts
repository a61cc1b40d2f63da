import type { Image, Signature, Signer } from './documents';

export interface DriveImage {
  id: string;
  name: string;
  width: number | null;
  height: number | null;
  isFolder: boolean;
}

interface Answers<Body> {
  responses: { 200: { content: { 'application/json': Body } } };
}

interface At {
  parameters: { path: { id: string } };
}

interface Taking<Sent, Body> extends Answers<Body> {
  requestBody: { content: { 'application/json': Sent } };
}

/** What Documents does through SignNow and Google. */
export interface SigningPaths {
  '/documents/{id}/signature': { get: At & Answers<Signature>; post: At & Taking<{ signers: Signer[]; subject?: string; message?: string }, Signature> };
  '/documents/{id}/signature/void': { post: At & Taking<{ reason: string }, undefined> };
  '/documents/{id}/signature/resend': { post: At & Taking<{ reason?: string }, undefined> };
  '/documents/{id}/slides': { post: At & Answers<undefined> };
  '/drive/images': { get: { parameters: { query?: { folder?: string; after?: string } } } & Answers<{ items: DriveImage[]; next: string | null }> };
  '/drive/images/import': { post: Taking<{ fileIds: string[] }, { items: Image[] }> };
}

import type { Image, Signature, Signer, SlidesCopy } from './documents';

export interface DriveImage {
  id: string;
  name: string;
  /** In pixels, where Drive knows it. */
  width: number | null;
  height: number | null;
}

export interface DrivePage {
  /** What lies deeper. */
  folders: { id: string; name: string }[];
  items: DriveImage[];
  next: string | null;
}

export interface DriveImport {
  images: Image[];
  /** What is no picture that documents can show. */
  refused: { fileId: string; reason: string; wayOut: string }[];
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
  '/documents/{id}/signature/void': { post: At & Taking<{ reason: string }, Signature> };
  '/documents/{id}/signature/resend': { post: At & Taking<{ reason?: string }, Signature> };
  '/documents/{id}/slides': { get: At & Answers<SlidesCopy>; post: At & Answers<SlidesCopy> };
  '/drive/images': { get: { parameters: { query?: { folder?: string; after?: string } } } & Answers<DrivePage> };
  '/drive/images/import': { post: Taking<{ fileIds: string[] }, DriveImport> };
}

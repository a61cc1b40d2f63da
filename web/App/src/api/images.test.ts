import { afterEach, expect, it, vi } from 'vitest';
import { uploadImage } from './images';
import { keys } from './keys';
import { Problem } from './problem';
import { queryClient } from './queryClient';

/** What the browser gives a page instead: the test says how the upload goes. */
class Request {
  static made: Request;
  upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {};
  headers: Record<string, string> = {};
  status = 0;
  responseText = '';
  sent: FormData | undefined;
  onload?: () => void;
  onerror?: () => void;

  constructor() {
    Request.made = this;
  }

  open() {}

  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }

  send(form: FormData) {
    this.sent = form;
  }

  answer(status: number, body: unknown) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
  }
}

const file = new File(['x'], 'gown.png', { type: 'image/png' });
const begin = (onProgress: (part: number) => void = () => {}) => {
  vi.stubGlobal('XMLHttpRequest', Request);
  return uploadImage(file, onProgress);
};

afterEach(() => {
  vi.unstubAllGlobals();
  queryClient.clear();
});

it('a picture goes with the token of the session, and says how much of it has gone', async () => {
  queryClient.setQueryData(keys.session, { signedIn: true, csrfToken: 'token' });
  const parts: number[] = [];
  const image = begin((part) => parts.push(part));
  Request.made.upload.onprogress?.({ lengthComputable: true, loaded: 25, total: 100 });
  Request.made.answer(201, { id: 'i-1', name: 'gown.png', width: 10, height: 20 });
  expect(await image).toMatchObject({ id: 'i-1' });
  expect(parts).toEqual([0.25]);
  expect(Request.made.headers).toEqual({ 'X-CSRF-Token': 'token' });
  expect((Request.made.sent?.get('file') as File).name).toBe('gown.png');
});

it('a picture that is refused says why in the words of the service', async () => {
  const image = begin();
  Request.made.answer(400, { type: 'image-too-large', title: 'The picture has too many dots.', detail: 'Save it smaller.' });
  await expect(image).rejects.toMatchObject({ title: 'The picture has too many dots.', detail: 'Save it smaller.' });
});

it('a picture that does not arrive is a connection that broke', async () => {
  const image = begin();
  Request.made.onerror?.();
  expect(Problem.from(await image.catch((cause: unknown) => cause)).type).toBe('unreachable');
});

import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import { forget, serve } from './server';

// Before any module is loaded: the API clients keep the fetch they find when they are made.
globalThis.fetch = serve;

afterEach(() => {
  cleanup();
  forget();
});

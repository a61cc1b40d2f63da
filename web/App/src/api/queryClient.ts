import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from './problem';
import { keys } from './keys';

// A 401 of the door itself is about what was written into it, not about a session that ended.
const atTheDoor = new Set(['sign-in-refused', 'second-factor-required', 'second-factor-refused', 'challenge-expired']);

// A session that ended elsewhere shows as 401 on any call; asking for the session again sends the person to the sign-in page.
function onError(error: Error) {
  if (error instanceof Problem && error.status === 401 && !atTheDoor.has(error.type)) {
    void queryClient.invalidateQueries({ queryKey: keys.session });
  }
}

// Longer than this nobody waits before a page without a word.
const longestWait = 10;

// A refusal stays a refusal; what never arrived, broke on the way, or came a moment too soon is worth asking again.
export function isWorthAskingAgain(count: number, error: Error): boolean {
  if (!(error instanceof Problem)) {
    return count < 2;
  }

  return error.status === 429
    ? count < 3 && error.retryAfter !== undefined && error.retryAfter <= longestWait
    : count < 2 && (error.status === 0 || error.status >= 502);
}

/** Milliseconds; what a page asks at once does not come back all at once. */
export function pauseBefore(count: number, error: Error): number {
  const asked = error instanceof Problem ? error.retryAfter : undefined;
  return asked === undefined ? 1000 * 2 ** count : asked * 1000 + Math.random() * 500;
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      // Without a connection the service worker may have an answer; asking it costs nothing.
      networkMode: 'always',
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      retry: isWorthAskingAgain,
      retryDelay: pauseBefore,
    },
  },
});

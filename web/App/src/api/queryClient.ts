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

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      // A refusal stays a refusal; only what never arrived, or broke on the way, is worth asking again.
      retry: (count, error) => count < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 502),
    },
  },
});

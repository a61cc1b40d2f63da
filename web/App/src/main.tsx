import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/cormorant/wght.css';
import './theme/mantine.css';
import './theme/tokens.css';
import './theme/base.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keys } from './api/keys';
import { queryClient } from './api/queryClient';
import type { Session } from './api/types';
import { startWorker } from './offline/worker';
import { router } from './router';
import { theme } from './theme/theme';

const container = document.getElementById('root');
if (container === null) {
  throw new Error('index.html has no element with the id root.');
}

// The session may end while a page is open (signed out elsewhere, expired): the route guards then decide again.
let signedIn: boolean | undefined;
queryClient.getQueryCache().subscribe(({ query }) => {
  const now = query.queryKey[0] === keys.session[0] ? (query.state.data as Session | undefined)?.signedIn : undefined;
  if (now !== undefined && now !== signedIn) {
    const ended = signedIn === true && !now;
    signedIn = now;
    if (ended) {
      void router.invalidate();
    }
  }
});

// What was kept while there was no connection is out of date, the session's token with it.
window.addEventListener('online', () => void queryClient.invalidateQueries());

createRoot(container).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={4} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

startWorker();

import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { SessionProvider } from '../api/session';
import type { SignedIn } from '../api/types';
import { theme } from '../theme/theme';

export function sessionOf(role: string): SignedIn {
  return {
    signedIn: true, csrfToken: 'token', demo: false,
    user: { id: '01900000-0000-7000-8000-0000000000aa', name: 'Ada Field', email: 'ada@teg.example', role },
    organisation: { id: '01900000-0000-7000-8000-000000000001', name: 'The Evans Group', timeZone: 'America/Los_Angeles', currency: 'USD' },
  };
}

/** What a component stands in: theme, queries, and a person who is signed in. */
export function House({ role = 'Manager', queries = new QueryClient(), children }: { role?: string; queries?: QueryClient; children: ReactNode }) {
  queries.setDefaultOptions({ queries: { retry: false, staleTime: Infinity } });
  return (
    <MantineProvider theme={theme} env="test" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queries}>
        <SessionProvider value={sessionOf(role)}>{children}</SessionProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}

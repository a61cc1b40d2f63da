import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import type { ExplainFilter } from '../api/explain';
import { ExplainContext } from './ExplainContext';

const ExplainDrawer = lazy(() => import('./ExplainDrawer'));

/** Figures inside can be asked how they came about, under these filters. Which one is open stands in the address. */
export function Explainable({ filter, children }: { filter: ExplainFilter; children: ReactNode }) {
  const { explain } = useSearch({ strict: false });
  const navigate = useNavigate();
  const explaining = useMemo(() => ({ open: (figure: string) => void navigate({ to: '.', search: (before) => ({ ...before, explain: figure }), resetScroll: false }) }), [navigate]);
  const onClose = () => void navigate({ to: '.', search: ({ explain: _, ...before }) => before, resetScroll: false });

  return (
    <ExplainContext value={explaining}>
      {children}
      {explain !== undefined && (
        <Suspense>
          <ExplainDrawer key={explain} figure={explain} filter={filter} onClose={onClose} />
        </Suspense>
      )}
    </ExplainContext>
  );
}

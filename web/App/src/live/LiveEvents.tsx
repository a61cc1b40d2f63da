import { notifications } from '@mantine/notifications';
import { useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { DocumentProgressed } from '../api/documents';
import { keys } from '../api/keys';
import type { RunProgressed } from '../api/types';
import { consequenceOf, eventNames, gathering, type LiveEvents as Events, type Notice, reconnectDelay } from './events';
import classes from './Notice.module.css';

export type LiveState = 'connecting' | 'live' | 'lost';

const LiveContext = createContext<LiveState>('connecting');

export function useLiveState(): LiveState {
  return useContext(LiveContext);
}

/** Holds the one event stream of the open page. */
export function LiveEvents({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');

  useEffect(() => listen(queries, setState), [queries]);

  return <LiveContext value={state}>{children}</LiveContext>;
}

/** @returns What ends the listening. */
function listen(queries: QueryClient, onState: (state: LiveState) => void): () => void {
  let stream: EventSource | undefined;
  let timer: number | undefined;
  let failures = 0;
  let missedSomething = false;
  const ask = gathering((queryKey) => void queries.invalidateQueries({ queryKey }), 1000);

  const open = () => {
    stream = new EventSource('/events');
    stream.onopen = () => {
      failures = 0;
      onState('live');
      if (missedSomething) {
        // Events of the gap may be gone for good; asking again is what brings the page up to date.
        missedSomething = false;
        queries.removeQueries({ queryKey: ['progress'] });
        void queries.invalidateQueries({ queryKey: keys.sync });
        void queries.invalidateQueries({ queryKey: keys.analytics });
        void queries.invalidateQueries({ queryKey: keys.qualifier });
        void queries.invalidateQueries({ queryKey: keys.documents });
      }
    };
    stream.onerror = () => {
      missedSomething = true;
      onState('lost');
      if (stream?.readyState === EventSource.CLOSED) {
        // The browser retries a broken connection by itself, but gives up on a refused one: the Gateway restarting, or the session over.
        void queries.invalidateQueries({ queryKey: keys.session });
        timer = window.setTimeout(open, reconnectDelay(failures++));
      }
    };
    for (const name of eventNames) {
      stream.addEventListener(name, (message) => receive(queries, ask, name, message.data));
    }
  };

  open();
  return () => {
    window.clearTimeout(timer);
    stream?.close();
  };
}

function receive<Name extends keyof Events>(queries: QueryClient, ask: (key: QueryKey) => void, name: Name, data: string) {
  const event = JSON.parse(data) as Events[Name];
  let before: RunProgressed | DocumentProgressed | undefined;

  if (name === 'run-progressed') {
    const progress = event as RunProgressed;
    before = queries.getQueryData<RunProgressed>(keys.progress(progress.sourceId));
    queries.setQueryData(keys.progress(progress.sourceId), progress);
  } else if (name === 'document') {
    const progress = event as DocumentProgressed;
    before = queries.getQueryData<DocumentProgressed>(keys.documentProgress(progress.documentId));
    queries.setQueryData(keys.documentProgress(progress.documentId), progress);
  }

  const { invalidate, notice } = consequenceOf(name, event, before);
  for (const queryKey of invalidate) {
    ask(queryKey);
  }

  if (notice) {
    show(notice);
  }
}

function show({ id, tone, title, message }: Notice) {
  notifications.show({ id, title, message, autoClose: tone === 'bad' ? false : 12_000, withBorder: true, closeButtonProps: { 'aria-label': 'Close' }, className: classes[tone] ?? '' });
}

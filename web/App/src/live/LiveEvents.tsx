import { notifications } from '@mantine/notifications';
import { useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { DocumentProgressed } from '../api/documents';
import { keys } from '../api/keys';
import type { Lag, LagMeasured, RunProgressed } from '../api/types';
import { consequenceOf, eventNames, gathering, type LiveEvents as Events, type Notice, reconnectDelay } from './events';
import { withNewest } from '../shell/lag';
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
  let last = '';
  // A page that nobody looks at is only told that it is out of date; it asks when it is looked at.
  const ask = gathering((queryKey) => void queries.invalidateQueries({ queryKey, refetchType: document.visibilityState === 'hidden' ? 'none' : 'active' }), 500, 4000);

  const open = () => {
    // The browser says itself where it left off when it connects again, but not in a stream that is begun anew.
    stream = new EventSource(last === '' ? '/events' : `/events?after=${encodeURIComponent(last)}`);
    stream.onopen = () => {
      failures = 0;
      onState('live');
      if (missedSomething && last === '') {
        // Nobody can tell what was missed. Otherwise the Gateway sends it, or says that it no longer knows.
        receive(queries, ask, 'resync', '{}');
      }

      missedSomething = false;
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
      stream.addEventListener(name, (message) => {
        last = message.lastEventId || last;
        receive(queries, ask, name, message.data);
      });
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

  if (name === 'lag') {
    queries.setQueryData<Lag>(keys.lag, (known) => withNewest(known, event as LagMeasured));
  }

  if (name === 'resync') {
    // A run or a document may have ended meanwhile; its progress would stand still for ever.
    queries.removeQueries({ queryKey: ['progress'] });
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

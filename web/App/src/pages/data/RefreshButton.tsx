import { Button, Menu, VisuallyHidden } from '@mantine/core';
import { ChevronDown, RefreshCw } from 'lucide-react';
import { useStartRun } from '../../api/sync';
import type { RunMode, Source } from '../../api/types';
import { notifyProblem } from '../../ui/notifyProblem';
import classes from './RefreshButton.module.css';

/** Changes only by default; everything anew from the menu beside it. */
export function RefreshButton({ source, busy }: { source: Source; busy: boolean }) {
  const startRun = useStartRun();
  const start = (mode: RunMode) => startRun.mutate({ sourceId: source.id, mode }, { onError: notifyProblem });
  const disabled = busy || startRun.isPending;

  return (
    <div className={classes.pair}>
      <Button
        className={classes.first}
        size="sm"
        disabled={disabled}
        leftSection={<RefreshCw size={14} strokeWidth={1.75} />}
        onClick={() => start('incremental')}
        data-testid={`refresh-${source.kind}`}
      >
        Refresh now
        <VisuallyHidden>: {source.name}</VisuallyHidden>
      </Button>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button className={classes.second} size="sm" disabled={disabled} aria-label={`Other ways to refresh ${source.name}`} data-testid={`refresh-${source.kind}-menu`}>
            <ChevronDown size={14} strokeWidth={1.75} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.dropdown}>
          <Menu.Item onClick={() => start('incremental')} data-testid={`refresh-${source.kind}-incremental`}>
            Changes only
            <span className={classes.about}>What changed since the last refresh; seconds.</span>
          </Menu.Item>
          <Menu.Item onClick={() => start('full')} data-testid={`refresh-${source.kind}-full`}>
            Everything anew
            <span className={classes.about}>Reads every row again; finds what was deleted at the source.</span>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

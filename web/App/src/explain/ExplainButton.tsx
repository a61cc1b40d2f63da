import { ActionIcon, Tooltip } from '@mantine/core';
import { ScanSearch } from 'lucide-react';
import classes from './ExplainButton.module.css';
import { useExplain } from './ExplainContext';

/** Beside a figure: opens how it came about. Nothing where the page does not explain. */
export function ExplainButton({ figure, label }: { figure: string | undefined; label: string }) {
  const explaining = useExplain();

  return explaining === null || figure === undefined ? null : (
    <Tooltip label="Explain this number" openDelay={400}>
      <ActionIcon
        className={classes.button}
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={`Explain ${label}`}
        onClick={() => explaining.open(figure)}
        data-testid={`explain-${figure}`}
      >
        <ScanSearch size={15} strokeWidth={1.5} />
      </ActionIcon>
    </Tooltip>
  );
}

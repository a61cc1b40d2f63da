import { ActionIcon, Tooltip } from '@mantine/core';
import { Download } from 'lucide-react';
import classes from './SaveTable.module.css';

interface SaveTableProps {
  /** What is saved: "Leads by channel". */
  label: string;
  onSave: () => void;
  testId?: string | undefined;
}

/** What a chart or a small table shows, as a CSV file that is made here. */
export function SaveTable({ label, onSave, testId }: SaveTableProps) {
  return (
    <Tooltip label="Save as CSV" openDelay={400}>
      <ActionIcon className={classes.button} variant="subtle" color="gray" size="sm" aria-label={`Save ${label} as CSV`} onClick={onSave} data-testid={testId}>
        <Download size={15} strokeWidth={1.5} />
      </ActionIcon>
    </Tooltip>
  );
}

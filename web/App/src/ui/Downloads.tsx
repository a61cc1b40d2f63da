import { Button } from '@mantine/core';
import { Download } from 'lucide-react';

interface DownloadsProps {
  of: (format: 'csv' | 'xlsx') => string;
  /** For browser tests: deals-csv and deals-xlsx. */
  testId: string;
}

/** All rows of a list as a file. */
export function Downloads({ of, testId }: DownloadsProps) {
  return (['csv', 'xlsx'] as const).map((format) => (
    <Button
      key={format}
      component="a"
      href={of(format)}
      download
      variant="default"
      size="sm"
      leftSection={<Download size={14} strokeWidth={1.5} />}
      data-testid={`${testId}-${format}`}
    >
      {format === 'csv' ? 'CSV' : 'Excel'}
    </Button>
  ));
}

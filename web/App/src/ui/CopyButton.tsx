import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';

interface CopyButtonProps {
  text: string;
  /** What is copied, read out: "the client id". */
  what: string;
  label?: string;
  small?: boolean;
  testId?: string;
}

export function CopyButton({ text, what, label = 'Copy', small = false, testId }: CopyButtonProps) {
  const clipboard = useClipboard({ timeout: 2000 });
  const Icon = clipboard.copied ? Check : Copy;

  return (
    <Button
      variant="default"
      size={small ? 'compact-sm' : 'sm'}
      leftSection={<Icon size={14} strokeWidth={1.75} />}
      onClick={() => clipboard.copy(text)}
      aria-label={clipboard.error ? undefined : clipboard.copied ? `Copied ${what}` : `Copy ${what}`}
      data-testid={testId}
    >
      {clipboard.error ? 'Select and copy by hand' : clipboard.copied ? 'Copied' : label}
    </Button>
  );
}

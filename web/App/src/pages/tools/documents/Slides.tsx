import { Button, Tooltip } from '@mantine/core';
import { ExternalLink, Presentation } from 'lucide-react';
import { useMakeSlides, useSlides } from '../../../api/signing';
import form from '../../../ui/Form.module.css';
import { notifyProblem } from '../../../ui/notifyProblem';

/** The same deck in Google Slides: asked for, on its way, there, or why not. */
export function Slides({ id }: { id: string }) {
  const slides = useSlides(id, { enabled: true });
  const make = useMakeSlides(id);
  const copy = slides.data;

  if (copy?.state === 'ready' && copy.url) {
    return (
      <Button className={form.asButton} component="a" variant="default" href={copy.url} target="_blank" rel="noopener noreferrer" leftSection={<ExternalLink size={16} strokeWidth={1.75} />} data-testid="open-slides">
        Open in Google Slides
      </Button>
    );
  }

  const isFailed = copy?.state === 'failed';
  return (
    <Tooltip label={[copy?.reason, copy?.wayOut].filter(Boolean).join(' ')} disabled={!isFailed} multiline maw={320}>
      <Button
        variant="default" leftSection={<Presentation size={16} strokeWidth={1.75} />} loading={make.isPending || copy?.state === 'waiting'} data-testid="make-slides"
        onClick={() => make.mutate(undefined, { onError: notifyProblem })}
      >
        {isFailed ? 'Google Slides failed, try again' : 'Make Google Slides'}
      </Button>
    </Tooltip>
  );
}

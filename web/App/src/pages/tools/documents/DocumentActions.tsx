import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { ExternalLink, Presentation, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useCancelDocument, useRemoveDocument } from '../../../api/documentJobs';
import type { DocumentDetails } from '../../../api/documents';
import { mayMake, mayManage, useSession } from '../../../api/session';
import { useMakeSlides } from '../../../api/signing';
import { Confirm } from '../../../ui/Confirm';
import form from '../../../ui/Form.module.css';
import { notifyDone } from '../../../ui/notifyDone';
import { notifyProblem } from '../../../ui/notifyProblem';
import { isUnderWay } from './state';

export function DocumentActions({ document }: { document: DocumentDetails }) {
  const { user } = useSession();
  const navigate = useNavigate();
  const cancel = useCancelDocument();
  const remove = useRemoveDocument();
  const slides = useMakeSlides();
  const [asked, setAsked] = useState(false);
  const { id, kind, state } = document;

  if (!mayMake(user.role)) {
    return null;
  }

  return (
    <div className={form.row}>
      {isUnderWay(state) && (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(id, { onError: notifyProblem })} data-testid="cancel-document">
          Cancel
        </Button>
      )}
      {kind === 'deck' && state === 'ready' && (document.slides ? (
        <Button component="a" className={form.asButton} variant="default" href={document.slides.url} target="_blank" rel="noopener noreferrer" leftSection={<ExternalLink size={16} strokeWidth={1.75} />} data-testid="open-slides">
          Open in Google Slides
        </Button>
      ) : (
        <Button
          variant="default" leftSection={<Presentation size={16} strokeWidth={1.75} />} loading={slides.isPending} data-testid="make-slides"
          onClick={() => slides.mutate(id, { onSuccess: () => notifyDone('The deck is on its way to Google Slides.', 'Its address appears here by itself.'), onError: notifyProblem })}
        >
          Make Google Slides
        </Button>
      ))}
      {!isUnderWay(state) && !document.signature && mayManage(user.role) && (
        <Button variant="default" onClick={() => setAsked(true)} data-testid="remove-document">
          Remove
        </Button>
      )}
      {!isUnderWay(state) && document.inputs !== null && (
        <Button
          className={form.asButton} leftSection={<RotateCcw size={16} strokeWidth={1.75} />} data-testid="new-version"
          renderRoot={(props) => <Link {...props} to="/tools/new/$kind" params={{ kind }} search={{ from: id }} />}
        >
          New version
        </Button>
      )}
      {asked && (
        <Confirm
          title="Remove this document?" about="Its files are gone then. Other versions of it stay." word="Remove" pending={remove.isPending} problem={remove.error}
          onConfirm={() => remove.mutate(id, { onSuccess: () => navigate({ to: '/tools/documents' }) })} onClose={() => setAsked(false)}
        />
      )}
    </div>
  );
}

import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useCancelDocument, useRemoveDocument } from '../../../api/documentJobs';
import type { DocumentDetails } from '../../../api/documents';
import { mayMake, mayManage, useSession } from '../../../api/session';
import { Confirm } from '../../../ui/Confirm';
import form from '../../../ui/Form.module.css';
import { notifyProblem } from '../../../ui/notifyProblem';
import { Slides } from './Slides';
import { isUnderWay } from './state';

export function DocumentActions({ document }: { document: DocumentDetails }) {
  const { user } = useSession();
  const navigate = useNavigate();
  const cancel = useCancelDocument();
  const remove = useRemoveDocument();
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
      {kind === 'deck' && state === 'ready' && <Slides id={id} />}
      {!isUnderWay(state) && document.signature === null && mayManage(user.role) && (
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

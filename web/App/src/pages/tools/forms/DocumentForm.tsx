import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useDefaultsOf, useMakeDocument, useMakeVersion } from '../../../api/documentJobs';
import type { Client, DocumentDetails, Inputs } from '../../../api/documents';
import { forgetDraft, newKey, placeOfDraft, readDraft, requestOf, type Sent, writeDraft } from '../../../api/drafts';
import { Problem } from '../../../api/problem';
import { useSession } from '../../../api/session';
import { notifyProblem } from '../../../ui/notifyProblem';
import { kindWords } from '../kinds';
import classes from './DocumentForm.module.css';
import { DraftNotice } from './DraftNotice';
import { draftOf, type Draft, inputsOf, placed, withDefaults } from './inputs';
import { PreviewPanel } from './PreviewPanel';
import type { Catalog, FormSpec } from './spec';
import { StartFrom } from './StartFrom';

export interface FormProps {
  catalog: Catalog;
  /** What the form begins with: what is known of the organisation and the client, or the inputs of another version. */
  inputs: Inputs;
  client: Client | null;
  /** The document of which this makes the next version. */
  from?: DocumentDetails | undefined;
}

/** A document as a form: what is written is kept until it is sent, and what it would cost stands beside it. */
export function DocumentForm<Of extends Draft>({ spec, catalog, inputs, client: known, from }: FormProps & { spec: FormSpec<Of> }) {
  const { user, organisation } = useSession();
  const navigate = useNavigate();
  const make = useMakeDocument();
  const again = useMakeVersion(from?.id ?? '');
  const request = from ? again : make;
  const defaultsOf = useDefaultsOf(spec.kind);

  const place = placeOfDraft(organisation.id, user.id, [spec.kind, from?.id ?? known?.id].filter(Boolean).join(':'));
  const [start] = useState(() => draftOf(spec.empty, inputs, spec.rows));
  const [stored, setStored] = useState(() => readDraft(place));
  const [client, setClient] = useState(stored?.client ?? known);
  // What was taken over from the client: a field that still says so is not somebody's own words.
  const taken = useRef(start);
  const sent = useRef<Sent | undefined>(stored?.sent);
  const form = useForm<Of>({
    initialValues: stored ? draftOf(spec.empty, stored.draft, spec.rows) : start,
    validate: spec.faultsOf,
    validateInputOnBlur: true,
  });
  const [others, setOthers] = useState<string[]>([]);

  const draft = form.getValues();
  const now = inputsOf(draft, spec.rows);
  const isWritten = JSON.stringify(now) !== JSON.stringify(inputsOf(start, spec.rows));

  const isMade = useRef(false);
  const keep = () => {
    // What was written a moment before it was sent is not to come back.
    if (!isMade.current) {
      writeDraft(place, { draft: form.getValues(), client, at: new Date().toISOString(), sent: sent.current });
    }
  };
  const written = JSON.stringify(now);
  useEffect(() => {
    if (isWritten) {
      const timer = setTimeout(keep, 400);
      return () => clearTimeout(timer);
    }

    return undefined;
  }, [written, client]);

  const choose = (chosen: Client | null) => {
    setClient(chosen);
    if (chosen === null) {
      return;
    }

    defaultsOf.mutate(chosen, {
      onSuccess: (found) => {
        const next = draftOf(spec.empty, found.inputs, spec.rows);
        form.setValues(withDefaults(form.getValues(), taken.current, next) as never);
        form.clearErrors();
        taken.current = next;
      },
      onError: notifyProblem,
    });
  };

  const startOver = () => {
    forgetDraft(place);
    setStored(null);
    setClient(known);
    taken.current = start;
    sent.current = undefined;
    form.setValues(start);
    form.clearErrors();
    setOthers([]);
  };

  const focusFirst = (faults: Record<string, unknown>) => {
    const first = firstOnPage(Object.keys(faults));
    first?.focus();
    first?.scrollIntoView({ block: 'center' });
  };

  const submit = form.onSubmit(
    () => {
      sent.current = requestOf(sent.current, now, newKey);
      // Before it goes: when the answer is lost and the page with it, the same is asked for under the same name.
      keep();
      setOthers([]);
      const { requestKey } = sent.current;
      const after = {
        onSuccess: ({ id }: { id: string }) => {
          isMade.current = true;
          forgetDraft(place);
          void navigate({ to: '/tools/documents/$id', params: { id } });
        },
        onError: (cause: Error) => {
          const { fields, others: rest } = placed(Problem.from(cause).errors, form.getValues());
          form.setErrors(fields);
          setOthers(rest);
          setTimeout(() => focusFirst(fields));
        },
      };
      if (from) {
        again.mutate({ requestKey, inputs: now }, after);
      } else {
        make.mutate({ requestKey, kind: spec.kind, inputs: now, leadId: client?.kind === 'lead' ? client.id : null, dealId: client?.kind === 'deal' ? client.id : null }, after);
      }
    },
    (faults) => focusFirst(faults),
  );

  return (
    <form className={classes.sides} onSubmit={submit} noValidate data-testid={`form-${spec.kind}`}>
      <div className={classes.fields}>
        {stored && <DraftNotice at={stored.at} onStartOver={startOver} onClose={() => setStored(null)} />}
        {!from && <StartFrom client={client} pending={defaultsOf.isPending} onChoose={choose} />}
        <spec.Fields form={form} catalog={catalog} />
      </div>
      <PreviewPanel
        kind={spec.kind} inputs={now} faults={form.errors} others={others} cause={request.error} onGoTo={(field) => focusFirst({ [field]: true })}
        action={
          <Button type="submit" fullWidth size="md" loading={request.isPending || request.isSuccess} data-testid="make-document">
            {from ? `Make version ${nextOf(from)}` : `Make the ${kindWords[spec.kind].noun}`}
          </Button>
        }
      />
    </form>
  );
}

function nextOf({ version, versions }: DocumentDetails): number {
  return Math.max(version, ...versions.map((each) => each.version)) + 1;
}

/** The topmost of these fields: faults come in the order of the rules, not of the page. */
function firstOnPage(places: readonly string[]): HTMLElement | undefined {
  const fields = places.map((place) => document.querySelector<HTMLElement>(`[data-path="${CSS.escape(place)}"]`)).filter((each) => each !== null);
  return fields.sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))[0];
}

import { ActionIcon, Checkbox, Skeleton, TextInput, UnstyledButton } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import type { SavedView } from '../api/accounts';
import { mayAdminister, useSession } from '../api/session';
import { useChangeView, useViews } from '../api/views';
import { todayIn } from '../format/dates';
import { Dialog } from '../ui/Dialog';
import { notifyProblem } from '../ui/notifyProblem';
import { QueryState } from '../ui/QueryState';
import classes from './ManageViews.module.css';
import { useRemoveView } from './useRemoveView';
import { addressOf, labelOfPage } from './view';

interface ManageViewsProps {
  onClose: () => void;
  onOpen: (address: string) => void;
}

/** All views one sees, of every page: opened, renamed, shared, deleted. */
export default function ManageViews({ onClose, onOpen }: ManageViewsProps) {
  const views = useViews();
  const { organisation } = useSession();

  return (
    <Dialog title="Views" about="Yours, and those that others share. Rename one by writing over its name." onClose={onClose} wide testId="manage-views-dialog">
      <QueryState of={views} loading={<Skeleton h={120} />}>
        {(all) =>
          all.length === 0 ? (
            <p className={classes.quiet}>Nothing is kept yet. Set the filters of a page and choose Save this view.</p>
          ) : (
            <ul className={classes.list}>
              {all.map((view) => (
                <Line
                  key={view.id}
                  view={view}
                  onOpen={() => {
                    onClose();
                    onOpen(addressOf(view, todayIn(organisation.timeZone, new Date())));
                  }}
                />
              ))}
            </ul>
          )
        }
      </QueryState>
    </Dialog>
  );
}

function Line({ view, onOpen }: { view: SavedView; onOpen: () => void }) {
  const { user } = useSession();
  const change = useChangeView();
  const remove = useRemoveView();
  const mayChange = view.mine || (view.shared && mayAdminister(user.role));

  const rename = (input: HTMLInputElement) => {
    const name = input.value.trim();
    if (name === '' || name === view.name) {
      input.value = view.name;
    } else {
      change.mutate({ id: view.id, name }, {
        onError: (cause) => {
          input.value = view.name;
          notifyProblem(cause);
        },
      });
    }
  };

  return (
    <li className={classes.line} data-testid="managed-view" data-key={view.name}>
      <div className={classes.name}>
        {mayChange ? (
          <TextInput
            key={view.name}
            size="sm"
            aria-label={`Name of ${view.name}`}
            defaultValue={view.name}
            maxLength={80}
            onBlur={(event) => rename(event.currentTarget)}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          />
        ) : (
          <span>{view.name}</span>
        )}
        <span className={classes.quiet}>
          <UnstyledButton className={classes.open} onClick={onOpen}>
            Open in {labelOfPage(view.page)}
          </UnstyledButton>
          {!view.mine && ` · shared by ${view.owner ?? 'somebody who has left'}`}
        </span>
      </div>
      <Checkbox
        label="Shared"
        aria-label={`Share ${view.name}`}
        checked={view.shared}
        disabled={!view.mine || change.isPending}
        onChange={(event) => change.mutate({ id: view.id, shared: event.currentTarget.checked }, { onError: notifyProblem })}
      />
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Delete ${view.name}`} disabled={!mayChange} onClick={() => remove(view)} data-testid="delete-view">
        <Trash2 size={16} strokeWidth={1.5} />
      </ActionIcon>
    </li>
  );
}

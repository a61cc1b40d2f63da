import { Outlet } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { mayAdminister, useSession } from '../../api/session';
import { Page } from '../../ui/Page';
import { article } from '../../ui/roles';
import classes from './AdminsOnly.module.css';

/** In front of every page of the settings. The services refuse by themselves; this says why instead of showing empty tables. */
export function AdminsOnly() {
  const { user, organisation } = useSession();

  return mayAdminister(user.role) ? (
    <Outlet />
  ) : (
    <Page title="Settings">
      <div className={classes.refused} data-testid="admins-only">
        <Lock className={classes.icon} size={28} strokeWidth={1} aria-hidden />
        <p className={classes.reason}>Only admins change the settings.</p>
        <p className={classes.wayOut}>
          You are {article(user.role)} in {organisation.name}. Whoever invited you can change your role.
        </p>
      </div>
    </Page>
  );
}

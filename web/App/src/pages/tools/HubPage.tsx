import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { useDocuments } from '../../api/documentJobs';
import { mayMake, useSession } from '../../api/session';
import { Card } from '../../ui/Card';
import form from '../../ui/Form.module.css';
import { Page } from '../../ui/Page';
import { QueryState } from '../../ui/QueryState';
import { None } from '../settings/None';
import { DocumentRows } from './documents/DocumentRows';
import classes from './HubPage.module.css';
import { kinds, kindWords } from './kinds';
import { ToolsNav } from './ToolsNav';

/** Where the house makes its documents (D7): four ways to begin, what was made last, and what waits for a signature. */
export function HubPage() {
  const { user } = useSession();

  return (
    <Page title="Tools">
      <ToolsNav />
      {mayMake(user.role) && (
        <ul className={classes.entries} aria-label="Make a document">
          {kinds.map((kind) => {
            const { icon: Icon, label, about } = kindWords[kind];
            return (
              <li key={kind}>
                <Link to="/tools/new/$kind" params={{ kind }} className={classes.entry} data-testid={`make-${kind}`}>
                  <Icon className={classes.icon} size={30} strokeWidth={1} aria-hidden />
                  <span className={classes.name}>{label}</span>
                  <span className={classes.about}>{about}</span>
                  <span className={classes.go}>
                    Begin <ArrowRight size={15} strokeWidth={1.5} aria-hidden />
                  </span>
                </Link>
              </li>
            );
          })}
        </ul>
      )}
      <div className={classes.lists}>
        <Card title="Recent" about="What was made last; progress shows here by itself." controls={<Link to="/tools/documents" className={classes.all}>All documents</Link>} testId="recent">
          <Recent />
        </Card>
        <Card title="Waiting for signature" about="Sent to a client and not yet signed by all." controls={<Link to="/tools/documents" search={{ signature: 'waiting' }} className={classes.all}>All that wait</Link>} testId="waiting">
          <Waiting />
        </Card>
      </div>
    </Page>
  );
}

function Recent() {
  return <Listed of={useDocuments({}, 8)} none="Nothing has been made yet. Begin with one of the four above." />;
}

function Waiting() {
  return <Listed of={useDocuments({ signature: 'waiting' }, 8)} none="Nothing waits for a signature." />;
}

function Listed({ of, none }: { of: ReturnType<typeof useDocuments>; none: string }) {
  return (
    <QueryState of={of} loading={<div className={form.inside}><Skeleton h={280} /></div>}>
      {({ pages }) => {
        const rows = pages[0]!.items;
        return rows.length === 0 ? <None>{none}</None> : <DocumentRows rows={rows} label="Documents" short />;
      }}
    </QueryState>
  );
}

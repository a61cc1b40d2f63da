import type { ReactNode } from 'react';
import { Card } from '../../../ui/Card';
import form from '../../../ui/Form.module.css';

/** A titled part of a form. */
export function Section({ title, about, children, testId }: { title: string; about?: string; children: ReactNode; testId?: string }) {
  return (
    <Card title={title} about={about} testId={testId}>
      <div className={form.inside}>{children}</div>
    </Card>
  );
}

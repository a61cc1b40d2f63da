import { UnstyledButton } from '@mantine/core';
import classes from './DemoHint.module.css';

const password = 'couture-demo-2026';
const people = [
  { role: 'Admin', email: 'admin@teg.example' },
  { role: 'Manager', email: 'manager@teg.example' },
  { role: 'Agent', email: 'agent@teg.example' },
  { role: 'Viewer', email: 'viewer@teg.example' },
];

/** Only where the server says that it runs the demo organisation; these people exist nowhere else. */
export function DemoHint({ onUse }: { onUse: (credentials: { email: string; password: string }) => void }) {
  return (
    <section className={classes.hint} aria-label="Demo sign-in" data-testid="demo-hint">
      <p>
        This is the demo organisation. Choose who you are; the password is <code>{password}</code>.
      </p>
      <ul className={classes.people}>
        {people.map(({ role, email }) => (
          <li key={email}>
            <UnstyledButton className={classes.person} onClick={() => onUse({ email, password })} data-testid={`demo-${role.toLowerCase()}`}>
              <strong>{role}</strong>
              <span>{email}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

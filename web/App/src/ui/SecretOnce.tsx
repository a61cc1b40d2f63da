import { Button } from '@mantine/core';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { CopyButton } from './CopyButton';
import { Answers, Dialog } from './Dialog';
import { saveFile } from './saveFile';
import classes from './SecretOnce.module.css';

interface SecretOnceProps {
  title: string;
  about: ReactNode;
  /** One secret, or several of the same kind. */
  secrets: readonly string[];
  what: string;
  /** Offers the secrets as a text file of that name. */
  fileName?: string;
  /** Shown below the secret: what to do with it. */
  children?: ReactNode;
  onClose: () => void;
}

/** The only time the server tells a secret. The dialog does not close by a slip of the hand, and forgets what it showed. */
export function SecretOnce({ title, about, secrets, what, fileName, children, onClose }: SecretOnceProps) {
  const text = secrets.join('\n');

  return (
    <Dialog title={title} about={about} firm wide onClose={onClose} testId="secret-once">
      <ul className={classes.secrets} data-many={secrets.length > 1 || undefined} aria-label={what}>
        {secrets.map((secret) => (
          <li key={secret}>
            <code className={classes.secret} data-testid="secret">
              {secret}
            </code>
          </li>
        ))}
      </ul>
      {children}
      <Answers>
        {fileName && (
          <Button variant="default" size="sm" leftSection={<Download size={14} strokeWidth={1.75} />} onClick={() => saveFile(fileName, `${text}\n`, 'text/plain')} data-testid="secret-download">
            Download
          </Button>
        )}
        <CopyButton text={text} what={what} testId="secret-copy" />
        <Button size="sm" onClick={onClose} data-testid="secret-stored">
          I have stored it
        </Button>
      </Answers>
    </Dialog>
  );
}

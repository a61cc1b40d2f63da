import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Dialog.module.css';

interface DialogProps {
  title: string;
  about?: ReactNode;
  onClose: () => void;
  /** Only its own button closes it: what it shows is gone afterwards. */
  firm?: boolean;
  wide?: boolean;
  children: ReactNode;
  testId?: string;
}

/** A question or a form over the page. It is mounted while it is open, so that nothing of it stays behind. */
export function Dialog({ title, about, onClose, firm = false, wide = false, children, testId }: DialogProps) {
  return (
    <Modal.Root opened onClose={onClose} size={wide ? '40rem' : '30rem'} padding={0} centered lockScroll={false} closeOnClickOutside={!firm} closeOnEscape={!firm}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content className={classes.content} data-testid={testId}>
        <div className={classes.head}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          {!firm && <Modal.CloseButton aria-label="Close" size="lg" />}
        </div>
        <Modal.Body className={classes.body}>
          {about && <p className={classes.about}>{about}</p>}
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** What a dialog can be answered with; the way out on the left, the deed on the right. */
export function Answers({ children }: { children: ReactNode }) {
  return <div className={classes.answers}>{children}</div>;
}

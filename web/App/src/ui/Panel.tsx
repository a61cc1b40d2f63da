import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Panel.module.css';

interface PanelProps {
  title: string;
  side: 'left' | 'right' | 'bottom';
  size: string;
  opened: boolean;
  onClose: () => void;
  /** Without its own head: the content has one, and the title is only read out. */
  bare?: boolean;
  children: ReactNode;
  testId?: string;
}

/** Comes in from the side. Its head is no header element, which would be a second banner of the page. */
export function Panel({ title, side, size, opened, onClose, bare, children, testId }: PanelProps) {
  return (
    <Drawer.Root opened={opened} onClose={onClose} position={side} size={size} padding={0} lockScroll={false}>
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content data-testid={testId}>
        <div className={bare ? classes.unseen : classes.head}>
          <Drawer.Title className={classes.title}>{title}</Drawer.Title>
          {!bare && <Drawer.CloseButton aria-label="Close" size="lg" />}
        </div>
        <Drawer.Body className={bare ? classes.bare : classes.body}>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

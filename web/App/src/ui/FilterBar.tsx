import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { ViewsMenu } from '../views/ViewsMenu';
import classes from './FilterBar.module.css';
import { Panel } from './Panel';

interface FilterBarProps {
  /** Always in sight. */
  range: ReactNode;
  /** In a row where there is room, in a drawer on a phone. */
  children: ReactNode;
  /** Filters that are set, below the bar. */
  chips: ReactNode;
  active: number;
}

export function FilterBar({ range, children, chips, active }: FilterBarProps) {
  const [opened, { open, close }] = useDisclosure(false);

  return (
    <section className={classes.filters} aria-label="Filters" data-testid="filters">
      <div className={classes.bar}>
        <div className={classes.range}>{range}</div>
        <div className={classes.wide}>{children}</div>
        <Button className={classes.phone} variant="default" leftSection={<SlidersHorizontal size={16} strokeWidth={1.5} />} onClick={open}>
          {active === 0 ? 'Filters' : `Filters (${active})`}
        </Button>
        <ViewsMenu />
      </div>
      {chips}
      <Panel title="Filters" side="bottom" size="23rem" opened={opened} onClose={close}>
        <div className={classes.drawer}>
          {children}
          <Button onClick={close}>Show the figures</Button>
        </div>
      </Panel>
    </section>
  );
}

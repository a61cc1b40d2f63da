import { Button } from '@mantine/core';
import { Check, Image as ImageIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Answers } from '../../../ui/Dialog';
import classes from './PictureGrid.module.css';

interface Shown {
  id: string;
  name: string;
  /** Where it can be seen; undefined where only its name is known. */
  address?: string | undefined;
}

interface PictureGridProps {
  pictures: readonly Shown[];
  most: number;
  pending?: boolean;
  onUse: (ids: string[]) => void;
  /** Below the pictures: the next ones. */
  more?: ReactNode;
}

/** Pictures of which some are chosen; each is a check box, and says the place it was chosen for. */
export function PictureGrid({ pictures, most, pending = false, onUse, more }: PictureGridProps) {
  const [chosen, setChosen] = useState<string[]>([]);
  const toggle = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id].slice(-most));

  return (
    <div className={classes.whole}>
      <ul className={classes.grid}>
        {pictures.map(({ id, name, address }) => {
          const place = chosen.indexOf(id) + 1;
          return (
            <li key={id}>
              <label className={classes.picture} data-on={place > 0 || undefined}>
                <input className={classes.field} type="checkbox" checked={place > 0} onChange={() => toggle(id)} data-testid="picture" />
                <span className={classes.frame}>
                  {address ? <img src={address} alt="" loading="lazy" /> : <ImageIcon size={26} strokeWidth={1} aria-hidden />}
                  {place > 0 && <span className={classes.mark} aria-hidden>{most > 1 ? place : <Check size={13} strokeWidth={2.5} />}</span>}
                </span>
                <span className={classes.name}>{name}</span>
              </label>
            </li>
          );
        })}
      </ul>
      {more}
      <Answers>
        <Button disabled={chosen.length === 0} loading={pending} onClick={() => onUse(chosen)} data-testid="use-pictures">
          {chosen.length < 2 ? 'Use this picture' : `Use these ${chosen.length} pictures`}
        </Button>
      </Answers>
    </div>
  );
}

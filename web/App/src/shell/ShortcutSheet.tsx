import { Checkbox, Kbd } from '@mantine/core';
import { useOs } from '@mantine/hooks';
import { Dialog } from '../ui/Dialog';
import { useShortcutsOn } from './preferences';
import { shortcutGroups } from './shortcuts';
import classes from './ShortcutSheet.module.css';

/** Every key there is, and the switch for those that are a single character (WCAG 2.1.4). */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const os = useOs();
  const [on, setOn] = useShortcutsOn();

  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose} wide testId="shortcut-sheet">
      <div className={classes.groups}>
        {shortcutGroups(os === 'macos' || os === 'ios' ? '⌘' : 'Ctrl').map(({ label, shortcuts }) => (
          <section key={label}>
            <h3 className={classes.heading}>{label}</h3>
            <dl className={classes.list}>
              {shortcuts.map(({ keys, about }) => (
                <div key={about} className={classes.line}>
                  <dt>
                    {keys.map((key) => (
                      <Kbd key={key} className={classes.key}>
                        {key}
                      </Kbd>
                    ))}
                  </dt>
                  <dd>{about}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div>
        <Checkbox label="Single keys work on this device" checked={on} onChange={(event) => setOn(event.currentTarget.checked)} aria-describedby="single-keys" data-testid="shortcuts-on" />
        <p id="single-keys" className={classes.note}>
          Switch them off if you speak to your computer or press keys by accident. Search with its two keys stays.
        </p>
      </div>
    </Dialog>
  );
}

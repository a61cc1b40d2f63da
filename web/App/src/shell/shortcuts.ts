import type { Unit } from '../filters/range';

export type Deed = 'search' | 'sheet' | 'back' | 'forward' | 'clear' | Unit;

export interface Shortcut {
  keys: readonly string[];
  about: string;
}

/** Keys without a modifier, by what a keyboard says when they are pressed. */
const deeds: Record<string, Deed> = {
  '/': 'search', '?': 'sheet', d: 'day', w: 'week', m: 'month', y: 'year', ArrowLeft: 'back', ArrowRight: 'forward', x: 'clear',
};

/** Everything there is, for the sheet. */
export function shortcutGroups(mod: string): readonly { label: string; shortcuts: readonly Shortcut[] }[] {
  return [
    {
      label: 'Anywhere',
      shortcuts: [
        { keys: [mod, 'K'], about: 'Search and commands' },
        { keys: ['/'], about: 'Search' },
        { keys: ['?'], about: 'This sheet' },
        { keys: ['Esc'], about: 'Close what is open' },
        { keys: [mod, 'Z'], about: 'Undo, while it is offered' },
      ],
    },
    {
      label: 'On pages with a period',
      shortcuts: [
        { keys: ['D'], about: 'Today' },
        { keys: ['W'], about: 'This week' },
        { keys: ['M'], about: 'This month' },
        { keys: ['Y'], about: 'This year' },
        { keys: ['←'], about: 'The period before' },
        { keys: ['→'], about: 'The period after' },
        { keys: ['X'], about: 'Clear filters' },
      ],
    },
  ];
}

// Whatever moves, picks or scrolls by keys itself keeps them; what lies over the page keeps the page out of reach.
const typing = 'input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=""], [contenteditable=true], [role=textbox], [role=searchbox], [role=combobox]';
const over = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';
const moving = '[role=grid], [role=radiogroup], [role=tablist], [role=slider], [role=tree], [role=application], [role=region][tabindex], [type=radio], canvas, video, audio';

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'defaultPrevented' | 'isComposing' | 'target'>;

/** Of the browser's own undo it takes nothing away: in a field that is its own. */
export function isUndo(press: Press): boolean {
  const target = press.target instanceof Element ? press.target : null;
  return press.key.toLowerCase() === 'z' && (press.ctrlKey || press.metaKey) && !press.altKey && !press.shiftKey && !press.defaultPrevented && !target?.closest(typing);
}

/** What a key press asks of the page; undefined when it is somebody else's. */
export function deedOf(press: Press): Deed | undefined {
  if (press.defaultPrevented || press.isComposing || press.ctrlKey || press.metaKey || press.altKey) {
    return undefined;
  }

  const arrow = press.key.startsWith('Arrow');
  // A capital is Shift or Caps Lock, and only one of them is meant; "/" and "?" need Shift on many keyboards.
  const deed = press.key === '/' || press.key === '?' ? deeds[press.key] : press.shiftKey ? undefined : deeds[arrow ? press.key : press.key.toLowerCase()];
  if (deed === undefined || (press.repeat && !arrow)) {
    return undefined;
  }

  const target = press.target instanceof Element ? press.target : null;
  return target?.closest(`${typing}, ${over}`) || (arrow && target?.closest(moving)) || document.querySelector('[aria-modal=true]') ? undefined : deed;
}

import './spotlight.css';
import { Kbd, Loader, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData, useSpotlight } from '@mantine/spotlight';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { fewestLetters } from '../api/search';
import { type ChoiceGroup, matching } from './choices';
import classes from './CommandPalette.module.css';
import { paletteStore } from './palette';
import { useChoices } from './useChoices';
import { useFound } from './useFound';

// Between two letters of somebody who writes.
const pause = 180;

/** ⌘K: goes to every page, view, lead, campaign and document, and does what the page in sight can do. */
export default function CommandPalette() {
  const { opened } = useSpotlight(paletteStore);
  const [query, setQuery] = useState('');
  const text = query.trim();
  const [asked] = useDebouncedValue(text, pause);
  const choices = useChoices(opened);
  const found = useFound(asked, opened);
  const searching = text.length >= fewestLetters && (found.pending || asked !== text);
  const { near, far } = text === '' ? { near: choices, far: [] } : matching(choices, text);
  const groups = [...near, ...(asked.length >= fewestLetters && text.length >= fewestLetters ? found.groups : []), ...far];
  const size = groups.reduce((sum, group) => sum + group.choices.length, 0);

  useEffect(() => {
    if (text !== '') {
      keepChosen();
    }
  }, [text, size]);

  return (
    <>
      <Spotlight
        store={paletteStore}
        shortcut={null}
        query={query}
        onQueryChange={setQuery}
        actions={groups.filter(({ choices: some }) => some.length > 0).map(dataOf)}
        filter={(_, actions) => actions}
        nothingFound={searching ? 'Looking…' : 'Nothing here goes by that name.'}
        highlightQuery
        scrollable
        maxHeight={420}
        lockScroll={false}
        attributes={{ content: { 'aria-label': 'Search and commands' } }}
        classNames={{ content: classes.content, search: classes.search, action: classes.action, actionsGroup: classes.group, actionDescription: classes.about }}
        searchProps={{
          leftSection: <Search size={18} strokeWidth={1.5} />, rightSection: searching ? <Loader size={16} /> : undefined,
          placeholder: 'A page, a lead, a campaign, a document…', 'aria-label': 'Search pages, leads, campaigns, documents and commands', maxLength: 100,
        }}
      />
      {opened && (
        <VisuallyHidden role="status">
          {text.length < fewestLetters ? '' : searching ? 'Looking' : `${found.count} ${found.count === 1 ? 'lead, campaign or document' : 'leads, campaigns and documents'} found`}
        </VisuallyHidden>
      )}
    </>
  );
}

function dataOf({ label: group, choices }: ChoiceGroup): SpotlightActionGroupData {
  return {
    group,
    actions: choices.map(({ id, label, about, icon: Icon, press, onChoose, stays }) => ({
      id, label, leftSection: <Icon size={18} strokeWidth={1.5} />, onClick: onChoose, 'data-testid': `choice-${id}`,
      ...(about ? { description: about } : {}), ...(press ? { rightSection: <Kbd size="xs">{press}</Kbd> } : {}), ...(stays ? { closeSpotlightOnTrigger: false } : {}),
    })),
  };
}

/** Spotlight chooses the first when a letter is written. When an answer comes the first is another one, unless somebody has moved on already. */
function keepChosen() {
  const state = paletteStore.getState();
  const lines = [...(document.getElementById(state.listId)?.querySelectorAll('[data-action]') ?? [])];
  const before = lines.findIndex((line) => line.hasAttribute('data-selected'));
  const chosen = state.selected <= 0 ? 0 : Math.max(before, 0);
  lines[before]?.removeAttribute('data-selected');
  lines[chosen]?.setAttribute('data-selected', 'true');
  paletteStore.setState({ ...state, selected: lines.length === 0 ? -1 : chosen });
}

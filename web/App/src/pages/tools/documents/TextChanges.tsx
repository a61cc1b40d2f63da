import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Comparison } from '../../../api/documents';
import { count } from '../../../format/numbers';
import { Card } from '../../../ui/Card';
import form from '../../../ui/Form.module.css';
import { None } from '../../settings/None';
import { type Passage, passagesOf } from './changes';
import classes from './Comparison.module.css';

/** The words of both, passage by passage. What came and what went is marked by a sign, a line and a word, and not by colour alone. */
export function TextChanges({ text }: { text: Comparison['text'] }) {
  const passages = passagesOf(text);
  const added = text.filter(({ kind }) => kind === 'added').length;
  const removed = text.filter(({ kind }) => kind === 'removed').length;

  return (
    <Card title="In the text" about={added + removed === 0 ? undefined : `${count(added)} added, ${count(removed)} removed, paragraph by paragraph.`} testId="text-changes">
      {added + removed === 0 ? (
        <None>{text.length === 0 ? 'There is no text to compare.' : 'Both say the same.'}</None>
      ) : (
        <div className={form.inside}>
          <ol className={classes.text}>
            {passages.map((passage, index) => <Shown key={index} passage={passage} />)}
          </ol>
        </div>
      )}
    </Card>
  );
}

function Shown({ passage }: { passage: Passage }) {
  const [opened, setOpened] = useState(false);

  if (passage.kind === 'left-out') {
    return opened ? (
      passage.text.map(({ text }, index) => <li key={index} className={classes.passage}><span className={classes.sign} />{text}</li>)
    ) : (
      <li>
        <UnstyledButton className={classes.folded} onClick={() => setOpened(true)}>
          {passage.count === 1 ? 'One paragraph that stays' : `${count(passage.count)} paragraphs that stay`}
        </UnstyledButton>
      </li>
    );
  }

  const Sign = passage.kind === 'added' ? Plus : Minus;
  return (
    <li className={classes.passage} data-kind={passage.kind}>
      {passage.kind === 'same' ? (
        <>
          <span className={classes.sign} />
          {passage.text}
        </>
      ) : (
        <>
          <span className={classes.sign}>
            <Sign size={14} strokeWidth={2} aria-hidden />
            <VisuallyHidden>{passage.kind === 'added' ? 'Added: ' : 'Removed: '}</VisuallyHidden>
          </span>
          {passage.kind === 'added' ? <ins>{passage.text}</ins> : <del>{passage.text}</del>}
        </>
      )}
    </li>
  );
}

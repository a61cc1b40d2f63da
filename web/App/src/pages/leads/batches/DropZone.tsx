import { Loader } from '@mantine/core';
import { FileSpreadsheet } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import classes from './DropZone.module.css';
import { refusalOf } from './file';

/** A field for one file that also takes what is dragged onto it. The field itself is the control, so a keyboard reaches it. */
export function DropZone({ pending, onFile }: { pending: boolean; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const take = (file: File | undefined) => {
    if (file === undefined) {
      return;
    }

    const refused = refusalOf(file);
    setRefusal(refused);
    if (refused === null) {
      onFile(file);
    }
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!pending) {
      take(event.dataTransfer.files[0]);
    }
  };

  return (
    <div>
      <label
        className={classes.zone}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        data-testid="drop-zone"
      >
        <input
          className={classes.field}
          type="file"
          accept=".xlsx,.csv"
          disabled={pending}
          aria-label="Excel or CSV file"
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            // The same file again, mended meanwhile, is a change too.
            event.currentTarget.value = '';
          }}
          data-testid="batch-file"
        />
        {pending ? <Loader size={26} /> : <FileSpreadsheet size={30} strokeWidth={1} className={classes.icon} aria-hidden />}
        <span className={classes.words}>{pending ? 'Reading the file…' : 'Drop a file here, or choose one'}</span>
        <span className={classes.limits}>Excel (.xlsx) or CSV, up to 10 MB and 20,000 rows</span>
      </label>
      {refusal && (
        <p className={classes.refusal} role="alert" data-testid="file-refused">
          {refusal}
        </p>
      )}
    </div>
  );
}

import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useUploadBatch } from '../../../api/batches';
import { Card } from '../../../ui/Card';
import { Fact, Facts } from '../../../ui/Facts';
import { Failed } from '../../../ui/Failed';
import form from '../../../ui/Form.module.css';
import { saveFile } from '../../../ui/saveFile';
import { DropZone } from './DropZone';
import { example } from './file';
import classes from './Upload.module.css';

/** Where a file is let go, and how it should look. */
export function Upload() {
  const navigate = useNavigate();
  const upload = useUploadBatch();
  const send = (file: File) => upload.mutate(file, { onSuccess: ({ id }) => navigate({ to: '/qualifier/batches/$id', params: { id } }) });

  return (
    <Card title="Judge a file" about="Every row is judged as if it had come through the form. Nobody is written to." testId="upload">
      <div className={`${form.inside} ${classes.sides}`}>
        <div className={classes.drop}>
          <DropZone pending={upload.isPending} onFile={send} />
          <Failed cause={upload.error} />
        </div>
        <section aria-label="How the file should look" className={classes.how}>
          <h3 className={classes.heading}>How the file should look</h3>
          <p className={form.text}>A header in the first row, and below it one lead a row. Columns are recognised by their names; the others are carried through.</p>
          <Facts>
            <Fact name="Needed">a description of the project</Fact>
            <Fact name="Weighed">budget, number of styles</Fact>
            <Fact name="Recognised">name, e-mail</Fact>
          </Facts>
          <div>
            <Button
              variant="default" size="sm" leftSection={<Download size={14} strokeWidth={1.5} />}
              onClick={() => saveFile('leads-example.csv', `\uFEFF${example}`, 'text/csv;charset=utf-8')} data-testid="batch-example"
            >
              Example file
            </Button>
          </div>
        </section>
      </div>
    </Card>
  );
}

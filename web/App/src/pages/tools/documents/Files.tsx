import { Button } from '@mantine/core';
import { Download, ExternalLink, FileText } from 'lucide-react';
import { fileAddress } from '../../../api/documentJobs';
import type { DocumentDetails, DocumentFile } from '../../../api/documents';
import { Card } from '../../../ui/Card';
import form from '../../../ui/Form.module.css';
import { kindWords } from '../kinds';
import classes from './Files.module.css';
import { sizeOf } from './state';

/** What can be taken away: the Office file, the PDF, and the signed one. */
export function Files({ document }: { document: DocumentDetails }) {
  const { files } = document;
  const shown = files.find(({ format }) => format === 'signed') ?? files.find(({ format }) => format === 'pdf');

  return (
    <Card
      title="Files" testId="files"
      controls={
        shown && (
          <Button component="a" className={form.asButton} variant="default" size="sm" href={fileAddress(document.id, shown.format, { inline: true })} target="_blank" rel="noopener" leftSection={<ExternalLink size={14} strokeWidth={1.75} />} data-testid="open-pdf">
            Open the PDF
          </Button>
        )
      }
    >
      <div className={form.inside}>
        {files.length === 0 ? (
          <p className={form.quiet}>{document.state === 'ready' ? 'Its files were erased.' : 'They stand here as soon as they are made.'}</p>
        ) : (
          <ul className={classes.files}>
            {files.map((file) => (
              <li key={file.format}>
                <a className={classes.file} href={fileAddress(document.id, file.format)} download data-testid={`file-${file.format}`}>
                  <FileText className={classes.icon} size={22} strokeWidth={1.25} aria-hidden />
                  <span className={classes.words}>
                    <span className={classes.label}>{labelOf(file, document)}</span>
                    <span className={classes.name}>{file.name}</span>
                  </span>
                  <span className={classes.size}>{sizeOf(file.bytes)}</span>
                  <Download size={16} strokeWidth={1.5} aria-hidden />
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function labelOf({ format }: DocumentFile, { kind }: DocumentDetails): string {
  return format === 'office' ? kindWords[kind].office : format === 'pdf' ? 'PDF' : 'Signed by all, as PDF';
}

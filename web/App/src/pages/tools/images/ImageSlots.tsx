import { ActionIcon, Button, Progress } from '@mantine/core';
import { ArrowLeft, ArrowRight, ImagePlus, Images, X } from 'lucide-react';
import { type DragEvent, useReducer, useRef, useState } from 'react';
import { newKey } from '../../../api/drafts';
import { imageAddress, uploadImage, useKnownImage } from '../../../api/images';
import { Problem } from '../../../api/problem';
import type { AnyForm } from '../forms/spec';
import { valueAt } from '../forms/inputs';
import { kindsOfPictures, refusalOf, uploadsAfter } from './files';
import { ImageLibrary } from './ImageLibrary';
import classes from './ImageSlots.module.css';

interface ImageSlotsProps {
  form: AnyForm;
  place: string;
  label: string;
  /** One is held as a text, several as a list. */
  most: number;
}

/** Pictures for a document: uploaded, dragged here, or taken from those that are here or in Google Drive. */
export function ImageSlots({ form, place, label, most }: ImageSlotsProps) {
  const value = valueAt(form.getValues(), place) as string | string[] | undefined;
  const { error } = form.getInputProps(place) as { error?: string };
  const chosen = [value ?? []].flat().filter((id) => id !== '');
  const [uploads, change] = useReducer(uploadsAfter, []);
  const [over, setOver] = useState(false);
  const [isLibraryOpen, setLibraryOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const underWay = uploads.filter(({ fault }) => fault === null).length;
  const room = most - chosen.length - underWay;

  const set = (ids: string[]) => form.setFieldValue(place, (most === 1 ? (ids[0] ?? '') : ids) as never);
  // What was chosen while an upload was on its way stays.
  const add = (ids: string[]) => {
    const now = [(valueAt(form.getValues(), place) as string | string[] | undefined) ?? []].flat().filter((id) => id !== '');
    set(most === 1 ? ids.slice(0, 1) : [...now, ...ids.filter((id) => !now.includes(id))].slice(0, most));
  };

  const take = (files: readonly File[]) => {
    for (const [index, file] of files.entries()) {
      const key = newKey();
      const refused = index >= Math.max(room, most === 1 ? 1 : 0) ? `${file.name} has no slot left: there are ${most}.` : refusalOf(file);
      if (refused !== null) {
        change({ kind: 'refused', key, name: file.name, fault: refused });
        continue;
      }

      change({ kind: 'begun', key, name: file.name });
      uploadImage(file, (part) => change({ kind: 'moved', key, part })).then(
        ({ id }) => {
          change({ kind: 'ended', key });
          add([id]);
        },
        (cause: unknown) => {
          const problem = Problem.from(cause);
          change({ kind: 'refused', key, name: file.name, fault: [`${file.name}: ${problem.title}`, problem.detail].filter(Boolean).join(' ') });
        },
      );
    }
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take([...event.dataTransfer.files]);
  };

  return (
    <fieldset
      className={classes.slots} data-path={place} data-over={over || undefined} tabIndex={-1} data-testid={place}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)} onDrop={drop}
    >
      <legend className={classes.legend}>
        {label}
        {most > 1 && <span className={classes.count}>{chosen.length} of {most}</span>}
      </legend>
      <div className={classes.line}>
        {chosen.length > 0 && (
          <ul className={classes.pictures}>
            {chosen.map((id, index) => (
              <Picture
                key={id} id={id} label={most === 1 ? label : `${label}, picture ${index + 1}`}
                onRemove={() => {
                  set(chosen.filter((each) => each !== id));
                  field.current?.focus();
                }}
                onMove={most > 1 ? (by) => set(moved(chosen, index, index + by)) : undefined} isFirst={index === 0} isLast={index === chosen.length - 1}
              />
            ))}
          </ul>
        )}
        {(room > 0 || most === 1) && (
          <div className={classes.add}>
            <label className={classes.drop}>
              <input
                ref={field} className={classes.field} type="file" accept={kindsOfPictures} multiple={most > 1} aria-label={`Upload: ${label}`} data-testid={`${place}-file`}
                onChange={(event) => {
                  take([...(event.currentTarget.files ?? [])]);
                  event.currentTarget.value = '';
                }}
              />
              <ImagePlus size={22} strokeWidth={1.25} aria-hidden />
              <span>{most === 1 && chosen.length === 1 ? 'Another instead' : 'Drop or choose'}</span>
              <span className={classes.limits}>PNG or JPEG, up to 10 MB</span>
            </label>
            <Button variant="default" size="sm" leftSection={<Images size={14} strokeWidth={1.75} />} onClick={() => setLibraryOpen(true)} data-testid={`${place}-library`}>
              Library or Drive
            </Button>
          </div>
        )}
      </div>
      {uploads.length > 0 && (
        <ul className={classes.uploads} aria-live="polite">
          {uploads.map(({ key, name, part, fault }) => (
            <li key={key}>
              {fault === null ? (
                <div className={classes.upload}>
                  <span className={classes.uploadName}>{name}</span>
                  <Progress.Root size="sm" className={classes.bar}>
                    <Progress.Section value={part * 100} aria-label={`How much of ${name} has gone`} />
                  </Progress.Root>
                </div>
              ) : (
                <p className={classes.fault} role="alert">
                  {fault}
                  <ActionIcon variant="subtle" color="gray" aria-label={`Close what was said of ${name}`} onClick={() => change({ kind: 'ended', key })}>
                    <X size={14} strokeWidth={1.75} />
                  </ActionIcon>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {error && <p className={classes.fault}>{error}</p>}
      {isLibraryOpen && <ImageLibrary label={label} most={most === 1 ? 1 : room} onPick={add} onClose={() => setLibraryOpen(false)} />}
    </fieldset>
  );
}

interface PictureProps {
  id: string;
  label: string;
  onRemove: () => void;
  onMove: ((by: -1 | 1) => void) | undefined;
  isFirst: boolean;
  isLast: boolean;
}

function Picture({ id, label, onRemove, onMove, isFirst, isLast }: PictureProps) {
  const known = useKnownImage(id);
  const name = known?.name ?? label;

  return (
    <li className={classes.picture}>
      <img src={imageAddress(id)} alt={name} loading="lazy" />
      <span className={classes.tools}>
        {onMove && (
          <>
            <ActionIcon variant="default" size="md" disabled={isFirst} aria-label={`Move ${name} forward`} onClick={() => onMove(-1)}><ArrowLeft size={14} /></ActionIcon>
            <ActionIcon variant="default" size="md" disabled={isLast} aria-label={`Move ${name} back`} onClick={() => onMove(1)}><ArrowRight size={14} /></ActionIcon>
          </>
        )}
        <ActionIcon variant="default" size="md" aria-label={`Remove ${name}`} onClick={onRemove}><X size={14} /></ActionIcon>
      </span>
      {known && <span className={classes.size}>{known.width} × {known.height}</span>}
    </li>
  );
}

function moved(ids: readonly string[], from: number, to: number): string[] {
  const next = [...ids];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

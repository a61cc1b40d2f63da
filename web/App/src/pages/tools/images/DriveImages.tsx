import { Button, Skeleton, UnstyledButton } from '@mantine/core';
import { ArrowLeft, Folder } from 'lucide-react';
import { useState } from 'react';
import { driveThumbnail, useDriveImages, useImportDriveImages } from '../../../api/images';
import { Problem } from '../../../api/problem';
import { Failed } from '../../../ui/Failed';
import { LoadMore } from '../../../ui/LoadMore';
import { notifyProblem } from '../../../ui/notifyProblem';
import { QueryState } from '../../../ui/QueryState';
import { None } from '../../settings/None';
import classes from './DriveImages.module.css';
import { PictureGrid } from './PictureGrid';

/** Folders and pictures of Google Drive. What is chosen is copied: a document stays as it is when its folder changes. */
export function DriveImages({ most, onPick }: { most: number; onPick: (ids: string[]) => void }) {
  const [path, setPath] = useState<{ id: string; name: string }[]>([]);
  const images = useDriveImages(path.at(-1)?.id);
  const take = useImportDriveImages();

  return (
    <div className={classes.drive}>
      {path.length > 0 && (
        <div className={classes.path}>
          <Button variant="default" size="compact-sm" leftSection={<ArrowLeft size={14} strokeWidth={1.75} />} onClick={() => setPath(path.slice(0, -1))}>
            Back
          </Button>
          <span>{path.map(({ name }) => name).join(' / ')}</span>
        </div>
      )}
      <Failed cause={take.error} />
      <QueryState of={images} loading={<Skeleton h={240} />}>
        {({ pages }) => {
          const folders = pages.flatMap((page) => page.folders);
          const pictures = pages.flatMap((page) => page.items);
          return folders.length + pictures.length === 0 ? (
            <None>{path.length === 0 ? 'There is no folder of pictures in Google Drive.' : 'This folder holds neither pictures nor folders.'}</None>
          ) : (
            <div className={classes.drive}>
              {folders.length > 0 && (
                <ul className={classes.folders} aria-label="Folders">
                  {folders.map(({ id, name }) => (
                    <li key={id}>
                      <UnstyledButton className={classes.folder} onClick={() => setPath([...path, { id, name }])} data-testid="drive-folder">
                        <Folder size={16} strokeWidth={1.5} aria-hidden />
                        {name}
                      </UnstyledButton>
                    </li>
                  ))}
                </ul>
              )}
              {pictures.length > 0 && (
                <PictureGrid
                  key={path.at(-1)?.id} pictures={pictures.map(({ id, name }) => ({ id, name, address: driveThumbnail(id) }))} most={most} pending={take.isPending}
                  onUse={(ids) =>
                    take.mutate(ids, {
                      onSuccess: ({ images: taken, refused }) => {
                        for (const { reason, wayOut } of refused) {
                          notifyProblem(new Problem(0, 'image-refused', reason, wayOut));
                        }

                        if (taken.length > 0) {
                          onPick(taken.map(({ id }) => id));
                        }
                      },
                    })
                  }
                />
              )}
              {images.hasNextPage && <LoadMore of={images} shown={folders.length + pictures.length} what={['entry', 'entries']} />}
            </div>
          );
        }}
      </QueryState>
    </div>
  );
}

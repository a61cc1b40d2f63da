import { Button, Skeleton, UnstyledButton } from '@mantine/core';
import { ArrowLeft, Folder } from 'lucide-react';
import { useState } from 'react';
import { rememberImages, useDriveImages, useImportDriveImages } from '../../../api/images';
import { Failed } from '../../../ui/Failed';
import { LoadMore } from '../../../ui/LoadMore';
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
          const found = pages.flatMap((page) => page.items);
          const folders = found.filter(({ isFolder }) => isFolder);
          const pictures = found.filter(({ isFolder }) => !isFolder);
          return found.length === 0 ? (
            <None>This folder holds neither pictures nor folders.</None>
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
                  key={path.at(-1)?.id} pictures={pictures} most={most} pending={take.isPending}
                  onUse={(ids) =>
                    take.mutate(ids, {
                      onSuccess: ({ items }) => {
                        rememberImages(items);
                        onPick(items.map(({ id }) => id));
                      },
                    })
                  }
                />
              )}
              {images.hasNextPage && <LoadMore of={images} shown={found.length} what={['entry', 'entries']} />}
            </div>
          );
        }}
      </QueryState>
    </div>
  );
}

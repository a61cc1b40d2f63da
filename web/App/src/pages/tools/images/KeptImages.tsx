import { Skeleton } from '@mantine/core';
import { imageAddress, rememberImages, useImages } from '../../../api/images';
import { LoadMore } from '../../../ui/LoadMore';
import { QueryState } from '../../../ui/QueryState';
import { None } from '../../settings/None';
import { PictureGrid } from './PictureGrid';

/** Pictures of earlier documents, the latest first. */
export function KeptImages({ most, onPick }: { most: number; onPick: (ids: string[]) => void }) {
  const images = useImages();

  return (
    <QueryState of={images} loading={<Skeleton h={240} />}>
      {({ pages }) => {
        const found = pages.flatMap((page) => page.items);
        return found.length === 0 ? (
          <None>No picture has been uploaded yet.</None>
        ) : (
          <PictureGrid
            pictures={found.map(({ id, name }) => ({ id, name, address: imageAddress(id) }))} most={most}
            onUse={(ids) => {
              rememberImages(found.filter(({ id }) => ids.includes(id)));
              onPick(ids);
            }}
            more={images.hasNextPage && <LoadMore of={images} shown={found.length} what={['picture', 'pictures']} />}
          />
        );
      }}
    </QueryState>
  );
}

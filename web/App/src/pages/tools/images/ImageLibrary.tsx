import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../../ui/Dialog';
import { DriveImages } from './DriveImages';
import { KeptImages } from './KeptImages';

interface ImageLibraryProps {
  label: string;
  most: number;
  onPick: (ids: string[]) => void;
  onClose: () => void;
}

/** Pictures that are already here, and those of a Google Drive folder. */
export function ImageLibrary({ label, most, onPick, onClose }: ImageLibraryProps) {
  const [from, setFrom] = useState('here');
  const pick = (ids: string[]) => {
    onPick(ids);
    onClose();
  };

  return (
    <Dialog title={`Pictures: ${label.toLowerCase()}`} about={most === 1 ? 'Choose one.' : `Choose up to ${most}, in the order they are to appear.`} wide onClose={onClose} testId="image-library">
      <SegmentedControl value={from} onChange={setFrom} aria-label="Where from" data={[{ value: 'here', label: 'Uploaded before' }, { value: 'drive', label: 'Google Drive' }]} />
      {from === 'here' ? <KeptImages most={most} onPick={pick} /> : <DriveImages most={most} onPick={pick} />}
    </Dialog>
  );
}

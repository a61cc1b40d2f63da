export const mostBytes = 10 * 1024 * 1024;
export const kindsOfPictures = 'image/png,image/jpeg';

/** Why a picture is not even sent; null when it may go. The service looks into it again. */
export function refusalOf(file: { name: string; type: string; size: number }): string | null {
  if (!kindsOfPictures.split(',').includes(file.type)) {
    return `${file.name} is neither PNG nor JPEG. Save it as one of them.`;
  }

  if (file.size === 0) {
    return `${file.name} is empty.`;
  }

  return file.size > mostBytes ? `${file.name} is larger than 10 MB. Save it smaller: 3,000 pixels across are plenty for a slide.` : null;
}

/** An upload on its way. */
export interface Upload {
  key: string;
  name: string;
  /** 0 to 1. */
  part: number;
  fault: string | null;
}

export type UploadChange =
  | { kind: 'begun'; key: string; name: string }
  | { kind: 'moved'; key: string; part: number }
  | { kind: 'refused'; key: string; name: string; fault: string }
  | { kind: 'ended'; key: string };

/** What is being uploaded, after something happened to it. */
export function uploadsAfter(uploads: readonly Upload[], change: UploadChange): Upload[] {
  switch (change.kind) {
    case 'begun':
      return [...uploads, { key: change.key, name: change.name, part: 0, fault: null }];
    case 'moved':
      return uploads.map((each) => (each.key === change.key ? { ...each, part: Math.max(each.part, change.part) } : each));
    case 'refused':
      return [...uploads.filter(({ key }) => key !== change.key), { key: change.key, name: change.name, part: 0, fault: change.fault }];
    case 'ended':
      return uploads.filter(({ key }) => key !== change.key);
  }
}

import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { bodyOf, documents } from './client';
import type { Image } from './documents';
import { keys } from './keys';
import { usePaged } from './paging';
import { Problem } from './problem';
import { queryClient } from './queryClient';
import type { Session } from './types';

/** Name and size of a picture that was uploaded or chosen on this page; undefined for one that came with a document. */
export function useKnownImage(id: string): Image | undefined {
  const { data } = useQuery<Image | null>({ queryKey: [...keys.images, 'known', id], queryFn: () => null, enabled: false, staleTime: Infinity, gcTime: Infinity });
  return data ?? undefined;
}

export function rememberImages(images: readonly Image[]) {
  for (const image of images) {
    queryClient.setQueryData([...keys.images, 'known', image.id], image);
  }
}

export function imageAddress(id: string): string {
  return `/api/documents/images/${encodeURIComponent(id)}`;
}

export async function uploadImage(file: File, onProgress: (part: number) => void): Promise<Image> {
  const image = await send(file, onProgress);
  rememberImages([image]);
  void queryClient.invalidateQueries({ queryKey: [...keys.images, 'list'] });
  return image;
}

/** Sends one picture. By XMLHttpRequest, because fetch does not tell how much has gone. */
function send(file: File, onProgress: (part: number) => void): Promise<Image> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/documents/images');
    const session = queryClient.getQueryData<Session>(keys.session);
    if (session) {
      request.setRequestHeader('X-CSRF-Token', session.csrfToken);
    }

    request.upload.onprogress = ({ lengthComputable, loaded, total }) => lengthComputable && onProgress(loaded / total);
    request.onerror = () => reject(new TypeError('The upload broke off.'));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as Image);
      } else {
        void Problem.of(new Response(request.responseText, { status: request.status })).then(reject);
      }
    };
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}

/** Pictures that are already here, the latest first. */
export function useImages() {
  return usePaged([...keys.images, 'list'], (page, signal) => bodyOf(documents.GET('/images', { params: { query: page }, signal })));
}

/** What lies in a folder of Google Drive, page by page; without one in the folder that the organisation keeps its pictures in. */
export function useDriveImages(folder: string | undefined) {
  return useInfiniteQuery({
    queryKey: [...keys.images, 'drive', folder],
    queryFn: ({ pageParam, signal }) => bodyOf(documents.GET('/drive/images', { params: { query: { ...pageParam, ...(folder === undefined ? {} : { folder }) } }, signal })),
    initialPageParam: {} as { after?: string },
    getNextPageParam: ({ next }) => (next === null ? undefined : { after: next }),
  });
}

export function driveThumbnail(fileId: string): string {
  return `/api/documents/drive/images/${encodeURIComponent(fileId)}/thumbnail`;
}

export function useImportDriveImages() {
  return useMutation({
    mutationFn: (fileIds: string[]) => bodyOf(documents.POST('/drive/images/import', { body: { fileIds } })),
    onSuccess: ({ images }) => {
      rememberImages(images);
      return queryClient.invalidateQueries({ queryKey: [...keys.images, 'list'] });
    },
  });
}

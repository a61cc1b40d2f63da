import { useSyncExternalStore } from 'react';
import { flag } from '../shell/flag';

/** Opened by the menu beside the filters and by the palette; only a page with filters shows it. */
export const saveViewStore = flag();

export const useSaveViewOpen = () => useSyncExternalStore(saveViewStore.subscribe, saveViewStore.get);

import { useSyncExternalStore } from 'react';
import { flag } from './flag';

// Opened by a key, from the menu of the person and from the palette.
const sheet = flag();

export const openSheet = () => sheet.set(true);
export const closeSheet = () => sheet.set(false);
export const useSheet = () => useSyncExternalStore(sheet.subscribe, sheet.get);

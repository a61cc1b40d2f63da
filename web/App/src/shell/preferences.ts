import { useLocalStorage } from '@mantine/hooks';
import { useLayoutEffect } from 'react';

export type Density = 'comfortable' | 'compact';

/** Kept in the browser, beside the colours. */
export function useShortcutsOn() {
  return useLocalStorage({ key: 'teg-shortcuts', defaultValue: true, getInitialValueInEffect: false });
}

export function useDensity() {
  return useLocalStorage<Density>({ key: 'teg-density', defaultValue: 'comfortable', getInitialValueInEffect: false });
}

/** Says it to the style sheets, before anything is painted. */
export function useDensityOfHouse() {
  const [density] = useDensity();
  useLayoutEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
}

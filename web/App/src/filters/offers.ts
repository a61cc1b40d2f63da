import { useEffect } from 'react';
import type { DayRange } from './range';

/** What the page in sight lets keys and the palette do with its filters. */
interface Offers {
  range: { value: DayRange; set: (range: DayRange) => void };
  filters: { count: number; clear: () => void };
}

const offers: Partial<Offers> = {};

/** Offered while the component stands; of two the one that came last. */
export function useOffer<Name extends keyof Offers>(name: Name, offer: Offers[Name]) {
  useEffect(() => {
    offers[name] = offer;
    return () => {
      if (offers[name] === offer) {
        delete offers[name];
      }
    };
  });
}

export function offered<Name extends keyof Offers>(name: Name): Partial<Offers>[Name] {
  return offers[name];
}

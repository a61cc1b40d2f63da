import { createContext, useContext } from 'react';

interface Explaining {
  /** Opens the explanation of a figure of this page. */
  open: (figure: string) => void;
}

/** Null outside of pages whose figures explain themselves. */
export const ExplainContext = createContext<Explaining | null>(null);

export function useExplain(): Explaining | null {
  return useContext(ExplainContext);
}

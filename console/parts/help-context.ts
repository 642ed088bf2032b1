/** Panels beside a page: help at the right, a detail at the bottom. Pages put into them what belongs there. */
import { createContext, type ReactNode, useContext } from "react";

export interface HelpTopic {
  readonly id: string;
  readonly panel: ReactNode;
}

export interface Detail {
  readonly header: string;
  readonly content: ReactNode;
  /** The panel was closed. */
  readonly onClose: () => void;
}

interface Panels {
  readonly show: (topic: HelpTopic | undefined) => void;
  readonly showDetail: (detail: Detail | undefined) => void;
}

export const PanelsContext = createContext<Panels>({ show: () => undefined, showDetail: () => undefined });

export function useHelp(): Panels {
  return useContext(PanelsContext);
}

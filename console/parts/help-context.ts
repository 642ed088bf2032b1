/** The help panel at the right: pages put topics into it. */
import { createContext, type ReactNode, useContext } from "react";

export interface HelpTopic {
  readonly id: string;
  readonly panel: ReactNode;
}

interface Help {
  readonly show: (topic: HelpTopic | undefined) => void;
}

export const HelpContext = createContext<Help>({ show: () => undefined });

export function useHelp(): Help {
  return useContext(HelpContext);
}

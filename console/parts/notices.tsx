/** Messages above every page: progress, success, failure. One message per id; a later one replaces it. */
import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";

export interface Notice {
  readonly id: string;
  readonly type: "success" | "error" | "warning" | "info" | "in-progress";
  readonly header?: string;
  readonly content?: ReactNode;
  readonly action?: ReactNode;
}

interface Notices {
  readonly items: readonly Notice[];
  readonly show: (notice: Notice) => void;
  readonly dismiss: (id: string) => void;
}

const Context = createContext<Notices>({ items: [], show: () => undefined, dismiss: () => undefined });

export function NoticesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [items, setItems] = useState<readonly Notice[]>([]);
  const show = useCallback((notice: Notice) => setItems((before) => [...before.filter(({ id }) => id !== notice.id), notice]), []);
  const dismiss = useCallback((id: string) => setItems((before) => before.filter((item) => item.id !== id)), []);
  const value = useMemo<Notices>(() => ({ items, show, dismiss }), [items, show, dismiss]);
  return <Context value={value}>{children}</Context>;
}

export function useNotices(): Pick<Notices, "show" | "dismiss"> {
  return useContext(Context);
}

/** The bar itself, for the page's frame. */
export function NoticeBar(): ReactNode {
  const { items, dismiss } = useContext(Context);
  const flashes: FlashbarProps.MessageDefinition[] = items.map((item) => ({
    id: item.id,
    type: item.type === "in-progress" ? "info" : item.type,
    loading: item.type === "in-progress",
    dismissible: true,
    dismissLabel: "Dismiss message",
    onDismiss: () => dismiss(item.id),
    ...(item.header !== undefined && { header: item.header }),
    content: item.content,
    action: item.action,
    statusIconAriaLabel: item.type,
  }));
  return <Flashbar items={flashes} />;
}

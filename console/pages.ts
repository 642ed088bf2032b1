/** Which page stands at which address. Pages are loaded when they are first opened. */
import { type ComponentType, lazy } from "react";

/** A page takes the named parts of its address. */
export type PageProps = Readonly<Record<string, string>>;

interface PageEntry {
  readonly pattern: string;
  /** For the browser's title and the path's crumbs. */
  readonly title: string;
  /** The entry of the navigation that is marked. */
  readonly section: string;
  readonly Page: ComponentType<PageProps>;
}

const page = (
  pattern: string,
  title: string,
  section: string,
  load: () => Promise<{ readonly default: ComponentType<PageProps> }>,
): PageEntry => ({ pattern, title, section, Page: lazy(load) });

/** The first pattern that matches wins. `:name` takes one part of the path. */
export const pages: readonly PageEntry[] = [
  page("/", "Key stores", "/key-stores", () => import("./pages/home.tsx")),
  page("/key-stores", "External key stores", "/key-stores", () => import("./pages/key-stores.tsx")),
  page("/keys", "Customer managed keys", "/keys", () => import("./pages/keys.tsx")),
  page("/keys/create", "Create key", "/keys", () => import("./pages/key-create.tsx")),
  page("/keys/:keyId", "KMS key", "/keys", () => import("./pages/key.tsx")),
  page("/alarms", "Alarms", "/alarms", () => import("./pages/alarms.tsx")),
  page("/alarms/create", "Create alarm", "/alarms", () => import("./pages/alarm-write.tsx")),
  page("/alarms/:name/edit", "Edit alarm", "/alarms", () => import("./pages/alarm-write.tsx")),
  page("/alarms/:name", "Alarm", "/alarms", () => import("./pages/alarm.tsx")),
  page("/dashboards", "Dashboards", "/dashboards", () => import("./pages/dashboards.tsx")),
  page("/dashboards/:name", "Dashboard", "/dashboards", () => import("./pages/dashboard.tsx")),
  page("/explorer", "Metrics", "/explorer", () => import("./pages/explorer.tsx")),
  page("/access-keys", "Access keys", "/access-keys", () => import("./pages/access-keys.tsx")),
  page("/settings", "Settings", "/settings", () => import("./pages/settings.tsx")),
  page("/interactions", "Interactions", "/interactions", () => import("./pages/interactions.tsx")),
  page("/key-stores/create", "Create external key store", "/key-stores", () => import("./pages/key-store-create.tsx")),
  page("/key-stores/:keyStoreId/edit", "Edit key store", "/key-stores", () => import("./pages/key-store-edit.tsx")),
  page("/key-stores/:keyStoreId", "Key store", "/key-stores", () => import("./pages/key-store.tsx")),
];

/** The page of a path with the parts it names, decoded. */
export function pageAt(path: string): { readonly entry: PageEntry; readonly parts: Readonly<Record<string, string>> } | undefined {
  for (const entry of pages) {
    const parts = matchPath(entry.pattern, path);
    if (parts) return { entry, parts };
  }
  return undefined;
}

/** Named parts of a path that fits the pattern, else undefined. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/").filter(Boolean);
  const given = path.split("/").filter(Boolean);
  if (wanted.length !== given.length) return undefined;
  const parts: Record<string, string> = {};
  for (const [place, word] of wanted.entries()) {
    const text = given[place] ?? "";
    if (word.startsWith(":")) {
      try {
        parts[word.slice(1)] = decodeURIComponent(text);
      } catch {
        return undefined;
      }
    } else if (word !== text) return undefined;
  }
  return parts;
}

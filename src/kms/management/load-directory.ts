/** Filling the directory from what is stored: the first thing a management plane does. */
import type { Page, ResourceStore } from "../../store/resource-store.ts";
import { type DirectoryChange, type DirectoryTable, directoryTables, type MutableDirectory } from "../directory.ts";

const pageSize = 1000;

/** Makes `directory` exactly what `resources` holds. */
export async function loadDirectory(resources: ResourceStore, directory: MutableDirectory): Promise<void> {
  const changes: DirectoryChange[] = [];
  for (const table of directoryTables) await readTable(resources, table, changes);
  directory.replace(changes);
}

async function readTable(resources: ResourceStore, table: DirectoryTable, into: DirectoryChange[]): Promise<void> {
  let page: Page = { limit: pageSize };
  for (;;) {
    const stored = await resources.list(table, page);
    for (const { id, value } of stored) into.push({ table, id, value } as DirectoryChange);
    const last = stored.at(-1);
    if (!last || stored.length < pageSize) return;
    page = { limit: pageSize, after: last.id };
  }
}

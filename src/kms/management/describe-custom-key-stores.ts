/** DescribeCustomKeyStores: all of them in pages, or one by its id or name. */
import { boolean, list, structure } from "../../lib/schema.ts";
import { customKeyStoreIdType, customKeyStoreNameType, limitType, markerType } from "../shapes.ts";
import { customKeyStoresListEntry, keyStoreEntry } from "./key-store-entry.ts";
import { keyStoreNotFound } from "./stored.ts";
import { kmsError } from "../errors.ts";
import { operation } from "../../aws/operation.ts";
import { pageOf } from "./paging.ts";
import type { Directory } from "../directory.ts";
import type { KeyStore } from "../../model/key-store.ts";
import type { ManagementContext } from "./management-context.ts";

const defaultLimit = 100;

export const describeCustomKeyStores = operation<ManagementContext>()({
  name: "DescribeCustomKeyStores",
  access: "viewer",
  input: structure("DescribeCustomKeyStoresRequest", {
    CustomKeyStoreId: customKeyStoreIdType,
    CustomKeyStoreName: customKeyStoreNameType,
    Limit: limitType,
    Marker: markerType,
  }),
  output: structure("DescribeCustomKeyStoresResponse", {
    CustomKeyStores: list(customKeyStoresListEntry),
    NextMarker: markerType,
    Truncated: boolean(),
  }),
  handle({ CustomKeyStoreId, CustomKeyStoreName, ...page }, { context }) {
    if (CustomKeyStoreId !== undefined && CustomKeyStoreName !== undefined) {
      throw kmsError("ValidationException", "Specify either CustomKeyStoreId or CustomKeyStoreName, but not both.");
    }
    const stores = wanted(context.directory, CustomKeyStoreId, CustomKeyStoreName);
    const { entries, ...rest } = pageOf(stores, ({ id }) => id, page, defaultLimit);
    return { CustomKeyStores: entries.map(keyStoreEntry), ...rest };
  },
});

function wanted(directory: Directory, id: string | undefined, name: string | undefined): readonly KeyStore[] {
  const all = [...directory.keyStores()];
  if (id === undefined && name === undefined) return all;
  const found = all.filter((store) => (id === undefined ? store.name === name : store.id === id));
  if (found.length === 0) throw keyStoreNotFound();
  return found;
}

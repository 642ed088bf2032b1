/** Reads of the KMS API that pages share: whole lists, page by page. */
import type { Api } from "../api.ts";
import type { AliasEntry, CustomKeyStore, DescribeCustomKeyStoresOutput, KeyMetadata } from "../kms-shapes.ts";

/** How many DescribeKey calls are under way at once. */
const parallel = 8;

/** Every key store, by name. */
export async function readKeyStores(api: Api, signal?: AbortSignal): Promise<readonly CustomKeyStore[]> {
  const stores: CustomKeyStore[] = [];
  let marker: string | undefined;
  do {
    const page: DescribeCustomKeyStoresOutput = await api.kms<DescribeCustomKeyStoresOutput>(
      "DescribeCustomKeyStores",
      marker === undefined ? {} : { Marker: marker },
      signal,
    );
    stores.push(...(page.CustomKeyStores ?? []));
    marker = page.Truncated ? page.NextMarker : undefined;
  } while (marker !== undefined);
  return stores.sort((a, b) => a.CustomKeyStoreName.localeCompare(b.CustomKeyStoreName));
}

/** One key store; throws CustomKeyStoreNotFoundException as the API does. */
export async function readKeyStore(api: Api, keyStoreId: string, signal?: AbortSignal): Promise<CustomKeyStore | undefined> {
  const answer = await api.kms<DescribeCustomKeyStoresOutput>("DescribeCustomKeyStores", { CustomKeyStoreId: keyStoreId }, signal);
  return answer.CustomKeyStores?.[0];
}

/** Every KMS key with its aliases, newest first. */
export async function readKeys(
  api: Api,
  signal?: AbortSignal,
): Promise<readonly (KeyMetadata & { readonly aliases: readonly string[] })[]> {
  const ids: string[] = [];
  let marker: string | undefined;
  do {
    const page: { readonly Keys?: readonly { readonly KeyId: string }[]; readonly NextMarker?: string; readonly Truncated?: boolean } =
      await api.kms("ListKeys", { Limit: 1000, ...(marker !== undefined && { Marker: marker }) }, signal);
    ids.push(...(page.Keys ?? []).map(({ KeyId }) => KeyId));
    marker = page.Truncated ? page.NextMarker : undefined;
  } while (marker !== undefined);
  const aliases = await readAliases(api, undefined, signal);
  const keys: (KeyMetadata & { readonly aliases: readonly string[] })[] = [];
  for (let start = 0; start < ids.length; start += parallel) {
    const described = await Promise.all(
      ids.slice(start, start + parallel).map((KeyId) => api.kms<{ readonly KeyMetadata: KeyMetadata }>("DescribeKey", { KeyId }, signal)),
    );
    for (const { KeyMetadata: key } of described) {
      keys.push({ ...key, aliases: aliases.filter(({ TargetKeyId }) => TargetKeyId === key.KeyId).map(({ AliasName }) => AliasName) });
    }
  }
  return keys.sort((a, b) => (b.CreationDate ?? 0) - (a.CreationDate ?? 0));
}

/** Aliases of one key, or all. */
export async function readAliases(api: Api, keyId: string | undefined, signal?: AbortSignal): Promise<readonly AliasEntry[]> {
  const aliases: AliasEntry[] = [];
  let marker: string | undefined;
  do {
    const page: { readonly Aliases?: readonly AliasEntry[]; readonly NextMarker?: string; readonly Truncated?: boolean } = await api.kms(
      "ListAliases",
      { ...(keyId !== undefined && { KeyId: keyId }), ...(marker !== undefined && { Marker: marker }) },
      signal,
    );
    aliases.push(...(page.Aliases ?? []));
    marker = page.Truncated ? page.NextMarker : undefined;
  } while (marker !== undefined);
  return aliases;
}

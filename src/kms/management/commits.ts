/**
 * How the management plane changes anything: decide on what is stored, write it durably, apply it to the directory, make it
 * known to the data planes, and only then answer, so that a client's next call sees its own write.
 */
import { type DirectoryChange, type DirectoryTable, directoryTables, type MutableDirectory } from "../directory.ts";
import { type Change, ExpectationFailed, type ResourceStore, UniqueViolation } from "../../store/resource-store.ts";
import { kmsError } from "../errors.ts";
import type { DataPlanes } from "../data-planes.ts";
import { nameInUse, uriInUse } from "./key-store-rules.ts";

/** How often a decision is taken anew because another node's write came between. */
const tries = 8;

export class Commits {
  readonly #resources: ResourceStore;
  readonly #directory: MutableDirectory;
  readonly #dataPlanes: DataPlanes;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: { readonly resources: ResourceStore; readonly directory: MutableDirectory; readonly dataPlanes: DataPlanes }) {
    this.#resources = parts.resources;
    this.#directory = parts.directory;
    this.#dataPlanes = parts.dataPlanes;
  }

  /**
   * Writes what `decide` says: all of it or nothing. No other change of this process comes between reading and writing;
   * against other nodes a change names the version it was decided on (`expect`), and `decide` is asked again where that
   * no longer holds. Whatever `decide` throws goes to the caller with nothing written.
   *
   * Resolves once the data planes know. Throws the KMS API's errors for names and addresses in use.
   */
  async transact(decide: () => Promise<readonly Change[]>): Promise<void> {
    const published = this.#inTurn(async () => {
      const changes = await this.#write(decide);
      const known = changes.filter(belongsInDirectory).map(directoryChange);
      this.#directory.apply(known);
      // In an object: the next turn may start while the data planes still apply this one, in the order of publishing.
      return { applied: known.length > 0 ? this.#dataPlanes.publish(known) : Promise.resolve() };
    });
    await (await published).applied;
  }

  async #write(decide: () => Promise<readonly Change[]>): Promise<readonly Change[]> {
    for (let attempt = 1; ; attempt++) {
      const changes = await decide();
      if (changes.length === 0) return changes;
      try {
        await this.#resources.write(changes);
        return changes;
      } catch (error) {
        if (error instanceof ExpectationFailed && attempt < tries) continue;
        throw error instanceof UniqueViolation ? (inUse(error) ?? error) : error;
      }
    }
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

function belongsInDirectory(change: Change): change is Change & { readonly kind: DirectoryTable } {
  return (directoryTables as readonly string[]).includes(change.kind);
}

const directoryChange = ({ kind, id, value }: Change & { readonly kind: DirectoryTable }): DirectoryChange =>
  ({ table: kind, id, value }) as DirectoryChange;

/** The API's word for each unique index. */
function inUse({ kind, index }: UniqueViolation): Error | undefined {
  switch (`${kind} ${index}`) {
    case "key-store name":
      return nameInUse();
    case "key-store address":
      return uriInUse();
    case "kms-key externalKey":
      return kmsError(
        "XksKeyAlreadyInUseException",
        "The external key (XksKeyId) is already associated with a KMS key in this external key store.",
      );
    default:
      return undefined;
  }
}

/** Backup, restore and rekey as the local administrator's commands reach them, over real files. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Caller } from "../aws/caller.ts";
import { MemoryResourceStore } from "../store/memory-resource-store.ts";
import { openSealedStore } from "../store/open-sealed-store.ts";
import { sampleAccessKey, sampleKey } from "../store/resource-store-suite.ts";
import { createWebService } from "./service.ts";
import type { WebContext } from "./web-context.ts";
import { webFixture } from "./web.fixture.ts";

const local: Caller = { arn: "arn:aws:iam::123456789012:root", accountId: "123456789012", role: "admin", by: "local", remoteAddress: "" };
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "xkswatch-maintenance-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** An installation whose state is sealed under a key file of its own. */
async function installation(name: string): Promise<WebContext> {
  const fixture = webFixture();
  // The clock's randomness is seeded: without this all installations would have the same master key.
  fixture.clock.randomBytes(name.length);
  const state = await openSealedStore(new MemoryResourceStore(), join(directory, `${name}.key`), fixture.clock);
  return { ...fixture, state, resources: state.resources, commit: (changes) => state.resources.write(changes) };
}

async function call(context: WebContext, name: string, input: object = {}, caller = local): Promise<Record<string, unknown>> {
  const operation = createWebService(context).operations.get(name);
  return (await operation?.handle(input as never, { context, caller, requestId: "r" })) as Record<string, unknown>;
}

describe("backup, restore and rekey", () => {
  const file = (): string => join(directory, "backup");

  it("bring an installation back in another place under another master key", async () => {
    const here = await installation("here");
    await here.commit([
      { kind: "access-key", id: sampleAccessKey.id, value: sampleAccessKey },
      { kind: "kms-key", id: sampleKey.id, value: sampleKey },
    ]);
    const written = await call(here, "WriteBackup", { File: file() });
    expect(written).toEqual({
      Bytes: statSync(file()).size,
      MasterKeyId: here.state.keyring.current.id,
      MasterKeyFile: join(directory, "here.key"),
    });
    expect([statSync(file()).mode & 0o777, existsSync(`${file()}.partial`)]).toEqual([0o600, false]);
    const there = await installation("there");
    await expect(call(there, "RestoreBackup", { File: file() })).rejects.toThrow(/another master key .*--backup-key-file/);
    expect(await call(there, "RestoreBackup", { File: file(), MasterKeyFile: join(directory, "here.key") })).toMatchObject({
      Resources: 2,
    });
    expect((await there.resources.read("kms-key", sampleKey.id))?.value).toEqual(sampleKey);
  });

  it("give the installation a new master key", async () => {
    const here = await installation("here");
    await here.commit([{ kind: "access-key", id: sampleAccessKey.id, value: sampleAccessKey }]);
    const before = readFileSync(join(directory, "here.key"));
    expect(await call(here, "Rekey")).toMatchObject({ Resources: 1, MasterKeyFile: join(directory, "here.key") });
    expect(readFileSync(join(directory, "here.key"))).not.toEqual(before);
    expect((await here.resources.read("access-key", sampleAccessKey.id))?.value).toEqual(sampleAccessKey);
  });

  it("are the local administrator's alone", async () => {
    const here = await installation("here");
    for (const by of ["signature", "session", "off"] as const)
      for (const [name, input] of [
        ["WriteBackup", { File: file() }],
        ["RestoreBackup", { File: file() }],
        ["Rekey", {}],
      ] as const)
        await expect(call(here, name, input, { ...local, by })).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(existsSync(file())).toBe(false);
  });

  it("say what is wrong with a file, and leave nothing half done", async () => {
    const here = await installation("here");
    await expect(call(here, "WriteBackup", { File: "backup" })).rejects.toThrow("backup: give the file's whole path.");
    await expect(call(here, "WriteBackup", { File: join(directory, "none", "b") })).rejects.toThrow(/none\/b: ENOENT/);
    await expect(call(here, "RestoreBackup", { File: file() })).rejects.toThrow(/ENOENT/);
    writeFileSync(file(), "no backup");
    await expect(call(here, "RestoreBackup", { File: file() })).rejects.toThrow(`${file()}: the file is not a backup of xkswatch`);
  });
});

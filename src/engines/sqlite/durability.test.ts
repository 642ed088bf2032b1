/** What a `kill -9` in the middle of writing leaves: every acknowledged write, in files that open at once. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openInteractionLog } from "./interaction-log.ts";
import { openStateDatabase } from "./resource-store.ts";

const writer = fileURLToPath(new URL("./killed-writer.fixture.ts", import.meta.url));
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "xkswatch-killed-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Lets the writer acknowledge so many writes and kills it. @returns the last acknowledged number */
async function killAfter(stateFile: string, interactionsFile: string, acknowledged: number): Promise<number> {
  const child = spawn(process.execPath, ["--import", "tsx", writer, stateFile, interactionsFile], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  let text = "";
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.split("\n").length > acknowledged) child.kill("SIGKILL");
  }
  await ended;
  return Number(text.slice(0, text.lastIndexOf("\n")).split("\n").at(-1));
}

it("keeps every acknowledged write of state and interactions when the process is killed", async () => {
  for (const [round, acknowledged] of [1, 40, 150].entries()) {
    const stateFile = join(directory, `state-${round}.db`);
    const interactionsFile = join(directory, `interactions-${round}.db`);
    const last = await killAfter(stateFile, interactionsFile, acknowledged);
    expect(last).toBeGreaterThanOrEqual(acknowledged - 1);
    const state = await openStateDatabase(stateFile);
    const ids = (await state.list("alias")).map(({ id }) => Number(id.slice(6)));
    // One more may have been written whose acknowledgement was cut off.
    expect([last + 1, last + 2]).toContain(ids.length);
    expect(ids).toEqual(ids.map((_, i) => i));
    expect(await state.find("alias", "key", "key")).toHaveLength(ids.length);
    await state.close();
    const interactions = openInteractionLog(interactionsFile);
    const kept = await interactions.find({ to: last + 1 }, { order: "newest", limit: 500 });
    expect(kept.interactions[0]?.at).toBe(last);
    await interactions.close();
  }
}, 60_000);

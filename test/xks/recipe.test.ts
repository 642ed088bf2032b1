/** The recipe for a proxy's own CI (docs/check-in-ci.md) runs as it stands, in an empty folder. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freePort, root, temporaryDirectory } from "../support/product.ts";

const page = readFileSync(join(root, "docs/check-in-ci.md"), "utf8");
const block = (language: string): string => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1] ?? "";

/** Without the AWS CLI nothing of it can run, but it must at least be shell. */
const awsCli = ((): boolean => {
  try {
    execFileSync("aws", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe("the recipe for a proxy's own CI", () => {
  it("runs whole as it stands", async () => {
    const folder = temporaryDirectory();
    const script = join(folder, "recipe.sh");
    writeFileSync(script, block("sh"));
    expect(block("sh").length).toBeGreaterThan(1000);
    const env = {
      ...process.env,
      XKSWATCH: `${process.execPath} ${join(root, "dist/app/commands/xkswatch.js")}`,
      XKSWATCH_LOG_LEVEL: "error",
      PORT: String(await freePort()),
      PROXY_PORT: String(await freePort()),
    };
    const child = spawn("sh", awsCli ? [script] : ["-n", script], { cwd: folder, env });
    let said = "";
    child.stdout.on("data", (bytes: Buffer) => (said += bytes.toString()));
    child.stderr.on("data", (bytes: Buffer) => (said += bytes.toString()));
    const [status] = (await once(child, "close")) as [number | null];
    expect(status, said).toBe(0);
    if (!awsCli) return;
    expect(said).toContain("KMSInvalidStateException");
    const report = readFileSync(join(folder, "check.xml"), "utf8");
    expect(report).toContain("<testsuite");
    expect(report).not.toContain("<error");
  }, 180_000);

  it("names only commands and files that the shell part has too", () => {
    expect(block("yaml")).toContain("path: check.xml");
    expect(block("yaml")).toContain("dist/app/commands/xkswatch.js");
    expect(block("yaml")).not.toContain("\t");
  });
});

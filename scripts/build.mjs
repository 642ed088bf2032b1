/** Builds everything into dist: the server by tsc, the console by Vite, the third-party notices. `--if-stale` skips a fresh build. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeNotices } from "./notices.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, "dist", ".build-stamp");
const stamp = stampOf(["src", "console", "scripts", "package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"]);

if (!(process.argv.includes("--if-stale") && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp)) {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  run("typescript", "tsc", ["-p", "tsconfig.build.json"]);
  run("vite", "vite", ["build", "--config", "console/vite.config.ts", "--logLevel", "warn"]);
  writeNotices(root, join(root, "dist", "THIRD-PARTY-NOTICES.txt"));
  const command = join(root, "dist", "app", "commands", "xkswatch.js");
  chmodSync(command, 0o755);
  // So that `npx xkswatch` works in the checkout without an installation of the package.
  const link = join(root, "node_modules", ".bin", "xkswatch");
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(command, link);
  writeFileSync(stampFile, stamp);
}

/** A hash over names and contents of all sources. */
function stampOf(entries) {
  const hash = createHash("sha256");
  const visit = (path) => {
    hash.update(path);
    hash.update(readFileSync(join(root, path)));
  };
  for (const entry of entries) {
    if (entry.includes(".")) visit(entry);
    else {
      const found = readdirSync(join(root, entry), { recursive: true, withFileTypes: true });
      for (const file of found
        .filter((each) => each.isFile())
        .map((each) => join(each.parentPath, each.name).slice(root.length + 1))
        .sort()) {
        if (!file.endsWith(".test.ts")) visit(file);
      }
    }
  }
  return hash.digest("hex");
}

/** Runs a tool of a package with this very Node. */
function run(packageName, bin, args) {
  const manifest = JSON.parse(readFileSync(join(root, "node_modules", packageName, "package.json"), "utf8"));
  const script = join(root, "node_modules", packageName, typeof manifest.bin === "string" ? manifest.bin : manifest.bin[bin]);
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

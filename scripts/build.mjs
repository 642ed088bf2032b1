/** Builds everything into dist: the server and the console by Vite, the third-party notices. `--if-stale` skips a fresh build. */
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { writeNotices } from "./notices.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, "dist", ".build-stamp");
const stamp = stampOf(["src", "console", "scripts", "package.json", "package-lock.json", "tsconfig.json"]);

if (!(process.argv.includes("--if-stale") && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp)) {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  await buildServer();
  await build({ configFile: join(root, "console", "vite.config.ts"), logLevel: "warn" });
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

/**
 * The server in a few files: Node takes longer to find and load six hundred than it takes to start the product. Packages stay
 * packages but for those that are many small files themselves. Types are checked elsewhere (`npm test`).
 */
async function buildServer() {
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    ssr: { noExternal: ["cborg", "commander", "kysely", "snappyjs"] },
    build: {
      ssr: true,
      target: "node20.19",
      outDir: join(root, "dist"),
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(
          ["app/commands/xkswatch", "app/planes/plane-process"].map((name) => [name, join(root, "src", `${name}.ts`)]),
        ),
        // In the folder of src/app/places.ts, which looks for other files from where it is.
        output: { entryFileNames: "[name].js", chunkFileNames: "app/[name]-[hash].js" },
      },
    },
  });
}

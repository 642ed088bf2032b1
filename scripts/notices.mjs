/** Collects the licence texts of everything that ships: runtime packages, and what Vite bundles into the console. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Development packages whose code ends up in the console's bundle; their dependencies are taken too. */
const bundled = [
  "react",
  "react-dom",
  "uplot",
  "@cloudscape-design/components",
  "@cloudscape-design/global-styles",
  "@cloudscape-design/collection-hooks",
];

export function writeNotices(root, file) {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const packages = new Set();
  const queue = [
    ...Object.keys(lock.packages[""].dependencies ?? {}),
    ...Object.keys(lock.packages[""].optionalDependencies ?? {}),
    ...bundled,
  ];
  while (queue.length > 0) {
    const path = `node_modules/${queue.pop()}`;
    if (packages.has(path) || !lock.packages[path]) continue;
    packages.add(path);
    queue.push(...Object.keys(lock.packages[path].dependencies ?? {}));
  }
  const parts = [...packages].sort().map((path) => noticeOf(root, path, lock.packages[path]));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, parts.filter(Boolean).join(`\n${"=".repeat(80)}\n\n`));
}

function noticeOf(root, path, { version, license }) {
  const folder = join(root, path);
  if (!existsSync(folder)) return "";
  const texts = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notice|third.?party)/i.test(name))
    .map((name) => {
      try {
        return readFileSync(join(folder, name), "utf8").trim();
      } catch {
        return "";
      }
    });
  return `${path.slice("node_modules/".length)} ${version} (${license})\n\n${texts.filter(Boolean).join("\n\n")}\n`;
}

/**
 * Finds a Chromium for the browser tests, or installs one: CHROMIUM_PATH, an installed Chromium or Chrome, Debian's package
 * when this user may install it, the test runner's own download otherwise.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const places = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

/** @returns path of an executable, or undefined with a reason on standard error */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    console.error(`CHROMIUM_PATH: there is no ${named}`);
    return undefined;
  }
  return installed() ?? (fromDebian() ? installed() : undefined) ?? (await downloaded());
}

function installed() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places];
  return candidates.find((path) => existsSync(path));
}

function fromDebian() {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return false;
  console.log("No browser found: installing Debian's chromium");
  const install = () =>
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { stdio: ["ignore", "ignore", "inherit"] });
  if (install().status === 0) return true;
  spawnSync("apt-get", ["update", "-qq"], { stdio: ["ignore", "ignore", "inherit"] });
  return install().status === 0;
}

async function downloaded() {
  const { chromium } = await import("playwright-core");
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  console.log("No browser found: downloading one");
  spawnSync("npx", ["playwright-core", "install", "chromium-headless-shell", "chromium"], { stdio: "inherit" });
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

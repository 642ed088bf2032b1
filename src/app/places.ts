/**
 * Where the product's own files lie, seen from this file's folder, in which the build leaves it whatever it joins it with.
 */
import { fileURLToPath } from "node:url";

const at = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export const packageFile = at("../../package.json");
export const consoleDirectory = at("../console");
/** The entry of the processes under the supervisor: with this file's ending, `.js` when built, `.ts` in development. */
export const planeEntry = at(`./planes/plane-process${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`);

/** A build step: takes the embedded fonts out of Cloudscape's global styles, so that the policy needs no `font-src data:` and the page loads 100 kB less. */
import type { Plugin } from "vite";

/** Removes the `@font-face` rules of @cloudscape-design/global-styles; the next font of the stack is the system's own. */
export function systemFonts(): Plugin {
  return {
    name: "system-fonts",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("global-styles") || !id.endsWith(".css")) return undefined;
      return { code: code.replace(/@font-face\s*\{[^}]*\}/g, ""), map: null };
    },
  };
}

/** The browser's clock, read in one place. */

/** Epoch seconds, whole. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

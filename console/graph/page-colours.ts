/** What a canvas takes from the page's style. */

/** Colours a canvas cannot read from CSS by itself; defined in styles.css for both modes. */
export function pageColours(): { readonly text: string; readonly grid: string; readonly background: string } {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  return { text: read("--graph-text", "#414d5c"), grid: read("--graph-grid", "#e9ebed"), background: read("--graph-bg", "#ffffff") };
}

/** Copies an address of this console, whole, to the clipboard. */

/** @returns whether it could be copied */
export async function copyLink(address: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(new URL(address, window.location.origin).href);
    return true;
  } catch {
    return false;
  }
}

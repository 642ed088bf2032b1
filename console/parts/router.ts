/** The address bar as state: history routing without a library. A click on any plain link of this origin stays in the page. */
import { useSyncExternalStore } from "react";

const changed = "xkswatch:address";

/** Goes to an address of the console; `replace` leaves no step for Back. */
export function navigate(address: string, options: { readonly replace?: boolean } = {}): void {
  if (options.replace) window.history.replaceState(null, "", address);
  else window.history.pushState(null, "", address);
  window.dispatchEvent(new Event(changed));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("popstate", listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener("popstate", listener);
    window.removeEventListener(changed, listener);
  };
}

/** Path of the address bar, e.g. "/key-stores". */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => window.location.pathname);
}

/** Query string of the address bar, with its question mark. */
export function useQuery(): string {
  return useSyncExternalStore(subscribe, () => window.location.search);
}

/** Makes links of this origin navigate without a page load. Returns its undoing. */
export function followLinks(): () => void {
  const onClick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link?.href || link.target === "_blank" || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (url.origin !== window.location.origin || link.getAttribute("href")?.startsWith("#")) return;
    event.preventDefault();
    navigate(url.pathname + url.search + url.hash);
    window.scrollTo(0, 0);
  };
  document.addEventListener("click", onClick);
  return () => document.removeEventListener("click", onClick);
}

/** Keys that work on every page, and the list of them. */
import Modal from "@cloudscape-design/components/modal";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { refreshEvent } from "./refresh-event.ts";
import { usePreferences } from "./preferences.tsx";

const CommandPalette = lazy(async () => ({ default: (await import("./command-palette.tsx")).CommandPalette }));

const keys: readonly { readonly label: string; readonly value: string }[] = [
  { label: "Ctrl K or ⌘ K", value: "Go to a page, key store or dashboard" },
  { label: "?", value: "This list" },
  { label: "d", value: "Dark or light mode" },
  { label: "r", value: "Refresh" },
  { label: "On a graph: ← → Home End Page up Page down", value: "Move along the points" },
  { label: "On a graph: Enter", value: "Choose the point, to see its interactions" },
  { label: "On a graph: Escape", value: "Reset the zoom" },
];

export function Shortcuts(): ReactNode {
  const { mode, change } = usePreferences();
  const [open, setOpen] = useState<"palette" | "keys">();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        setOpen("palette");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") setOpen("keys");
      else if (event.key === "d") change({ theme: mode === "dark" ? "light" : "dark" });
      else if (event.key === "r") window.dispatchEvent(new Event(refreshEvent));
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [mode, change]);
  if (open === "palette") {
    return (
      <Suspense>
        <CommandPalette onClose={() => setOpen(undefined)} />
      </Suspense>
    );
  }
  if (open === "keys") {
    return (
      <Modal visible header="Keys" onDismiss={() => setOpen(undefined)} closeAriaLabel="Close">
        <KeyValuePairs items={keys} />
      </Modal>
    );
  }
  return null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** What a person chose for this browser: theme, time zone, density. Follows the system's theme until one is chosen. */
import { applyDensity, applyMode, Density, Mode } from "@cloudscape-design/global-styles";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

export type ThemeChoice = "system" | "light" | "dark";
export type TimeZoneChoice = "utc" | "local";

export interface Preferences {
  readonly theme: ThemeChoice;
  readonly timeZone: TimeZoneChoice;
  readonly compact: boolean;
}

interface PreferencesState extends Preferences {
  /** What is drawn now. */
  readonly mode: "light" | "dark";
  readonly change: (changes: Partial<Preferences>) => void;
}

const storageKey = "xkswatch.preferences";
const defaults: Preferences = { theme: "system", timeZone: "utc", compact: false };
const Context = createContext<PreferencesState>({ ...defaults, mode: "light", change: () => undefined });

function stored(): Preferences {
  try {
    const value = JSON.parse(window.localStorage.getItem(storageKey) ?? "{}") as Partial<Preferences>;
    return {
      theme: value.theme === "light" || value.theme === "dark" ? value.theme : "system",
      timeZone: value.timeZone === "local" ? "local" : "utc",
      compact: value.compact === true,
    };
  } catch {
    return defaults;
  }
}

export function PreferencesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [preferences, setPreferences] = useState(stored);
  const [systemDark, setSystemDark] = useState(() => window.matchMedia("(prefers-color-scheme: dark)").matches);

  useEffect(() => {
    const query = window.matchMedia("(prefers-color-scheme: dark)");
    const onChange = (): void => setSystemDark(query.matches);
    query.addEventListener("change", onChange);
    return () => query.removeEventListener("change", onChange);
  }, []);

  const mode = preferences.theme === "system" ? (systemDark ? "dark" : "light") : preferences.theme;
  // Before the children's effects run, since canvases read their colours from the page when they are made.
  useMemo(() => {
    applyMode(mode === "dark" ? Mode.Dark : Mode.Light);
    document.documentElement.classList.toggle("dark", mode === "dark");
  }, [mode]);
  useEffect(() => applyDensity(preferences.compact ? Density.Compact : Density.Comfortable), [preferences.compact]);

  const value = useMemo<PreferencesState>(
    () => ({
      ...preferences,
      mode,
      change: (changes) =>
        setPreferences((before) => {
          const after = { ...before, ...changes };
          try {
            window.localStorage.setItem(storageKey, JSON.stringify(after));
          } catch {
            // A browser that keeps nothing still shows the choice until the page is left.
          }
          return after;
        }),
    }),
    [preferences, mode],
  );
  return <Context value={value}>{children}</Context>;
}

export function usePreferences(): PreferencesState {
  return useContext(Context);
}

/** The command palette (Ctrl+K): pages, key stores, dashboards and switches by typing. */
import Box from "@cloudscape-design/components/box";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import { type KeyboardEvent, type ReactNode, useCallback, useId, useState } from "react";
import { listDashboards } from "../dashboards/dashboard-calls.ts";
import { type Command, matchCommands } from "./commands.ts";
import { readKeyStores } from "./kms-reads.ts";
import { usePreferences } from "./preferences.tsx";
import { navigate } from "./router.ts";
import { useSignedIn } from "./session-context.ts";
import { useLoad } from "./use-load.ts";

const pageCommands: readonly (readonly [title: string, address: string])[] = [
  ["External key stores", "/key-stores"],
  ["Create external key store", "/key-stores/create"],
  ["Customer managed keys", "/keys"],
  ["Create key", "/keys/create"],
  ["Interactions", "/interactions"],
  ["Failed or slow interactions, slowest first", "/interactions?order=slowest"],
  ["Dashboards", "/dashboards"],
  ["All key stores side by side", "/dashboards/All-key-stores"],
  ["Alarms", "/alarms"],
  ["Alarms in alarm", "/alarms?state=ALARM"],
  ["Metrics", "/explorer"],
  ["Access keys", "/access-keys"],
  ["Settings", "/settings"],
];

export function CommandPalette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { api } = useSignedIn();
  const { mode, timeZone, change } = usePreferences();
  const { data } = useLoad(
    useCallback(
      async (signal) => ({ stores: await readKeyStores(api, signal), dashboards: await listDashboards(api, signal).catch(() => []) }),
      [api],
    ),
  );
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const go = (address: string) => (): void => navigate(address);
  const commands: readonly Command[] = [
    ...pageCommands.map(([title, address]) => ({ title, kind: "Page", act: go(address) })),
    ...(data?.stores ?? []).map(({ CustomKeyStoreName, CustomKeyStoreId }) => ({
      title: CustomKeyStoreName,
      kind: "Key store",
      act: go(`/key-stores/${CustomKeyStoreId}`),
    })),
    ...(data?.dashboards ?? []).map(({ DashboardName }) => ({
      title: DashboardName,
      kind: "Dashboard",
      act: go(`/dashboards/${DashboardName}`),
    })),
    {
      title: mode === "dark" ? "Light mode" : "Dark mode",
      kind: "Switch",
      act: () => change({ theme: mode === "dark" ? "light" : "dark" }),
    },
    {
      title: timeZone === "utc" ? "Local time zone" : "UTC",
      kind: "Switch",
      act: () => change({ timeZone: timeZone === "utc" ? "local" : "utc" }),
    },
  ];
  const found = matchCommands(commands, text).slice(0, 12);
  const chosen = Math.min(at, found.length - 1);
  const run = (command: Command | undefined): void => {
    if (!command) return;
    onClose();
    command.act();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
    else if (event.key === "Enter") run(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal visible header="Go to" onDismiss={onClose} closeAriaLabel="Close">
      <div onKeyDown={onKeyDown} role="presentation">
        <Input
          autoFocus
          type="search"
          ariaLabel="Command"
          placeholder="Page, key store, dashboard or switch"
          value={text}
          nativeInputAttributes={{
            role: "combobox",
            "aria-expanded": true,
            "aria-controls": listId,
            "aria-activedescendant": `${listId}-${chosen}`,
          }}
          onChange={({ detail }) => {
            setText(detail.value);
            setAt(0);
          }}
        />
        <ul id={listId} className="palette" role="listbox" aria-label="Commands">
          {found.map((command, index) => (
            <li
              key={`${command.kind} ${command.title}`}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              onPointerEnter={() => setAt(index)}
              onClick={() => run(command)}
              onKeyDown={() => undefined}
            >
              {command.title}
              <span className="palette-kind">{command.kind}</span>
            </li>
          ))}
        </ul>
        {found.length === 0 && <Box>Nothing of this name.</Box>}
      </div>
    </Modal>
  );
}

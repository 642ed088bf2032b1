/** Tells how a connect or disconnect ended that a page watches. */
import { useEffect, useRef } from "react";
import type { ConnectionState, CustomKeyStore } from "../kms-shapes.ts";
import { connectionErrorOf } from "./failure-texts.ts";
import { useNotices } from "./notices.tsx";

export function useConnectionNotices(stores: readonly CustomKeyStore[] | undefined): void {
  const { show } = useNotices();
  const before = useRef(new Map<string, ConnectionState>());
  useEffect(() => {
    for (const store of stores ?? []) {
      const { CustomKeyStoreId: id, CustomKeyStoreName: name, ConnectionState: state } = store;
      const was = before.current.get(id);
      before.current.set(id, state);
      if (was === undefined || was === state) continue;
      // The states between may pass between two reads.
      if (state === "CONNECTED") show({ id: `connect-${id}`, type: "success", content: `${name} is connected.` });
      if (was === "DISCONNECTING" && state === "DISCONNECTED")
        show({ id: `connect-${id}`, type: "success", content: `${name} is disconnected.` });
      if (state === "FAILED") {
        const explanation = connectionErrorOf(store.ConnectionErrorCode);
        show({
          id: `connect-${id}`,
          type: "error",
          header: `Connecting ${name} failed: ${store.ConnectionErrorCode ?? "unknown"}`,
          content: explanation ? `${explanation.cause} ${explanation.remedy}` : "",
        });
      }
    }
  }, [stores, show]);
}

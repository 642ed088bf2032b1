/** Copies the link that shows one graph of a key store as it is now. */
import { useCallback } from "react";
import { copyLink } from "../parts/copy-link.ts";
import { useNotices } from "../parts/notices.tsx";
import { type ViewState, writeViewState } from "../url-state.ts";

export function useCopyGraphLink(keyStoreId: string): (state: ViewState) => Promise<void> {
  const { show } = useNotices();
  return useCallback(
    async (state) => {
      const address = `/key-stores/${keyStoreId}?${writeViewState(state)}`;
      const copied = await copyLink(address);
      show(
        copied
          ? { id: "copied", type: "success", content: "The link was copied." }
          : { id: "copied", type: "info", header: "Copy this link", content: new URL(address, window.location.origin).href },
      );
    },
    [keyStoreId, show],
  );
}

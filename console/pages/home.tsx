/** The start: the only key store's page where there is one, else the list. */
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, useCallback, useEffect } from "react";
import { readKeyStores } from "../parts/kms-reads.ts";
import { navigate } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";

export default function HomePage(): ReactNode {
  const { api } = useSignedIn();
  const { data, failure } = useLoad(useCallback((signal) => readKeyStores(api, signal), [api]));
  useEffect(() => {
    if (failure) navigate("/key-stores", { replace: true });
    else if (data) navigate(data.length === 1 && data[0] ? `/key-stores/${data[0].CustomKeyStoreId}` : "/key-stores", { replace: true });
  }, [data, failure]);
  return <Spinner size="large" />;
}

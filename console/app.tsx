/** Session first, then the page the address names. */
import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { createApi, readSession, type Session } from "./api.ts";
import { Frame } from "./frame.tsx";
import { LoginPage } from "./pages/login.tsx";
import { NoticesProvider } from "./parts/notices.tsx";
import { PreferencesProvider } from "./parts/preferences.tsx";
import { navigate, usePath } from "./parts/router.ts";
import { SessionContext } from "./parts/session-context.ts";

export function App(): ReactNode {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <PreferencesProvider>
        <NoticesProvider>
          <SignedInOrNot />
        </NoticesProvider>
      </PreferencesProvider>
    </I18nProvider>
  );
}

type State = { readonly session: Session | undefined } | "asking" | Error;

function SignedInOrNot(): ReactNode {
  const path = usePath();
  const [state, setState] = useState<State>("asking");
  const ask = useCallback(async () => {
    try {
      setState({ session: await readSession() });
    } catch (error) {
      setState(error instanceof Error ? error : new Error(String(error)));
    }
  }, []);
  // A one-time link signs in anew even where a session stands, so nothing is asked before it.
  const [byLink, setByLink] = useState(() => window.location.pathname === "/login" && window.location.hash.includes("token="));
  useEffect(() => {
    if (!byLink) void ask();
  }, [ask, byLink]);

  const session = typeof state === "object" && "session" in state ? state.session : undefined;
  const signedIn = useMemo(() => session && { session, api: createApi(session, () => setState({ session: undefined })) }, [session]);

  if (state === "asking" && !byLink) {
    return (
      <div className="page-centre">
        <Spinner size="large" />
      </div>
    );
  }
  if (!signedIn || byLink) {
    return (
      <LoginPage
        failure={state instanceof Error ? state : undefined}
        onSignedIn={(address) => {
          navigate(address, { replace: true });
          if (byLink) setByLink(false);
          else void ask();
        }}
      />
    );
  }
  return (
    <SessionContext value={signedIn}>
      <Frame path={path === "/login" ? "/" : path} onSignedOut={() => setState({ session: undefined })} />
    </SessionContext>
  );
}

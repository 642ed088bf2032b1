/** Sign in: with the one-time link that the server prints, or with an access key. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { signIn } from "../api.ts";

interface LoginPageProps {
  readonly failure: Error | undefined;
  /** @param address where the user wanted to go */
  readonly onSignedIn: (address: string) => void;
}

/** The token of a one-time link, `/login#token=…`; it stands behind # so that no server or log sees it. */
function linkToken(): string | undefined {
  return new URLSearchParams(window.location.hash.slice(1)).get("token") ?? undefined;
}

function wantedAddress(): string {
  const { pathname, search } = window.location;
  return pathname === "/login" ? "/" : pathname + search;
}

export function LoginPage({ failure, onSignedIn }: LoginPageProps): ReactNode {
  const [accessKeyId, setAccessKeyId] = useState("");
  const [secretAccessKey, setSecretAccessKey] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(failure?.message);
  const tokenUsed = useRef(false);

  const enter = async (credentials: Parameters<typeof signIn>[0], address: string): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn(credentials);
      onSignedIn(address);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };

  useEffect(() => {
    const token = linkToken();
    if (token === undefined || tokenUsed.current) return;
    tokenUsed.current = true;
    window.history.replaceState(null, "", "/login");
    void enter({ token }, "/");
  });

  return (
    <main className="page-centre">
      <div className="login">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void enter({ accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() }, wantedAddress());
          }}
        >
          <Container
            header={
              <Header variant="h1" description="Watches external key stores">
                xkswatch
              </Header>
            }
          >
            <SpaceBetween size="m">
              {problem !== undefined && <Alert type="error">{problem}</Alert>}
              {busy && problem === undefined && (
                <Box>
                  <Spinner /> Signing in
                </Box>
              )}
              <FormField label="Access key ID">
                <Input
                  value={accessKeyId}
                  onChange={({ detail }) => setAccessKeyId(detail.value)}
                  autoComplete="username"
                  spellcheck={false}
                />
              </FormField>
              <FormField label="Secret access key">
                <Input
                  type="password"
                  value={secretAccessKey}
                  onChange={({ detail }) => setSecretAccessKey(detail.value)}
                  autoComplete="current-password"
                />
              </FormField>
              <Button variant="primary" loading={busy} formAction="submit" fullWidth>
                Sign in
              </Button>
              <Box variant="small">
                Access keys: <Box variant="code">npx xkswatch access-keys create NAME --role admin</Box>
              </Box>
            </SpaceBetween>
          </Container>
        </form>
      </div>
    </main>
  );
}

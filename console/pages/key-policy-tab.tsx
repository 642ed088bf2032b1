/** A key's policy: read, and changed by administrators; what is wrong with a new one is said as the service says it. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { type ReactNode, useCallback, useState } from "react";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useNotices } from "../parts/notices.tsx";
import { remedyFor } from "../parts/remedies.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import { jsonProblem, prettyJson } from "./policy-text.ts";

export function KeyPolicy({ keyId }: { readonly keyId: string }): ReactNode {
  const { api, session } = useSignedIn();
  const notices = useNotices();
  const { data, failure, reload } = useLoad(
    useCallback(
      async (signal) =>
        (await api.kms<{ readonly Policy: string }>("GetKeyPolicy", { KeyId: keyId, PolicyName: "default" }, signal)).Policy,
      [api, keyId],
    ),
  );
  const [draft, setDraft] = useState<string>();
  const [bypass, setBypass] = useState(false);
  const [refused, setRefused] = useState<Error>();
  const [busy, setBusy] = useState(false);
  if (failure) return <FailureAlert failure={failure} header="The key policy could not be read" onRetry={reload} />;
  if (draft === undefined) {
    return (
      <SpaceBetween size="s">
        <Box variant="pre">{data === undefined ? "" : prettyJson(data)}</Box>
        <Button
          disabled={data === undefined || session.role !== "admin"}
          disabledReason={session.role === "admin" ? undefined : "Only administrators change key policies."}
          onClick={() => setDraft(prettyJson(data ?? ""))}
        >
          Edit
        </Button>
      </SpaceBetween>
    );
  }
  const problem = jsonProblem(draft);
  const close = (): void => {
    setDraft(undefined);
    setRefused(undefined);
    setBypass(false);
  };
  const save = async (): Promise<void> => {
    setBusy(true);
    setRefused(undefined);
    try {
      await api.kms("PutKeyPolicy", {
        KeyId: keyId,
        PolicyName: "default",
        Policy: draft,
        ...(bypass && { BypassPolicyLockoutSafetyCheck: true }),
      });
      notices.show({ id: "key", type: "success", content: "The key policy was changed." });
      close();
      reload();
    } catch (error) {
      setRefused(error instanceof Error ? error : new Error(String(error)));
    }
    setBusy(false);
  };
  return (
    <SpaceBetween size="s">
      <FailureAlert failure={refused} header="The key policy was not changed" remedy={refused && remedyFor(refused.name)} />
      <FormField label="Key policy" description="JSON, at most 32,768 bytes." errorText={problem} stretch>
        <Textarea value={draft} rows={22} spellcheck={false} onChange={({ detail }) => setDraft(detail.value)} />
      </FormField>
      <Checkbox checked={bypass} onChange={({ detail }) => setBypass(detail.checked)}>
        Bypass the lockout safety check
      </Checkbox>
      {bypass && (
        <Alert type="warning">
          A policy that no longer lets you change it makes the key unmanageable: nobody can then change the policy or delete the key.
        </Alert>
      )}
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={close}>
          Cancel
        </Button>
        <Button variant="primary" disabled={problem !== undefined} loading={busy} onClick={() => void save()}>
          Save changes
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}

/** The tabs of a KMS key's page. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Textarea from "@cloudscape-design/components/textarea";
import { type ReactNode, useCallback, useState } from "react";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { readAliases } from "../parts/kms-reads.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";

interface TabProps {
  readonly keyId: string;
}

export function KeyAliases({ keyId }: TabProps): ReactNode {
  const { api } = useSignedIn();
  const [name, setName] = useState("");
  const [failed, setFailed] = useState<Error>();
  const { data, failure, reload } = useLoad(useCallback((signal) => readAliases(api, keyId, signal), [api, keyId]));
  const run = async (operation: "CreateAlias" | "DeleteAlias", input: object): Promise<void> => {
    setFailed(undefined);
    try {
      await api.kms(operation, input);
      setName("");
      reload();
    } catch (error) {
      setFailed(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return (
    <SpaceBetween size="m">
      <FailureAlert failure={failed ?? failure} header="The aliases" onRetry={reload} />
      <Table
        variant="embedded"
        items={data ?? []}
        empty="No alias"
        ariaLabels={{ tableLabel: "Aliases" }}
        columnDefinitions={[
          { id: "name", header: "Alias", cell: ({ AliasName }) => AliasName },
          {
            id: "delete",
            header: "Actions",
            cell: ({ AliasName }) => (
              <Button variant="inline-link" ariaLabel={`Delete ${AliasName}`} onClick={() => void run("DeleteAlias", { AliasName })}>
                Delete
              </Button>
            ),
          },
        ]}
      />
      <SpaceBetween direction="horizontal" size="xs" alignItems="end">
        <FormField label="New alias">
          <Input value={name} placeholder="name" onChange={({ detail }) => setName(detail.value.trim())} />
        </FormField>
        <Button
          disabled={name === ""}
          onClick={() => void run("CreateAlias", { AliasName: `alias/${name.replace(/^alias\//, "")}`, TargetKeyId: keyId })}
        >
          Create alias
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}

/** One Encrypt and one Decrypt through the KMS API, as any client makes them. */
export function TryKey({ keyId }: TabProps): ReactNode {
  const { api } = useSignedIn();
  const [plaintext, setPlaintext] = useState("hello");
  const [ciphertext, setCiphertext] = useState("");
  const [answer, setAnswer] = useState<string>();
  const [failed, setFailed] = useState<Error>();
  const run = async (act: () => Promise<void>): Promise<void> => {
    setFailed(undefined);
    setAnswer(undefined);
    try {
      await act();
    } catch (error) {
      setFailed(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const encrypt = async (): Promise<void> => {
    const bytes = new TextEncoder().encode(plaintext);
    const { CiphertextBlob } = await api.kms<{ readonly CiphertextBlob: string }>("Encrypt", {
      KeyId: keyId,
      Plaintext: btoa(String.fromCodePoint(...bytes)),
    });
    setCiphertext(CiphertextBlob);
    setAnswer("Encrypted.");
  };
  const decrypt = async (): Promise<void> => {
    const { Plaintext } = await api.kms<{ readonly Plaintext: string }>("Decrypt", { CiphertextBlob: ciphertext, KeyId: keyId });
    const bytes = Uint8Array.from(atob(Plaintext), (character) => character.codePointAt(0) ?? 0);
    setAnswer(`Decrypted: ${new TextDecoder().decode(bytes)}`);
  };
  return (
    <SpaceBetween size="m">
      <FailureAlert failure={failed} header="The call failed" />
      <FormField label="Plaintext" description="At most 4,096 bytes.">
        <Textarea value={plaintext} rows={2} onChange={({ detail }) => setPlaintext(detail.value)} />
      </FormField>
      <FormField label="Ciphertext blob (Base64)">
        <Textarea value={ciphertext} rows={4} onChange={({ detail }) => setCiphertext(detail.value.trim())} />
      </FormField>
      <SpaceBetween direction="horizontal" size="xs">
        <Button disabled={plaintext === ""} onClick={() => void run(encrypt)}>
          Encrypt
        </Button>
        <Button disabled={ciphertext === ""} onClick={() => void run(decrypt)}>
          Decrypt
        </Button>
        <Box padding={{ top: "xxs" }}>
          <span role="status">{answer}</span>
        </Box>
      </SpaceBetween>
    </SpaceBetween>
  );
}

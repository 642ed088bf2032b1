/** A key's tags: added, given another value, removed. */
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { type ReactNode, useCallback, useState } from "react";
import type { Api } from "../api.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";

interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

export function KeyTags({ keyId }: { readonly keyId: string }): ReactNode {
  const { api, session } = useSignedIn();
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const [failed, setFailed] = useState<Error>();
  const { data, failure, reload } = useLoad(useCallback((signal) => readTags(api, keyId, signal), [api, keyId]));
  const isAdmin = session.role === "admin";
  const run = async (operation: "TagResource" | "UntagResource", input: object): Promise<void> => {
    setFailed(undefined);
    try {
      await api.kms(operation, { KeyId: keyId, ...input });
      setKey("");
      setValue("");
      reload();
    } catch (error) {
      setFailed(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const exists = data?.some(({ TagKey }) => TagKey === key) ?? false;
  return (
    <SpaceBetween size="m">
      <FailureAlert
        failure={failed ?? failure}
        header={failed ? "The tags were not changed" : "The tags could not be read"}
        {...(!failed && { onRetry: reload })}
      />
      <Table
        variant="embedded"
        items={data ?? []}
        empty="No tags"
        trackBy="TagKey"
        ariaLabels={{ tableLabel: "Tags" }}
        columnDefinitions={[
          { id: "key", header: "Key", isRowHeader: true, cell: ({ TagKey }) => TagKey },
          { id: "value", header: "Value", cell: ({ TagValue }) => TagValue },
          ...(isAdmin
            ? [
                {
                  id: "remove",
                  header: "Actions",
                  cell: ({ TagKey }: Tag) => (
                    <Button
                      variant="inline-link"
                      ariaLabel={`Remove ${TagKey}`}
                      onClick={() => void run("UntagResource", { TagKeys: [TagKey] })}
                    >
                      Remove
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {isAdmin && (
        <SpaceBetween direction="horizontal" size="xs" alignItems="end">
          <FormField label="Tag key">
            <Input value={key} onChange={({ detail }) => setKey(detail.value)} />
          </FormField>
          <FormField label="Tag value">
            <Input value={value} onChange={({ detail }) => setValue(detail.value)} />
          </FormField>
          <Button disabled={key === ""} onClick={() => void run("TagResource", { Tags: [{ TagKey: key, TagValue: value }] })}>
            {exists ? "Change tag" : "Add tag"}
          </Button>
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

async function readTags(api: Api, keyId: string, signal: AbortSignal): Promise<readonly Tag[]> {
  const tags: Tag[] = [];
  let marker: string | undefined;
  do {
    const page: { readonly Tags?: readonly Tag[]; readonly NextMarker?: string; readonly Truncated?: boolean } = await api.kms(
      "ListResourceTags",
      { KeyId: keyId, ...(marker !== undefined && { Marker: marker }) },
      signal,
    );
    tags.push(...(page.Tags ?? []));
    marker = page.Truncated ? page.NextMarker : undefined;
  } while (marker !== undefined);
  return tags;
}

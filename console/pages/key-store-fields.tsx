/** The fields of an external key store, as creating and editing show them. */
import Container from "@cloudscape-design/components/container";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import FileUpload from "@cloudscape-design/components/file-upload";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { type ReactNode, useState } from "react";
import { type FieldProblems, type KeyStoreFields, pathSuffix, readConfigurationFile } from "./key-store-form.ts";

interface KeyStoreFieldsProps {
  readonly fields: KeyStoreFields;
  readonly problems: FieldProblems;
  readonly onChange: (changes: Partial<KeyStoreFields>) => void;
  /** Why endpoint and connectivity cannot be changed now; undefined when they can. */
  readonly lockedBecause: string | undefined;
  readonly editing: boolean;
}

export function KeyStoreFieldsForm({ fields, problems, onChange, lockedBecause, editing }: KeyStoreFieldsProps): ReactNode {
  const [files, setFiles] = useState<File[]>([]);
  const [fileProblem, setFileProblem] = useState<string>();
  const [showSecret, setShowSecret] = useState(false);
  const locked = lockedBecause !== undefined;
  const upload = async (chosen: File[]): Promise<void> => {
    setFiles(chosen);
    setFileProblem(undefined);
    const file = chosen[0];
    if (!file) return;
    const read = readConfigurationFile(await file.text(), file.size);
    if (typeof read === "string") setFileProblem(read);
    else onChange(read);
  };
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Key store</Header>}>
        <FormField label="Custom key store name" constraintText="At most 256 characters, unique." errorText={problems.name}>
          <Input value={fields.name} onChange={({ detail }) => onChange({ name: detail.value })} />
        </FormField>
      </Container>
      <Container header={<Header variant="h2">Proxy connectivity</Header>}>
        <SpaceBetween size="m">
          {locked && <Box color="text-status-inactive">{lockedBecause}</Box>}
          <Tiles
            ariaLabel="Proxy connectivity"
            value={fields.connectivity}
            onChange={({ detail }) =>
              onChange({ connectivity: detail.value === "VPC_ENDPOINT_SERVICE" ? "VPC_ENDPOINT_SERVICE" : "PUBLIC_ENDPOINT" })
            }
            items={[
              {
                value: "PUBLIC_ENDPOINT",
                label: "Public endpoint",
                description: "Tested at once; creating fails when the test fails.",
                disabled: locked,
              },
              {
                value: "VPC_ENDPOINT_SERVICE",
                label: "VPC endpoint service",
                description: "Tested when the key store is connected.",
                disabled: locked,
              },
            ]}
          />
          {fields.connectivity === "VPC_ENDPOINT_SERVICE" && (
            <FormField label="VPC endpoint service name" errorText={problems.vpcEndpointServiceName}>
              <Input
                value={fields.vpcEndpointServiceName}
                disabled={locked}
                placeholder="com.amazonaws.vpce.us-east-1.vpce-svc-…"
                onChange={({ detail }) => onChange({ vpcEndpointServiceName: detail.value.trim() })}
              />
            </FormField>
          )}
          <FormField
            label="Proxy URI endpoint"
            description="https only. The certificate must name this host and come from a trusted authority; the proxy should answer within 250 ms and bear 1,800 requests a second."
            errorText={problems.uriEndpoint}
          >
            <Input
              value={fields.uriEndpoint}
              disabled={locked}
              spellcheck={false}
              onChange={({ detail }) => onChange({ uriEndpoint: detail.value.trim() })}
            />
          </FormField>
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Proxy configuration</Header>}>
        <SpaceBetween size="m">
          <FormField
            label="Proxy configuration file"
            description="Fills the fields below. Get it from the proxy's administrator."
            errorText={fileProblem}
          >
            <FileUpload
              value={files}
              accept=".json,application/json"
              onChange={({ detail }) => void upload(detail.value)}
              showFileSize
              i18nStrings={{
                uploadButtonText: () => "Upload configuration file",
                dropzoneText: () => "Drop the file here",
                removeFileAriaLabel: () => "Remove file",
                limitShowFewer: "Show fewer",
                limitShowMore: "Show more",
                errorIconAriaLabel: "Error",
              }}
            />
          </FormField>
          <FormField
            label="Proxy URI path prefix - optional"
            constraintText={`The path is the prefix and ${pathSuffix}: ${fields.pathPrefix}${pathSuffix}. Endpoint and path together are unique.`}
            errorText={problems.pathPrefix}
          >
            <Input value={fields.pathPrefix} spellcheck={false} onChange={({ detail }) => onChange({ pathPrefix: detail.value.trim() })} />
          </FormField>
          <FormField
            label="Proxy credential: Access key ID"
            description="The proxy's own credential, never an IAM access key. Entering it changes nothing on the proxy."
            errorText={problems.accessKeyId}
          >
            <Input
              value={fields.accessKeyId}
              spellcheck={false}
              autoComplete={false}
              onChange={({ detail }) => onChange({ accessKeyId: detail.value.trim() })}
            />
          </FormField>
          <FormField
            label="Proxy credential: Secret access key"
            {...(editing && { description: "Leave it empty to keep the credential." })}
            errorText={problems.secretAccessKey}
          >
            <Input
              type={showSecret ? "text" : "password"}
              value={fields.secretAccessKey}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => onChange({ secretAccessKey: detail.value.trim() })}
            />
          </FormField>
          <Checkbox checked={showSecret} onChange={({ detail }) => setShowSecret(detail.checked)}>
            Show secret access key
          </Checkbox>
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

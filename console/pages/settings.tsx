/** What a person chooses for this browser, and what this installation is. */
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { type ReactNode, useCallback } from "react";
import type { InstallationShape } from "../console-shapes.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { type ThemeChoice, type TimeZoneChoice, usePreferences } from "../parts/preferences.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";

export default function SettingsPage(): ReactNode {
  const { api } = useSignedIn();
  const { theme, timeZone, compact, change } = usePreferences();
  const { data, failure, reload } = useLoad(useCallback((signal) => api.xkswatch<InstallationShape>("GetInstallation", {}, signal), [api]));
  return (
    <SpaceBetween size="l">
      <Header variant="h1">Settings</Header>
      <Container header={<Header variant="h2">This browser</Header>}>
        <SpaceBetween size="m">
          <FormField label="Theme">
            <SegmentedControl
              label="Theme"
              selectedId={theme}
              options={[
                { id: "system", text: "As the system" },
                { id: "light", text: "Light" },
                { id: "dark", text: "Dark" },
              ]}
              onChange={({ detail }) => change({ theme: detail.selectedId as ThemeChoice })}
            />
          </FormField>
          <FormField label="Time zone">
            <SegmentedControl
              label="Time zone"
              selectedId={timeZone}
              options={[
                { id: "utc", text: "UTC" },
                { id: "local", text: "Local time zone" },
              ]}
              onChange={({ detail }) => change({ timeZone: detail.selectedId as TimeZoneChoice })}
            />
          </FormField>
          <Toggle checked={compact} onChange={({ detail }) => change({ compact: detail.checked })}>
            Compact tables
          </Toggle>
        </SpaceBetween>
      </Container>
      <FailureAlert failure={failure} header="The installation could not be read" onRetry={reload} />
      <Container header={<Header variant="h2">This installation</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Version", value: data?.Version ?? "–" },
            { label: "Region", value: data?.Region ?? "–" },
            { label: "Account", value: data?.AccountId ?? "–" },
            { label: "Address", value: data?.Address ?? "–" },
            { label: "Data on disk", value: data ? `${(data.DataBytes / 1e6).toFixed(1)} MB` : "–" },
          ]}
        />
      </Container>
    </SpaceBetween>
  );
}

/** Dialogs of a dashboard: add a widget, edit one, show or edit the source. */
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import Tiles from "@cloudscape-design/components/tiles";
import { type ReactNode, useCallback, useState } from "react";
import { defaultQuotaPerSecond } from "../../src/model/key-store.ts";
import type { KeyStoreStatus } from "../console-shapes.ts";
import { fiveGraph, graphIds } from "../graph/five-graphs.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { readKeyStores } from "../parts/kms-reads.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import { addBelow, type DashboardBody, markdownOf, readBody, rowsOf, type Widget } from "./dashboard-body.ts";

export type DashboardDialog = { readonly kind: "add" } | { readonly kind: "source" } | { readonly kind: "edit"; readonly index: number };

interface DashboardDialogsProps {
  readonly name: string;
  readonly dialog: DashboardDialog | undefined;
  readonly body: DashboardBody;
  readonly readOnly: boolean;
  readonly onBody: (body: DashboardBody) => void;
  readonly onClose: () => void;
}

export function DashboardDialogs({ name, dialog, body, readOnly, onBody, onClose }: DashboardDialogsProps): ReactNode {
  if (!dialog) return null;
  if (dialog.kind === "add") return <AddWidget body={body} onBody={onBody} onClose={onClose} />;
  if (dialog.kind === "source") {
    return (
      <JsonDialog
        header={`Source of ${name}`}
        value={body}
        readOnly={readOnly}
        onValue={(text) => onBody(readBody(text))}
        onClose={onClose}
      />
    );
  }
  const widget = body.widgets[dialog.index];
  if (!widget) return null;
  const put = (changed: Widget): void =>
    onBody({ ...body, widgets: body.widgets.map((each, index) => (index === dialog.index ? changed : each)) });
  return widget.type === "text" ? (
    <TextDialog widget={widget} onWidget={put} onClose={onClose} />
  ) : (
    <JsonDialog
      header="Edit widget"
      value={widget.properties}
      readOnly={false}
      onValue={(text) => {
        const properties: unknown = JSON.parse(text);
        if (typeof properties !== "object" || properties === null || Array.isArray(properties))
          throw new Error("A widget's properties are a JSON object.");
        put({ ...widget, properties: properties as Widget["properties"] });
      }}
      onClose={onClose}
    />
  );
}

interface JsonDialogProps {
  readonly header: string;
  readonly value: unknown;
  readonly readOnly: boolean;
  /** Throws a sentence for what cannot be taken. */
  readonly onValue: (text: string) => void;
  readonly onClose: () => void;
}

function JsonDialog({ header, value, readOnly, onValue, onClose }: JsonDialogProps): ReactNode {
  const [text, setText] = useState(() => JSON.stringify(value, undefined, 2));
  const act = (): Promise<void> =>
    new Promise((resolve) => {
      onValue(text);
      resolve();
    });
  return (
    <ConfirmDialog header={header} action="Apply" disabled={readOnly} act={act} onClose={onClose}>
      <FormField label="CloudWatch JSON" stretch>
        <Textarea value={text} rows={20} readOnly={readOnly} spellcheck={false} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
    </ConfirmDialog>
  );
}

function TextDialog({
  widget,
  onWidget,
  onClose,
}: {
  readonly widget: Widget;
  readonly onWidget: (widget: Widget) => void;
  readonly onClose: () => void;
}): ReactNode {
  const [text, setText] = useState(markdownOf(widget));
  return (
    <ConfirmDialog
      header="Edit text"
      action="Apply"
      onClose={onClose}
      act={() => {
        onWidget({ ...widget, properties: { ...widget.properties, markdown: text } });
        return Promise.resolve();
      }}
    >
      <FormField label="Markdown" stretch>
        <Textarea value={text} rows={10} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
    </ConfirmDialog>
  );
}

function AddWidget({
  body,
  onBody,
  onClose,
}: {
  readonly body: DashboardBody;
  readonly onBody: (body: DashboardBody) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { api, session } = useSignedIn();
  const [kind, setKind] = useState("five");
  const [keyStoreId, setKeyStoreId] = useState<string>();
  const [alarmArn, setAlarmArn] = useState("");
  const { data: stores } = useLoad(useCallback((signal) => readKeyStores(api, signal), [api]));
  const store = stores?.find(({ CustomKeyStoreId }) => CustomKeyStoreId === keyStoreId) ?? stores?.[0];
  const place = { x: 0, y: rowsOf(body.widgets), width: 24, height: 3 };
  const add = async (): Promise<void> => {
    if (kind === "text") {
      onBody({ ...body, widgets: [...body.widgets, { type: "text", ...place, properties: { markdown: "# Title\nText" } }] });
      return;
    }
    if (kind === "alarm") {
      onBody({
        ...body,
        widgets: [
          ...body.widgets,
          { type: "alarm", ...place, properties: { title: "Alarms", alarms: alarmArn.split(/[\s,]+/).filter(Boolean) } },
        ],
      });
      return;
    }
    if (!store) throw new Error("There is no key store.");
    const status = await api.xkswatch<KeyStoreStatus>("GetKeyStoreStatus", { KeyStoreId: store.CustomKeyStoreId });
    const facts = {
      keyStoreId: store.CustomKeyStoreId,
      region: session.region,
      quotaPerSecond: status.QuotaPerSecond ?? defaultQuotaPerSecond,
    };
    const graphs = graphIds.map((id) => fiveGraph(id, facts, store.CustomKeyStoreName));
    onBody(
      addBelow(
        body,
        kind === "number" ? graphs.slice(0, 3).map((graph) => ({ ...graph, view: "singleValue" as const })) : graphs,
        kind === "number" ? 8 : 12,
      ),
    );
  };
  return (
    <ConfirmDialog
      header="Add widget"
      action="Add widget"
      act={add}
      onClose={onClose}
      disabled={kind === "alarm" && alarmArn.trim() === ""}
    >
      <SpaceBetween size="m">
        <Tiles
          ariaLabel="Kind of widget"
          value={kind}
          onChange={({ detail }) => setKind(detail.value)}
          items={[
            { value: "five", label: "Five graphs", description: "Of a key store." },
            { value: "number", label: "Numbers", description: "Requests, reliability and latency now." },
            { value: "text", label: "Text", description: "Markdown." },
            { value: "alarm", label: "Alarms", description: "Their states." },
          ]}
        />
        {(kind === "five" || kind === "number") && (
          <FormField label="Key store">
            <Select
              selectedOption={store ? { value: store.CustomKeyStoreId, label: store.CustomKeyStoreName } : null}
              options={(stores ?? []).map((each) => ({ value: each.CustomKeyStoreId, label: each.CustomKeyStoreName }))}
              onChange={({ detail }) => setKeyStoreId(detail.selectedOption.value)}
            />
          </FormField>
        )}
        {kind === "alarm" && (
          <FormField label="Alarm ARNs or names" constraintText="Separated by commas or spaces, at most 100.">
            <Input value={alarmArn} onChange={({ detail }) => setAlarmArn(detail.value)} />
          </FormField>
        )}
        {kind !== "text" && <Box variant="small">Any other metric: open Metrics, draw it, and choose Add to dashboard.</Box>}
      </SpaceBetween>
    </ConfirmDialog>
  );
}

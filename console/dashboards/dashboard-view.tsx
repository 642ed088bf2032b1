/** A dashboard on the screen: controls, grid, dialogs; the body is a draft until it is saved. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { createAlarmAddress, explorerAddress } from "../explorer/explorer-link.ts";
import { EnlargedGraph } from "../graph/enlarged-graph.tsx";
import type { GraphAction } from "../graph/graph-card.tsx";
import type { TimeRange } from "../graph/time-range.ts";
import type { MetricWidget } from "../graph/widget.ts";
import { copyLink } from "../parts/copy-link.ts";
import { useNotices } from "../parts/notices.tsx";
import { usePreferences } from "../parts/preferences.tsx";
import { navigate, useQuery } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { parseDuration, readViewState, type ViewState, writeViewState } from "../url-state.ts";
import { type DashboardBody, putWidget, rowsOf, type Widget } from "./dashboard-body.ts";
import { writeDashboard } from "./dashboard-calls.ts";
import { DashboardControls } from "./dashboard-controls.tsx";
import { DashboardDialogs, type DashboardDialog } from "./dashboard-dialogs.tsx";
import { dropDraft, keepDraft } from "./draft-storage.ts";
import { Grid, titleOf } from "./grid.tsx";
import { parameterPrefix, useVariables } from "./use-variables.ts";
import { withVariables } from "./variables.ts";
import { WidgetView } from "./widget-view.tsx";

const VariableControls = lazy(() => import("./variable-controls.tsx"));

interface DashboardViewProps {
  readonly name: string;
  /** As it is kept. */
  readonly saved: DashboardBody;
  /** As it is shown first: the kept one, or a draft. */
  readonly start: DashboardBody;
  readonly isBuiltIn: boolean;
  readonly onSaved: () => void;
}

export function DashboardView({ name, saved, start, isBuiltIn, onSaved }: DashboardViewProps): ReactNode {
  const { api } = useSignedIn();
  const { timeZone, change: changePreferences } = usePreferences();
  const notices = useNotices();
  const address = useQuery();
  const { state } = useMemo(() => readViewState(address), [address]);
  const [body, setBody] = useState(start);
  const [editing, setEditing] = useState(false);
  const [zoom, setZoom] = useState<readonly [number, number]>();
  const [linked, setLinked] = useState(true);
  const [turn, setTurn] = useState(0);
  const [dialog, setDialog] = useState<DashboardDialog>();
  const [enlarged, setEnlarged] = useState<number>();
  const isChanged = body !== saved && JSON.stringify(body) !== JSON.stringify(saved);
  const range: TimeRange = state.range ?? { kind: "relative", seconds: parseDuration(body.start ?? "") ?? 3 * 3600 };
  const zone = state.zone ?? timeZone;

  useEffect(() => {
    if (isChanged && !isBuiltIn) keepDraft(name, body);
  }, [isChanged, isBuiltIn, name, body]);
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (isChanged) event.preventDefault();
    };
    window.addEventListener("beforeunload", onLeave);
    return () => window.removeEventListener("beforeunload", onLeave);
  }, [isChanged]);

  const variables = useVariables(body, address);
  // What is shown; the body itself keeps what it says.
  const shown = useMemo(() => body.widgets.map((widget) => withVariables(widget, variables)), [body.widgets, variables]);
  const addressOf = (view: ViewState, chosen: Readonly<Record<string, string>> = {}): string => {
    const parameters = writeViewState(view);
    for (const [parameter, value] of new URLSearchParams(address))
      if (parameter.startsWith(parameterPrefix)) parameters.set(parameter, value);
    for (const [id, value] of Object.entries(chosen)) parameters.set(parameterPrefix + id, value);
    return `/dashboards/${name}?${parameters}`;
  };
  const show = (changes: ViewState): void => {
    setZoom(undefined);
    navigate(addressOf({ ...state, range, ...changes }));
  };
  const save = async (): Promise<void> => {
    try {
      await writeDashboard(api, name, body);
      dropDraft(name);
      notices.show({ id: "dashboard-saved", type: "success", content: `The dashboard ${name} was saved.` });
      setEditing(false);
      onSaved();
    } catch (error) {
      notices.show({
        id: "dashboard-saved",
        type: "error",
        header: "The dashboard was not saved",
        content: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      });
    }
  };
  const share = async (): Promise<void> => {
    const copied = await copyLink(addressOf({ ...state, range, zone }));
    notices.show({
      id: "copied",
      type: copied ? "success" : "warning",
      content: copied ? "The link was copied." : "The link could not be copied: take it from the address bar.",
    });
  };
  const setWidgets = (widgets: readonly Widget[]): void => setBody((before) => ({ ...before, widgets }));
  const actionsOf = (widget: Widget, drawn: Widget, index: number): readonly GraphAction[] => [
    ...(widget.type === "metric"
      ? [
          {
            id: "alarm",
            text: "Create alarm",
            act: () => navigate(createAlarmAddress(drawn.properties as unknown as MetricWidget)),
          },
        ]
      : []),
    {
      id: "metrics",
      text: "View in metrics",
      act: () => navigate(explorerAddress(drawn.properties as unknown as MetricWidget, { range })),
    },
    ...(isBuiltIn
      ? []
      : [
          { id: "edit", text: "Edit", act: () => setDialog({ kind: "edit", index }) },
          {
            id: "duplicate",
            text: "Duplicate",
            act: () => setWidgets([...body.widgets, { ...widget, y: rowsOf(body.widgets) }]),
          },
          { id: "delete", text: "Delete", act: () => setWidgets(body.widgets.filter((_, other) => other !== index)) },
        ]),
  ];
  const enlargedWidget = enlarged === undefined ? undefined : shown[enlarged];

  return (
    <SpaceBetween size="m">
      <Header
        variant="h1"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="share" onClick={() => void share()}>
              Copy link
            </Button>
            <Button onClick={() => setDialog({ kind: "source" })}>Source</Button>
            {!isBuiltIn && <Button onClick={() => setDialog({ kind: "add" })}>Add widget</Button>}
            {!isBuiltIn && <Button onClick={() => setEditing(!editing)}>{editing ? "Done" : "Edit"}</Button>}
            {!isBuiltIn && (
              <Button variant="primary" disabled={!isChanged} onClick={() => void save()}>
                Save dashboard
              </Button>
            )}
          </SpaceBetween>
        }
      >
        {name}
      </Header>
      <DashboardControls
        range={range}
        zone={zone}
        periodSeconds={state.periodSeconds}
        refreshSeconds={state.refreshSeconds ?? 0}
        linked={linked}
        onShow={show}
        onZone={(next) => changePreferences({ timeZone: next })}
        onLinked={setLinked}
        onRefresh={() => setTurn(turn + 1)}
      />
      {variables.length > 0 && (
        <Suspense>
          <VariableControls states={variables} onChange={(id, value) => navigate(addressOf({ ...state, range }, { [id]: value }))} />
        </Suspense>
      )}
      {body.widgets.length === 0 && (
        <Box textAlign="center" padding="xl">
          <SpaceBetween size="s">
            <Box>{isBuiltIn ? "There is no key store yet." : "This dashboard is empty."}</Box>
            {!isBuiltIn && <Button onClick={() => setDialog({ kind: "add" })}>Add widget</Button>}
          </SpaceBetween>
        </Box>
      )}
      <Grid widgets={body.widgets} editing={editing} onPut={(index, place, before) => setWidgets(putWidget(before, index, place))}>
        {(widget, index, heightPx) => (
          <>
            <WidgetView
              widget={shown[index] ?? widget}
              range={range}
              periodSeconds={state.periodSeconds}
              refreshSeconds={state.refreshSeconds ?? 0}
              zone={zone}
              heightPx={heightPx}
              zoom={linked ? zoom : undefined}
              onZoom={linked ? setZoom : noZoom}
              turn={turn}
              actions={actionsOf(widget, shown[index] ?? widget, index)}
              onEnlarge={() => setEnlarged(index)}
            />
            {editing && !isDrawn(widget) && (
              <span className="widget-tools">
                <Button
                  variant="inline-icon"
                  iconName="edit"
                  ariaLabel={`Edit ${titleOf(widget)}`}
                  onClick={() => setDialog({ kind: "edit", index })}
                />
                <Button
                  variant="inline-icon"
                  iconName="remove"
                  ariaLabel={`Delete ${titleOf(widget)}`}
                  onClick={() => setWidgets(body.widgets.filter((_, other) => other !== index))}
                />
              </span>
            )}
          </>
        )}
      </Grid>
      <DashboardDialogs
        name={name}
        dialog={dialog}
        body={body}
        readOnly={isBuiltIn}
        onBody={setBody}
        onClose={() => setDialog(undefined)}
      />
      {enlargedWidget && (
        <EnlargedGraph
          title={titleOf(enlargedWidget)}
          widget={enlargedWidget.properties as unknown as MetricWidget}
          initial={{ range, ...(state.periodSeconds !== undefined && { periodSeconds: state.periodSeconds }) }}
          zone={zone}
          onClose={() => setEnlarged(undefined)}
          onCopyLink={(view) => void copyLink(explorerAddress(enlargedWidget.properties as unknown as MetricWidget, view))}
          emptyNote={() => null}
        />
      )}
    </SpaceBetween>
  );
}

/** Whether a widget is a drawn graph, which has a menu of its own. */
function isDrawn({ type, properties }: Widget): boolean {
  return type === "metric" && (properties["view"] ?? "timeSeries") === "timeSeries";
}

/** Graphs that are not linked zoom in their enlarged view only. */
function noZoom(): void {
  // Nothing to do.
}

/** What stands around every page: top bar, navigation, messages, help. */
import AppLayout from "@cloudscape-design/components/app-layout";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import SplitPanel from "@cloudscape-design/components/split-panel";
import Spinner from "@cloudscape-design/components/spinner";
import TopNavigation from "@cloudscape-design/components/top-navigation";
import { type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { signOut } from "./api.ts";
import { NotFoundPage } from "./pages/not-found.tsx";
import { pageAt } from "./pages.ts";
import { ErrorFence } from "./parts/error-fence.tsx";
import { type Detail, type HelpTopic, PanelsContext } from "./parts/help-context.ts";
import { NoticeBar, useNotices } from "./parts/notices.tsx";
import { usePreferences } from "./parts/preferences.tsx";
import { navigate } from "./parts/router.ts";
import { Shortcuts } from "./parts/shortcuts.tsx";
import { useSignedIn } from "./parts/session-context.ts";

interface FrameProps {
  readonly path: string;
  readonly onSignedOut: () => void;
}

const navigation: readonly SideNavigationProps.Item[] = [
  { type: "link", text: "Customer managed keys", href: "/keys" },
  {
    type: "section",
    text: "Custom key stores",
    items: [{ type: "link", text: "External key stores", href: "/key-stores" }],
  },
  {
    type: "section",
    text: "Monitoring",
    items: [
      { type: "link", text: "Interactions", href: "/interactions" },
      { type: "link", text: "Dashboards", href: "/dashboards" },
      { type: "link", text: "Alarms", href: "/alarms" },
      { type: "link", text: "Metrics", href: "/explorer" },
    ],
  },
  { type: "divider" },
  { type: "link", text: "Access keys", href: "/access-keys" },
  { type: "link", text: "Settings", href: "/settings" },
];

export function Frame({ path, onSignedOut }: FrameProps): ReactNode {
  const { session } = useSignedIn();
  const { theme, mode, change } = usePreferences();
  const notices = useNotices();
  const [navigationOpen, setNavigationOpen] = useState(() => window.innerWidth > 1100);
  const [help, setHelp] = useState<HelpTopic>();
  const [detail, setDetail] = useState<Detail>();
  const [detailSize, setDetailSize] = useState(360);
  const found = pageAt(path);

  useEffect(() => {
    document.title = `${found?.entry.title ?? "Not found"} · xkswatch`;
    setHelp(undefined);
    setDetail(undefined);
  }, [path, found?.entry.title]);

  const leave = async (): Promise<void> => {
    try {
      await signOut(session);
      onSignedOut();
    } catch (error) {
      notices.show({ id: "sign-out", type: "error", content: error instanceof Error ? error.message : String(error) });
    }
  };
  const helpValue = useMemo(() => ({ show: setHelp, showDetail: setDetail }), []);
  const Page = found?.entry.Page;
  const crumbs = crumbsOf(path);

  return (
    <PanelsContext value={helpValue}>
      <div id="header">
        <TopNavigation
          identity={{ href: "/key-stores", logo: { src: "/logo.svg", alt: "xkswatch" } }}
          utilities={[
            { type: "button", text: session.region, title: "Region", ariaLabel: `Region ${session.region}`, disableUtilityCollapse: true },
            {
              type: "button",
              iconName: mode === "dark" ? "status-positive" : "status-pending",
              text: mode === "dark" ? "Light mode" : "Dark mode",
              ariaLabel: mode === "dark" ? "Light mode" : "Dark mode",
              onClick: () => change({ theme: mode === "dark" ? "light" : "dark" }),
            },
            {
              type: "menu-dropdown",
              text: session.userName,
              description: `${session.role} · account ${session.accountId}`,
              iconName: "user-profile",
              items: [
                { id: "system", text: theme === "system" ? "Theme follows the system" : "Let the theme follow the system" },
                { id: "sign-out", text: "Sign out" },
              ],
              onItemClick: ({ detail }) => {
                if (detail.id === "sign-out") void leave();
                if (detail.id === "system") change({ theme: "system" });
              },
            },
          ]}
        />
      </div>
      <Shortcuts />
      <AppLayout
        headerSelector="#header"
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        navigation={
          <SideNavigation
            header={{ text: "Key Management Service", href: "/key-stores" }}
            activeHref={found?.entry.section ?? ""}
            items={navigation}
          />
        }
        breadcrumbs={crumbs.length > 1 ? <BreadcrumbGroup items={crumbs} /> : undefined}
        notifications={<NoticeBar />}
        stickyNotifications
        toolsHide={!help}
        toolsOpen={help !== undefined}
        onToolsChange={({ detail }) => !detail.open && setHelp(undefined)}
        tools={help?.panel}
        splitPanel={
          detail && (
            <SplitPanel header={detail.header} hidePreferencesButton>
              {detail.content}
            </SplitPanel>
          )
        }
        splitPanelOpen={detail !== undefined}
        splitPanelPreferences={{ position: "bottom" }}
        splitPanelSize={detailSize}
        onSplitPanelResize={({ detail: { size } }) => setDetailSize(size)}
        onSplitPanelToggle={({ detail: { open } }) => {
          if (open) return;
          detail?.onClose();
          setDetail(undefined);
        }}
        maxContentWidth={Number.MAX_VALUE}
        ariaLabels={{
          navigation: "Navigation",
          navigationToggle: "Open navigation",
          navigationClose: "Close navigation",
          tools: "Help panel",
          toolsClose: "Close help panel",
          notifications: "Messages",
        }}
        content={
          <ErrorFence key={path}>
            <Suspense fallback={<Spinner size="large" />}>
              {found && Page ? <Page {...found.parts} /> : <NotFoundPage onHome={() => navigate("/key-stores")} />}
            </Suspense>
          </ErrorFence>
        }
      />
    </PanelsContext>
  );
}

/** Crumbs of a path, from its words. */
function crumbsOf(path: string): { readonly text: string; readonly href: string }[] {
  const words = path.split("/").filter(Boolean);
  const names: Readonly<Record<string, string>> = {
    "key-stores": "External key stores",
    keys: "Customer managed keys",
    "access-keys": "Access keys",
    alarms: "Alarms",
    dashboards: "Dashboards",
    explorer: "Metrics",
    interactions: "Interactions",
    settings: "Settings",
    create: "Create",
    edit: "Edit",
  };
  const crumbs = [{ text: "xkswatch", href: "/key-stores" }];
  words.forEach((word, place) => {
    const text = names[word] ?? safeDecode(word);
    crumbs.push({ text, href: `/${words.slice(0, place + 1).join("/")}` });
  });
  return crumbs;
}

function safeDecode(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

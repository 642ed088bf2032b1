/** What can be done with a chosen point: see the requests behind it. */
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { usePreferences } from "../parts/preferences.tsx";
import { writeViewState } from "../url-state.ts";
import { formatTime, zoneName } from "./format.ts";

interface PointActionsProps {
  readonly keyStoreId: string;
  readonly from: number;
  readonly to: number;
  readonly onClear: () => void;
}

export function PointActions({ keyStoreId, from, to, onClear }: PointActionsProps): ReactNode {
  const { timeZone } = usePreferences();
  const parameters = writeViewState({ range: { kind: "absolute", from, to } });
  parameters.set("keyStore", keyStoreId);
  return (
    <>
      <span>
        {formatTime(from, timeZone, to - from < 60)} to {formatTime(to, timeZone, to - from < 60)} {zoneName(timeZone, from)}
      </span>
      <Link href={`/interactions?${parameters}`}>View interactions</Link>
      <Link href={`/interactions?${parameters}&order=slowest`}>Slowest first</Link>
      <Button variant="icon" iconName="close" ariaLabel="Clear the chosen point" onClick={onClear} />
    </>
  );
}

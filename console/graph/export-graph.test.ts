import { expect, test } from "vitest";
import { alignResults } from "./columns.ts";
import { csvOf } from "./export-graph.ts";

test("CSV has times in UTC, a column per line, empty gaps and quoted names", () => {
  const columns = alignResults(
    [
      { Id: "a", Label: "Encrypt, all", Timestamps: [1_795_500_000], Values: [1.5] },
      { Id: "b", Label: 'say "b"', Timestamps: [1_795_500_300], Values: [2] },
    ],
    1_795_500_000,
    1_795_500_600,
    300,
  );
  expect(csvOf(columns)).toBe('Time,"Encrypt, all","say ""b"""\r\n2026-11-24T06:00:00Z,1.5,\r\n2026-11-24T06:05:00Z,,2\r\n');
});

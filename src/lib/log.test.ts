/** What reaches the log. */
import { expect, it } from "vitest";
import { createLog } from "./log.ts";

const lines = (): { readonly written: Record<string, unknown>[]; write(line: string): void } => {
  const written: Record<string, unknown>[] = [];
  return { written, write: (line) => void written.push(JSON.parse(line) as Record<string, unknown>) };
};

it("writes JSON lines of its level and above, with bindings", () => {
  const destination = lines();
  const log = createLog({ level: "info", destination }).child({ plane: "data" });
  log.debug("not this");
  log.info({ port: 8420 }, "listening");
  expect(destination.written).toEqual([{ level: "info", time: expect.any(String) as string, plane: "data", port: 8420, msg: "listening" }]);
});

it("hides secrets by name, at the top and below", () => {
  const destination = lines();
  const secret = "do-not-show";
  createLog({ level: "info", destination }).info(
    {
      secret,
      Plaintext: secret,
      credential: { secretAccessKey: secret, accessKeyId: "AK" },
      request: { headers: { authorization: secret, cookie: secret, host: "h" } },
    },
    "x",
  );
  expect(JSON.stringify(destination.written)).not.toContain(secret);
  expect(destination.written[0]).toMatchObject({ credential: { accessKeyId: "AK" }, request: { headers: { host: "h" } } });
});

it("tells errors with their stack", () => {
  const destination = lines();
  createLog({ level: "error", destination }).error({ err: new Error("broken") }, "failed");
  expect(destination.written[0]).toMatchObject({ err: { message: "broken", stack: expect.stringContaining("log.test") as string } });
});

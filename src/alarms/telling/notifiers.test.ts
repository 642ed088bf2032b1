/** What each notifier sends, over real sockets where it opens one; what the message tells. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { X509Certificate, verify } from "node:crypto";
import { SMTPServer } from "smtp-server";
import { describe, expect, it } from "vitest";
import { ManualClock, systemClock } from "../../lib/clock.ts";
import type { Certificate } from "../../model/certificate.ts";
import type { Interaction } from "../../model/interaction.ts";
import { setOfValue } from "../../model/statistic-set.ts";
import { MemoryResourceStore } from "../../store/memory-resource-store.ts";
import { ChannelFault, readChannels } from "./channel.ts";
import { certificateProblem } from "./findings.ts";
import { alarm, keyStoreId, openTeller, target } from "./house.fixture.ts";
import { createMailer } from "./mailer.ts";
import { command } from "./notifiers/command.ts";
import { createPoster } from "./post.ts";
import { isPrivateAddress, PrivateTarget } from "./private-addresses.ts";
import { openSigner } from "./signing.ts";
import { notification, textToSign } from "./sns-envelope.ts";
import type { NotifierTools } from "./notifier.ts";

describe("an alarm's message", () => {
  async function told() {
    const house = openTeller([
      { type: "webhook", url: "https://example.com/plain" },
      { type: "email", to: ["ops@example.com"] },
      { type: "alertmanager", url: "http://alerts:9093/" },
      { type: "event-bridge", url: "https://example.com/events" },
      { type: "sns", url: "https://example.com/sns" },
    ]);
    const now = house.clock.now();
    const dimensions = [
      ["CustomKeyStoreId", keyStoreId],
      ["ErrorType", "Retryable"],
      ["ExceptionName", "XksProxyUnreachableException"],
    ].map(([name = "", value = ""]) => ({ name, value }));
    await house.metrics.merge([
      {
        series: { namespace: "AWS/KMS", metricName: "XksProxyErrors", unit: "Count", dimensions },
        second: now / 1000 - 30,
        set: setOfValue(1, 7),
        resolution: 1,
      },
    ]);
    const failed: Interaction = {
      at: now - 30_000,
      keyStoreId,
      kmsOperation: "Encrypt",
      xksOperation: "Encrypt",
      kmsRequestId: "6f3b6d0e-0000-4000-8000-000000000001",
      latencyMs: 500,
      attempts: [],
      failure: { exceptionName: "XksProxyUnreachableException", reason: "time-out", detail: "no answer within 250 ms" },
    };
    await house.interactions.append([failed]);
    await house.queue();
    await house.teller().look();
    const post = (url: string): Record<string, unknown> =>
      JSON.parse(house.posts.find((one) => one.url === url)?.body ?? "{}") as Record<string, unknown>;
    return { ...house, post };
  }

  it("has the form of CloudWatch's, and beside it what happened and what to do", async () => {
    const { post } = await told();
    const message = post("https://example.com/plain");
    expect(message).toMatchObject({
      AlarmName: alarm.name,
      AWSAccountId: "123456789012",
      NewStateValue: "ALARM",
      OldStateValue: "OK",
      Region: "US East (N. Virginia)",
      Trigger: { Period: 60, EvaluationPeriods: 1, Threshold: 5, TreatMissingData: "missing", Metrics: [{ Id: "q1", ReturnData: true }] },
      Xkswatch: {
        KeyStoreId: keyStoreId,
        Exceptions: [
          {
            ExceptionName: "XksProxyUnreachableException",
            Count: 7,
            // By how far the kept interactions got: here to a time-out.
            Owner: "XKS proxy",
            Remedy: expect.stringContaining("Look at the latency of the XKS proxy"),
          },
        ],
        WorstInteractions: [{ RequestId: "6f3b6d0e-0000-4000-8000-000000000001", LatencyMs: 500, Detail: "no answer within 250 ms" }],
        Console: expect.stringMatching(new RegExp(`^http://127.0.0.1:8420/key-stores/${keyStoreId}\\?from=`)),
      },
    });
  });

  it("reads for people", async () => {
    const { mails } = await told();
    expect(mails[0]).toMatchObject({ to: ["ops@example.com"], subject: 'ALARM: "bank retryable errors" in US East (N. Virginia)' });
    expect(mails[0]?.text).toContain("- 7 × XksProxyUnreachableException (");
    expect(mails[0]?.text).toContain("(request 6f3b6d0e-0000-4000-8000-000000000001)");
    expect(mails[0]?.text).toMatch(/Look at it: http/);
  });

  it("is an alert of Alertmanager, an event of EventBridge, an envelope of SNS", async () => {
    const { post } = await told();
    expect(post("http://alerts:9093/api/v2/alerts")).toMatchObject([
      { labels: { alertname: alarm.name, key_store_id: keyStoreId }, startsAt: "2026-11-24T12:00:00.000Z" },
    ]);
    expect(post("https://example.com/events")).toMatchObject({
      source: "aws.cloudwatch",
      "detail-type": "CloudWatch Alarm State Change",
      detail: { alarmName: alarm.name, state: { value: "ALARM" }, previousState: { value: "OK" } },
    });
    expect(post("https://example.com/sns")).toMatchObject({ Type: "Notification", TopicArn: target, SignatureVersion: "1" });
  });
});

it.each([
  ["2026-11-24T11:00:00Z", undefined, undefined, /has expired/],
  ["2027-01-01T00:00:00Z", "the certificate's altnames do not hold proxy.example.com", "no-tls", /not valid for the name/],
  ["2027-01-01T00:00:00Z", "self-signed certificate", "no-tls", /not trusted/],
  ["2027-01-01T00:00:00Z", "connection refused", "no-communication", /cannot be reached/],
] as const)("a certificate valid to %s with %s is told apart", (validTo, detail, reason, problem) => {
  const certificate = { validTo: Date.parse(validTo) } as Certificate;
  expect(certificateProblem(certificate, detail, reason, Date.UTC(2026, 10, 24, 12))).toMatch(problem);
});

describe("the signature of an envelope", () => {
  it.each(["1", "2"] as const)("of version %s holds against the certificate, and not for another text", async (version) => {
    const signer = await openSigner(new MemoryResourceStore(), systemClock);
    const envelope = notification(signer, {
      messageId: "m",
      topicArn: target,
      message: "hello\nworld",
      at: 0,
      signatureVersion: version,
      address: "http://x",
      subject: "s",
      // Attributes are told, and not signed.
      notice: { kind: "message", message: "", attributes: { team: { type: "String", value: "kms" } } },
    }) as Readonly<Record<string, string>>;
    expect(envelope["MessageAttributes"]).toEqual({ team: { Type: "String", Value: "kms" } });
    const { Message = "", MessageId = "", Subject = "", Timestamp = "", TopicArn = "", Type = "" } = envelope;
    const text = textToSign({ Message, MessageId, Subject, Timestamp, TopicArn, Type });
    expect(text).toBe(
      `Message\nhello\nworld\nMessageId\nm\nSubject\ns\nTimestamp\n1970-01-01T00:00:00.000Z\nTopicArn\n${target}\nType\nNotification\n`,
    );
    const holds = (signed: string): boolean =>
      verify(
        version === "1" ? "sha1" : "sha256",
        Buffer.from(signed),
        new X509Certificate(signer.certificate).publicKey,
        Buffer.from(envelope["Signature"] ?? "", "base64"),
      );
    expect([holds(text), holds(`${text}.`)]).toEqual([true, false]);
  });

  it("is made by the same key in every process", async () => {
    const resources = new MemoryResourceStore();
    const clock = new ManualClock();
    const paths = [(await openSigner(resources, clock)).certificatePath, (await openSigner(resources, clock)).certificatePath];
    expect(paths[0]).toBe(paths[1]);
  });
});

describe("posting", () => {
  async function serving(status: number, act: (url: string) => Promise<void>): Promise<string[]> {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        bodies.push(body);
        response.writeHead(status, { location: "http://127.0.0.1:1/" }).end("no such hook");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    return bodies;
  }
  const posted = async (url: string, trusted: boolean, allowPrivate = false): Promise<void> => {
    const post = createPoster({ clock: systemClock, allowPrivate });
    try {
      await post({ url, headers: {}, body: "hello", trusted });
    } finally {
      await post.close();
    }
  };

  it("reaches what the operator named, and what is allowed", async () => {
    expect(await serving(200, async (url) => posted(url, true))).toEqual(["hello"]);
    expect(await serving(200, async (url) => posted(url, false, true))).toEqual(["hello"]);
  });

  it("takes redirects and errors for failures", async () => {
    await serving(302, async (url) => expect(posted(url, true)).rejects.toThrow("the target answered with status 302"));
    await serving(404, async (url) => expect(posted(url, true)).rejects.toThrow("status 404: no such hook"));
  });

  it("does not follow subscribers into private networks, by number or by name", async () => {
    for (const url of ["http://127.0.0.1:1/", "http://[::1]:1/", "http://169.254.169.254/latest/meta-data", "http://2130706433/"]) {
      await expect(posted(url, false)).rejects.toThrow(PrivateTarget);
    }
    await expect(posted("http://localhost:1/", false)).rejects.toThrow("localhost leads into a private network");
  });

  it.each([
    ["10.1.2.3", true],
    ["172.31.0.1", true],
    ["172.32.0.1", false],
    ["192.168.1.1", true],
    ["100.64.0.1", true],
    ["8.8.8.8", false],
    ["::ffff:10.0.0.1", true],
    ["::ffff:a00:1", true],
    ["fd00::1", true],
    ["2606:4700::1111", false],
  ])("%s is private: %s", (address, isPrivate) => {
    expect(isPrivateAddress(address)).toBe(isPrivate);
  });
});

it("mail goes out over SMTP, with an id that stays the same", async () => {
  const received: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, _session, done) {
      let text = "";
      stream.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      stream.on("end", () => {
        received.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const port = (server.server.address() as AddressInfo).port;
  const mail = createMailer({ url: `smtp://127.0.0.1:${port}`, from: "xkswatch@example.com" });
  try {
    await mail({ to: ["ops@example.com"], subject: "ALARM:\r\nBcc: x@example.com", text: "what to do", messageId: "m-1" });
  } finally {
    mail.close();
    await new Promise<void>((resolve) => server.close(resolve));
  }
  expect(received[0]).toContain("Message-ID: <m-1@example.com>");
  expect(received[0]).toContain("Subject: ALARM: Bcc: x@example.com");
  expect(received[0]).toContain("what to do");
});

describe("a command", () => {
  const telling = {
    messageId: "m",
    target,
    at: 0,
    message: "the message",
    text: "",
    trusted: true,
    notice: { kind: "message" as const, message: "" },
    subject: "s",
  };
  const tools = { clock: systemClock } as NotifierTools;
  it("gets the message on its input, and the rest in its environment", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "command-")), "out");
    const script = 'printf "%s|%s|" "$XKSWATCH_SUBJECT" "$XKSWATCH_TARGET" > "$0"; cat >> "$0"';
    await command.send({ type: "command", command: ["/bin/sh", "-c", script, file] }, telling, tools);
    expect(readFileSync(file, "utf8")).toBe(`s|${target}|the message`);
  });
  it("that fails or is not there is a failure", async () => {
    await expect(command.send({ type: "command", command: ["/bin/sh", "-c", "exit 3"] }, telling, tools)).rejects.toThrow(
      "ended with status 3",
    );
    await expect(command.send({ type: "command", command: ["/no/such/program"] }, telling, tools)).rejects.toThrow("ENOENT");
  });
});

describe("a channel file", () => {
  it("is read", () => {
    expect(
      readChannels(
        `{"${target}": [{"type": "email", "to": ["a@example.com"]}, {"type": "webhook", "url": "https://x/", "body": {"t": "\${text}"}}]}`,
      ).get(target),
    ).toHaveLength(2);
  });
  it.each([
    ["[", "it is not JSON"],
    ['{"ops": []}', '"ops" must be an ARN'],
    [`{"${target}": [{"type": "pager"}]}`, `${target}[0].type must be one of sns, webhook`],
    [`{"${target}": [{"type": "webhook", "url": "ftp://x"}]}`, `${target}[0].url must be a URL`],
    [
      `{"${target}": [{"type": "webhook", "url": "https://x", "uri": 1}]}`,
      `${target}[0].uri is not known; a channel of type webhook has url, headers, body`,
    ],
  ])("%s is refused with the place", (text, message) => {
    expect(() => readChannels(text)).toThrow(ChannelFault);
    expect(() => readChannels(text)).toThrow(message);
  });
});

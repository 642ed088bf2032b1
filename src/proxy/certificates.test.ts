import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import { currentServerCertificate, renewalDays, serverDays } from "./certificates.ts";
import { ProxyStartError } from "./start-error.ts";

const dayMs = 86_400_000;
let folder: string;
let clock: ManualClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "xks-certificates-"));
  clock = new ManualClock();
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("currentServerCertificate", () => {
  it("makes a certificate for the loopback names, signed by its own CA", async () => {
    const { certificatePem, caPem } = await currentServerCertificate(folder, [], clock);
    const certificate = new X509Certificate(certificatePem);
    const authority = new X509Certificate(caPem);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(authority.ca).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.checkHost("localhost")).toBe("localhost");
    expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(certificate.checkIP("::1")).toBe("::1");
  });

  it("keeps keys for the owner alone", async () => {
    await currentServerCertificate(folder, [], clock);
    for (const name of ["ca-key.pem", "server-key.pem"]) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "ca.pem"), "utf8")).toContain("BEGIN CERTIFICATE");
  });

  it("keeps the certificate until renewal is due, then renews it under the same CA", async () => {
    const first = await currentServerCertificate(folder, [], clock);
    await clock.advance((serverDays - renewalDays - 1) * dayMs);
    expect((await currentServerCertificate(folder, [], clock)).certificatePem).toBe(first.certificatePem);
    await clock.advance(2 * dayMs);
    const second = await currentServerCertificate(folder, [], clock);
    expect(second.certificatePem).not.toBe(first.certificatePem);
    expect(second.caPem).toBe(first.caPem);
    expect(second.validTo).toBeGreaterThan(first.validTo);
  });

  it("makes another one when a name is added, the first name being its subject", async () => {
    await currentServerCertificate(folder, [], clock);
    const { certificatePem } = await currentServerCertificate(folder, ["xks.example.com", "*.xks.example.org"], clock);
    const certificate = new X509Certificate(certificatePem);
    expect(certificate.subject).toBe("CN=xks.example.com");
    expect(certificate.checkHost("a.xks.example.org")).toBe("*.xks.example.org");
    expect((await currentServerCertificate(folder, ["*.xks.example.org"], clock)).certificatePem).toBe(certificatePem);
  });

  it("names the files that cannot be read", async () => {
    await currentServerCertificate(folder, [], clock);
    writeFileSync(join(folder, "ca.pem"), "nonsense");
    await expect(currentServerCertificate(folder, [], clock)).rejects.toThrow(ProxyStartError);
    await expect(currentServerCertificate(folder, [], clock)).rejects.toThrow("ca.pem");
  });
});

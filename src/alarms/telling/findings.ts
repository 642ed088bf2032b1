/**
 * What happened around an alarm on an external key store: which exceptions, how often, whose requests were worst, and what to
 * do. Read when the message is made, from the metrics and the kept interactions.
 */
import type { Alarm, AlarmStatus, MetricAlarm } from "../../model/alarm.ts";
import type { Certificate } from "../../model/certificate.ts";
import { daysToExpire } from "../../model/certificate.ts";
import { kmsNamespace, noException } from "../../model/kms-metrics.ts";
import type { KeyStoreHealth } from "../../model/key-store-health.ts";
import {
  type Explanation,
  explanationOf,
  type UnreachableReason,
  type XksExceptionName,
  xksExceptionNames,
} from "../../model/xks-failures.ts";
import { floorTo } from "../../model/period.ts";
import type { InteractionLog, KeptInteraction } from "../../store/interaction-log.ts";
import type { MetricStore } from "../../store/metric-store.ts";
import type { ResourceStore } from "../../store/resource-store.ts";
import { ruleOf } from "../rules-of-book.ts";

export interface FoundException extends Explanation {
  readonly name: XksExceptionName;
  readonly count: number;
}

export interface Findings {
  readonly keyStoreId: string;
  readonly keyStoreName?: string;
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  /** Most frequent first. */
  readonly exceptions: readonly FoundException[];
  /** At most five, worst first. */
  readonly interactions: readonly Pick<KeptInteraction, "kmsRequestId" | "kmsOperation" | "latencyMs" | "failure" | "at">[];
  /** Of an alarm about the certificate. */
  readonly certificate?: { readonly name: string; readonly days: number; readonly problem?: string };
  /** Leads to the key store's page at the time of the alarm. */
  readonly link: string;
}

export interface FindingsContext {
  readonly metrics: MetricStore;
  readonly interactions: Pick<InteractionLog, "find">;
  readonly resources: ResourceStore;
  readonly address: string;
}

const shownInteractions = 5;

/** The key store that an alarm is about, by its dimensions or its Metrics Insights query. */
export function keyStoreOf(alarm: Alarm): string | undefined {
  if (alarm.type !== "metric") return undefined;
  const metrics = [alarm.metric, ...(alarm.queries ?? []).map(({ metric }) => metric)];
  for (const metric of metrics) {
    const dimension = metric?.dimensions.find(({ name }) => name === "CustomKeyStoreId");
    if (dimension) return dimension.value;
  }
  for (const { expression = "" } of alarm.queries ?? []) {
    const named = /CustomKeyStoreId"?\s*=\s*'([^']+)'/.exec(expression)?.[1];
    if (named !== undefined) return named;
  }
  return undefined;
}

/** The metric alarm that tells what an alarm is about: itself, or of a composite one's children the first that is about a key store. */
async function subjectOf({ resources }: FindingsContext, alarm: Alarm): Promise<MetricAlarm | undefined> {
  if (alarm.type === "metric") return alarm;
  for (const name of ruleOf(alarm).children) {
    const child = (await resources.read("alarm", name))?.value;
    if (child?.type === "metric" && keyStoreOf(child) !== undefined) return child;
  }
  return undefined;
}

/** Undefined for an alarm that is about no single key store. */
export async function findOut(context: FindingsContext, told: Alarm, status: AlarmStatus): Promise<Findings | undefined> {
  const alarm = await subjectOf(context, told);
  const keyStoreId = alarm && keyStoreOf(alarm);
  if (keyStoreId === undefined || !alarm) return undefined;
  const to = Math.max(status.updatedAt, status.transitionedAt);
  const from = to - Math.max(300, alarm.periodSeconds * alarm.evaluationPeriods + 60) * 1000;
  const [exceptions, store, health] = await Promise.all([
    countExceptions(context.metrics, keyStoreId, from / 1000, to / 1000),
    context.resources.read("key-store", keyStoreId),
    context.resources.read("key-store-health", keyStoreId),
  ]);
  const worst = await worstInteractions(context, { keyStoreId, from, to: to + 1 }, exceptions);
  const certificate = isAboutCertificate(alarm) && health ? certificateOf(health.value, to) : undefined;
  const range = `from=${encodeURIComponent(new Date(from).toISOString())}&to=${encodeURIComponent(new Date(to).toISOString())}`;
  return {
    keyStoreId,
    ...(store && { keyStoreName: store.value.name }),
    from,
    to,
    // How far the calls got that did not reach the proxy tells what to do better than the exception's name alone.
    exceptions: exceptions.map((found) => explained(found, reasonIn(worst, found.name))),
    interactions: worst,
    ...(certificate && { certificate }),
    link: `${context.address}/key-stores/${keyStoreId}?${range}`,
  };
}

function explained(found: FoundException, reason: UnreachableReason | undefined): FoundException {
  const { owner, cause, remedy } = explanationOf(found.name, reason);
  return { name: found.name, count: found.count, owner, cause, remedy };
}

const reasonIn = (interactions: Findings["interactions"], name: XksExceptionName) =>
  interactions.find(({ failure }) => failure?.exceptionName === name)?.failure?.reason;

async function countExceptions(metrics: MetricStore, keyStoreId: string, from: number, to: number): Promise<FoundException[]> {
  const dimensions = [{ name: "CustomKeyStoreId", value: keyStoreId }];
  const series = await metrics.list({ namespace: kmsNamespace, metricName: "XksProxyErrors", dimensions });
  const failing = series.flatMap(({ id, dimensions: own }) => {
    const name = own.find((dimension) => dimension.name === "ExceptionName")?.value;
    return name === undefined || name === noException ? [] : [{ id, name: name as XksExceptionName }];
  });
  if (failing.length === 0) return [];
  const columns = await metrics.read({
    seriesIds: failing.map(({ id }) => id),
    from: floorTo(from, 60),
    to: floorTo(to, 60) + 60,
    periodSeconds: 60,
    grainSeconds: 60,
    histograms: false,
  });
  const counts = new Map<XksExceptionName, number>();
  for (const [i, { name }] of failing.entries()) {
    const count = columns[i]?.sums.reduce((sum, one) => sum + one, 0) ?? 0;
    if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...counts]
    .filter(([name]) => xksExceptionNames.includes(name))
    .map(([name, count]) => ({ name, count, ...explanationOf(name) }))
    .sort((left, right) => right.count - left.count);
}

async function worstInteractions(
  { interactions }: FindingsContext,
  range: { readonly keyStoreId: string; readonly from: number; readonly to: number },
  exceptions: readonly FoundException[],
): Promise<Findings["interactions"]> {
  const found: KeptInteraction[] = [];
  for (const { name } of exceptions) {
    if (found.length >= shownInteractions) break;
    found.push(...(await interactions.find({ ...range, exceptionName: name }, { order: "newest", limit: shownInteractions })).interactions);
  }
  if (found.length === 0) found.push(...(await interactions.find(range, { order: "slowest", limit: shownInteractions })).interactions);
  return found.slice(0, shownInteractions);
}

function isAboutCertificate({ metric, queries = [] }: Extract<Alarm, { type: "metric" }>): boolean {
  const name = "XksProxyCertificateDaysToExpire";
  return (
    [metric, ...queries.map((query) => query.metric)].some((one) => one?.metricName === name) ||
    queries.some(({ expression = "" }) => expression.includes(name))
  );
}

function certificateOf({ lastCertificate, failure }: KeyStoreHealth, now: number): Findings["certificate"] {
  if (!lastCertificate) return undefined;
  const days = daysToExpire(lastCertificate, now);
  const problem = certificateProblem(lastCertificate, failure?.detail, failure?.reason, now);
  return { name: lastCertificate.name, days, ...(problem !== undefined && { problem }) };
}

/** Expired, wrong name, untrusted and unreachable are four different things to do. */
export function certificateProblem(
  certificate: Certificate,
  detail: string | undefined,
  reason: string | undefined,
  now: number,
): string | undefined {
  if (certificate.validTo <= now) return "The certificate has expired: install a new one on the XKS proxy endpoint now.";
  if (detail === undefined) return undefined;
  if (/altname|host ?name|does not match|not valid for/i.test(detail)) {
    return `The certificate is not valid for the name of the endpoint (${detail}): its subject or alternative names must hold that name.`;
  }
  if (reason === "no-tls" || /certificate|issuer|self.signed|trust/i.test(detail)) {
    return `The certificate is not trusted (${detail}): its chain must end in a CA that is trusted here.`;
  }
  return `The endpoint cannot be reached (${detail}): the days are those of the last certificate that was seen.`;
}

/**
 * What the management plane is made of, without its sockets: stores, services, doors. The short commands use the same over a
 * data folder that nothing serves from.
 */
import { createAuthenticate } from "../../aws/authentication.ts";
import { createDispatch, speaksAwsApi } from "../../aws/dispatch.ts";
import type { Caller } from "../../aws/caller.ts";
import { createCloudWatchService } from "../../cloudwatch/operations.ts";
import { type DataPlanes } from "../../kms/data-planes.ts";
import { MutableDirectory } from "../../kms/directory.ts";
import { createManagementContext, loadDirectory, managementOperations, type ManagementContext } from "../../kms/management.ts";
import { kmsServiceDefinition } from "../../kms/operations.ts";
import { exposedFamilies, type Family } from "../../export/exposition.ts";
import type { Clock } from "../../lib/clock.ts";
import type { ApiRequest, ApiResponse, Door } from "../../lib/door.ts";
import type { Log } from "../../lib/log.ts";
import type { HealthCheck } from "../../model/health-check.ts";
import { defaultSampling } from "../../recorder/kept-interactions.ts";
import { defaultInteractionLimits } from "../../store/interaction-paging.ts";
import { explain } from "../../tools/explain/explain.ts";
import { LoginTokens } from "../../web/login-tokens.ts";
import { createWebService } from "../../web/service.ts";
import { createSessionDoor } from "../../web/session-door.ts";
import { createStaticFiles } from "../../web/static-files.ts";
import type { WebContext } from "../../web/web-context.ts";
import { consoleDirectory } from "../places.ts";
import { type Configuration, publicAddressOf } from "../configuration.ts";
import { ensureFirstAccessKey } from "../first-access-key.ts";
import { productVersion } from "../product-version.ts";
import { type Alarming, openAlarming } from "./alarming.ts";
import { startAuditCollector } from "./audit-collector.ts";
import { createMetricsDoor } from "./metrics-door.ts";
import { ownFigures, processFamilies, type ProcessFigures } from "./process-figures.ts";
import { startRemoteWriting } from "./remote-writing.ts";
import { openStores, type Stores } from "./open-stores.ts";
import { requestIds } from "./request-ids.ts";

export interface Management {
  readonly stores: Stores;
  readonly context: ManagementContext;
  /** Not started: evaluating and telling is for the process that serves. */
  readonly alarming: Alarming;
  /** Answers what data planes hand on. */
  readonly door: Door;
  /** Answers every operation as the local administrator. */
  readonly administratorDoor: Door;
  close(): Promise<void>;
}

export interface ManagementOptions {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly log: Log;
  readonly facts: { healthCheck(check: HealthCheck): void };
  readonly stores: Stores;
  readonly directory: MutableDirectory;
  readonly dataPlanes: DataPlanes;
  /** What the processes of the data planes said last of themselves. */
  dataPlaneFigures(): readonly ProcessFigures[];
}

/** Opens the stores and the directory that everything else stands on. @throws UsageError */
export async function openState(
  configuration: Configuration,
  clock: Clock,
  log: Log,
): Promise<{ readonly stores: Stores; readonly directory: MutableDirectory }> {
  const stores = await openStores(configuration, clock, log);
  const directory = new MutableDirectory({ region: configuration.region, accountId: configuration.accountId });
  await loadDirectory(stores.state.resources, directory);
  return { stores, directory };
}

export async function createManagement(options: ManagementOptions): Promise<Management> {
  const { configuration, clock, log, stores, directory, dataPlanes } = options;
  const { region, accountId } = configuration;
  const context = createManagementContext({
    directory,
    resources: stores.state.resources,
    dataPlanes,
    facts: options.facts,
    clock,
    log,
    installation: directory.installation,
    vpcEndpointServices: configuration.vpcEndpointServices,
    healthIntervalSeconds: configuration.healthIntervalSeconds,
    metrics: stores.metrics,
    quotaPerSecond: configuration.quotaPerSecond,
  });
  const alarming = await openAlarming(configuration, clock, log, stores);
  const web: WebContext = {
    directory,
    resources: stores.state.resources,
    commit: (changes) => context.commits.transact(async () => changes),
    state: stores.state,
    metrics: stores.metrics,
    interactions: stores.interactions,
    sampling: { successesPerSecond: defaultSampling.successesPerSecond, keptFromLatencyMs: defaultSampling.slowMs },
    interactionLimits: defaultInteractionLimits,
    explain,
    testActions: (alarm) => alarming.testActions(alarm),
    loginTokens: new LoginTokens(clock),
    clock,
    installation: { region, accountId, address: publicAddressOf(configuration) },
    version: productVersion(),
    dataBytes: () => stores.bytes(),
  };
  await ensureFirstAccessKey(directory, web);
  const audit = startAuditCollector({
    clock,
    region,
    newEventId: requestIds(clock),
    send(lines) {
      stores.audit.record(lines);
      return true;
    },
  });
  const dispatch = createDispatch({
    services: [
      { ...kmsServiceDefinition, operations: managementOperations, context },
      createCloudWatchService({
        metrics: stores.metrics,
        resources: stores.state.resources,
        alarms: alarming.book,
        clock,
        installation: { region, accountId },
      }),
      createWebService(web),
      alarming.sns,
    ],
    authenticate: createAuthenticate({ credentials: directory, accountId, mode: configuration.auth, clock }),
    newRequestId: requestIds(clock),
    log,
    audit: audit.record,
  });
  const sessions = createSessionDoor({ ...web, log, secureCookie: configuration.tls !== undefined, authentication: configuration.auth });
  const files = createStaticFiles(consoleDirectory);
  const since = Math.floor(clock.now() / 1000);
  const own = ownFigures("management", clock);
  const collect = (): Promise<Family[]> =>
    exposedFamilies(
      stores.metrics,
      { since, now: Math.floor(clock.now() / 1000) },
      processFamilies([own(), ...options.dataPlaneFigures()]),
    );
  const exposed = createMetricsDoor({ configuration, collect });
  const remoteWrite = startRemoteWriting({ configuration, clock, collect, log });
  return {
    stores,
    context,
    alarming,
    door: doorOf({ api: dispatch, sessions, files, alarming, exposed }),
    administratorDoor: dispatch.answerAs(localAdministrator(accountId)),
    async close() {
      await remoteWrite?.stop();
      await alarming.stop();
      audit.stop();
      await stores.close();
    },
  };
}

interface Doors {
  readonly api: Door;
  readonly sessions: Door;
  readonly files: Door;
  readonly exposed: Door;
  readonly alarming: Pick<Alarming, "answerOpenly">;
}

/** By path and method: the APIs are POSTs and signed GETs, the console's files are other GETs, the sign-in has a path of its own. */
function doorOf({ api, sessions, files, alarming, exposed }: Doors): Door {
  return async (request: ApiRequest): Promise<ApiResponse> => {
    if (request.path === "/session") return sessions(request);
    const reads = request.method === "GET" || request.method === "HEAD";
    if (reads && request.path === "/metrics") return exposed(request);
    if (reads && !speaksAwsApi(request)) return (await alarming.answerOpenly(request)) ?? files(request);
    return api(request);
  };
}

function localAdministrator(accountId: string): Caller {
  return { arn: `arn:aws:iam::${accountId}:root`, accountId, role: "admin", by: "local", remoteAddress: "" };
}

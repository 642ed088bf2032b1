/** All commands, one line each. */
import { createAccessKey, deleteAccessKey, listAccessKeys } from "./access-keys.ts";
import { recommendAlarms, testAlarm } from "./alarms.ts";
import { backup, rekey, restore } from "./backup.ts";
import { check } from "./check.ts";
import type { Command } from "./command.ts";
import { demo } from "./demo.ts";
import { env } from "./env.ts";
import { explain } from "./explain.ts";
import { faults } from "./faults.ts";
import { keyStoreQuota } from "./key-stores.ts";
import { load } from "./load.ts";
import { login } from "./login.ts";
import { proxy, proxyCa, proxyConfigFile } from "./proxy.ts";
import { createProxyKey, deleteProxyKey, disableProxyKey, enableProxyKey, listProxyKeys, rotateProxyKey } from "./proxy-keys.ts";
import { finishProxyRotation, startProxyRotation } from "./proxy-rotation.ts";
import { serve } from "./serve.ts";
import { up } from "./up.ts";

export const commandTable: readonly Command[] = [
  up,
  serve,
  demo,
  env,
  login,
  createAccessKey,
  listAccessKeys,
  deleteAccessKey,
  keyStoreQuota,
  recommendAlarms,
  testAlarm,
  explain,
  check,
  load,
  backup,
  restore,
  rekey,
  proxy,
  proxyConfigFile,
  proxyCa,
  createProxyKey,
  listProxyKeys,
  disableProxyKey,
  enableProxyKey,
  rotateProxyKey,
  deleteProxyKey,
  startProxyRotation,
  finishProxyRotation,
  faults,
];

/** What help says of words that only hold further commands together. */
export const groups: Readonly<Record<string, string>> = {
  "access-keys": "AWS access keys of this service: who may call it",
  "key-stores": "external key stores",
  alarms: "alarms on external key stores",
  "proxy keys": "the keys of the bundled proxy's software key manager",
  "proxy credentials": "the credentials of the bundled proxy's path prefixes",
};

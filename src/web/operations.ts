/** The console's own operations, beside the AWS APIs that it uses: one line each. */
import type { Operation } from "../aws/operation.ts";
import { createAccessKey } from "./operations/create-access-key.ts";
import { createLoginToken } from "./operations/create-login-token.ts";
import { deleteAccessKey } from "./operations/delete-access-key.ts";
import { explain } from "./operations/explain.ts";
import { getAccessKeySecret } from "./operations/get-access-key-secret.ts";
import { getInstallation } from "./operations/get-installation.ts";
import { getKeyStoreStatus } from "./operations/get-key-store-status.ts";
import { listAccessKeys } from "./operations/list-access-keys.ts";
import { listConnectionEvents } from "./operations/list-connection-events.ts";
import { listInteractions } from "./operations/list-interactions.ts";
import { putKeyStoreQuota } from "./operations/put-key-store-quota.ts";
import { recommendAlarms } from "./operations/recommend-alarms.ts";
import { rekey } from "./operations/rekey.ts";
import { restoreBackup } from "./operations/restore-backup.ts";
import { testAlarmActions } from "./operations/test-alarm-actions.ts";
import { writeBackup } from "./operations/write-backup.ts";
import type { WebContext } from "./web-context.ts";

export const webOperations: readonly Operation<WebContext>[] = [
  createAccessKey,
  createLoginToken,
  deleteAccessKey,
  explain,
  getAccessKeySecret,
  getInstallation,
  getKeyStoreStatus,
  listAccessKeys,
  listConnectionEvents,
  listInteractions,
  putKeyStoreQuota,
  recommendAlarms,
  rekey,
  restoreBackup,
  testAlarmActions,
  writeBackup,
];

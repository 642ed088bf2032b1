/** The external key behind a new KMS key: GetKeyMetadata, and the rules on what it says. */
import { externalKeyMessages, failureOf } from "../../model/xks-failures.ts";
import { kmsError, type KmsErrorName } from "../errors.ts";
import { unknownServiceMessage, withoutDataPlane } from "./ask-health.ts";
import { type KeyMetadataAnswer, XksError } from "../../xks/calls.ts";
import { xksTargetOf } from "../xks-target.ts";
import type { Call } from "../../aws/operation.ts";
import type { KeyStore } from "../../model/key-store.ts";
import type { ManagementContext } from "./management-context.ts";

/** Asks the proxy for the external key. Throws the API's error unless it can back a KMS key. */
export async function checkExternalKey(store: KeyStore, externalKeyId: string, call: Call<ManagementContext>): Promise<void> {
  const { context, caller, requestId } = call;
  const target = xksTargetOf(store, context.vpcEndpointServices);
  if (!target) throw kmsError("CustomKeyStoreInvalidStateException", unknownServiceMessage);
  const purpose = { kmsOperation: "CreateKey" as const, kmsRequestId: requestId, callerArn: caller.arn };
  let answer: KeyMetadataAnswer;
  try {
    answer = await context.dataPlanes.getKeyMetadata(target, externalKeyId, purpose);
  } catch (error) {
    if (!(error instanceof XksError)) throw withoutDataPlane(error);
    const { exception, message } = failureOf(error.failure.exceptionName, "create-key", error.reason);
    throw kmsError(exception as KmsErrorName, message);
  }
  const wrong = whatIsWrong(answer);
  if (wrong !== undefined) throw kmsError("XksKeyInvalidConfigurationException", wrong);
}

function whatIsWrong({ keySpec, keyStatus, keyUsage }: KeyMetadataAnswer): string | undefined {
  if (keySpec !== "AES_256") return externalKeyMessages.keySpec(keySpec);
  if (keyStatus !== "ENABLED") return externalKeyMessages.keyStatus(keyStatus);
  if (!keyUsage.includes("ENCRYPT") || !keyUsage.includes("DECRYPT")) return externalKeyMessages.keyUsage(keyUsage);
  return undefined;
}

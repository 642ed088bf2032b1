/** What the data plane's operations and xks/client tell: facts. The recorder makes datapoints of them; it never throws and never blocks. */
import type { HealthCheck } from "../model/health-check.ts";
import type { Interaction } from "../model/interaction.ts";
import type { KmsRequest } from "../model/kms-request.ts";

export interface FactSink {
  interaction(interaction: Interaction): void;
  kmsRequest(request: KmsRequest): void;
  healthCheck(check: HealthCheck): void;
}

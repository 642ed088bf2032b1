/** Real AWS SDK clients pointed at the product. */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { KMSClient } from "@aws-sdk/client-kms";
import type { Product } from "./product.ts";

type Target = Pick<Product, "address" | "credentials" | "region">;

export function kmsClient(product: Target, options: { readonly maxAttempts?: number } = {}): KMSClient {
  return new KMSClient({ endpoint: product.address, credentials: product.credentials, region: product.region, ...options });
}

export function cloudWatchClient(product: Target): CloudWatchClient {
  return new CloudWatchClient({ endpoint: product.address, credentials: product.credentials, region: product.region });
}

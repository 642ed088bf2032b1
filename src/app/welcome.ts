/** What a start prints, and the lines of `xkswatch env`. */
import { firstAccessKeyName } from "../model/access-key.ts";
import type { Configuration } from "./configuration.ts";
import type { LocalAdministrator } from "./local-administrator.ts";
import type { Serving } from "./serving.ts";

/** The text that a serving command prints once all is up. */
export async function welcome({ address, administrator, configuration, proxyPort }: Serving): Promise<string> {
  const { Token: token } = await administrator.call<{ Token: string }>("XkswatchConsole.CreateLoginToken", {});
  const lines = await environmentLines(administrator, configuration, address, firstAccessKeyName);
  const proxy = proxyPort === undefined ? "" : `  XKS proxy  https://${configuration.proxy.host}:${proxyPort}\n`;
  return `
xkswatch serves at ${address}

  Console    ${address}/login#token=${token}
             (for one sign-in; \`npx xkswatch login\` prints another)
${proxy}
For AWS clients, as \`eval "$(npx xkswatch env)"\` sets it:

${lines}
`;
}

/**
 * Shell lines that point AWS clients here.
 * @param name of an access key of this service
 */
export async function environmentLines(
  administrator: LocalAdministrator,
  configuration: Pick<Configuration, "region">,
  address: string,
  name: string,
): Promise<string> {
  const key = await administrator.call<{ AccessKeyId: string; SecretAccessKey: string }>("XkswatchConsole.GetAccessKeySecret", {
    Name: name,
  });
  const variables = {
    AWS_ENDPOINT_URL: address,
    AWS_ACCESS_KEY_ID: key.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: key.SecretAccessKey,
    AWS_REGION: configuration.region,
    AWS_DEFAULT_REGION: configuration.region,
  };
  return Object.entries(variables)
    .map(([variable, value]) => `export ${variable}=${value}`)
    .join("\n");
}

/** Mail over SMTP. */
import type { Transporter } from "nodemailer";
import type { Mail, Mailer } from "./notifier.ts";

export interface MailSettings {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly url: string;
  /** The sender's address. */
  readonly from: string;
}

const timeLimitMs = 15_000;

/** @param settings absent: there is no mail server, and every mail is refused with what to do about it */
export function createMailer(settings: MailSettings | undefined): Mailer & { close(): void } {
  if (!settings) {
    const refuse = async (): Promise<void> => {
      throw new Error("there is no mail server: start with --smtp smtp://host:port and --smtp-from ADDRESS");
    };
    return Object.assign(refuse, { close: () => undefined });
  }
  let transport: Transporter | undefined;
  const domain = settings.from.replace(/^.*@/, "").replace(/>$/, "");
  const send = async ({ to, subject, text, messageId }: Mail): Promise<void> => {
    transport ??= await openTransport(settings);
    await transport.sendMail({ to: [...to], subject: subject.replaceAll(/[\r\n]+/g, " "), text, messageId: `<${messageId}@${domain}>` });
  };
  return Object.assign(send, { close: () => transport?.close() });
}

/** The library is loaded with the first mail: few installations send any. */
async function openTransport({ url, from }: MailSettings): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  const transport = createTransport(url, { from });
  Object.assign(transport.options, { connectionTimeout: timeLimitMs, greetingTimeout: timeLimitMs, socketTimeout: timeLimitMs });
  return transport;
}

/** Mail over SMTP. */
import { createTransport } from "nodemailer";
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
  const transport = createTransport(settings.url, { from: settings.from });
  const options = transport.options as { connectionTimeout?: number; greetingTimeout?: number; socketTimeout?: number };
  Object.assign(options, { connectionTimeout: timeLimitMs, greetingTimeout: timeLimitMs, socketTimeout: timeLimitMs });
  const domain = settings.from.replace(/^.*@/, "").replace(/>$/, "");
  const send = async ({ to, subject, text, messageId }: Mail): Promise<void> => {
    await transport.sendMail({ to: [...to], subject: subject.replaceAll(/[\r\n]+/g, " "), text, messageId: `<${messageId}@${domain}>` });
  };
  return Object.assign(send, { close: () => transport.close() });
}

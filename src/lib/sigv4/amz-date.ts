/** SigV4's times: ISO 8601 basic format in UTC, `20261124T104829Z`. */

const basicFormat = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** @param at epoch ms */
export function amzDate(at: number): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
}

/** Epoch ms, or undefined for anything but the basic format and real dates. */
export function parseAmzDate(text: string): number | undefined {
  const match = basicFormat.exec(text);
  if (!match) return undefined;
  const [month, day, hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4]), Number(match[5]), Number(match[6])];
  const at = Date.UTC(Number(match[1]), month - 1, day, hour, minute, second);
  // Date.UTC carries the 31st of February on into March, and the 25th hour into the next day.
  const real = month >= 1 && month <= 12 && hour < 24 && minute < 60 && second < 60 && new Date(at).getUTCDate() === day;
  return real ? at : undefined;
}

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
  const at = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]), Number(match[4]), Number(match[5]), Number(match[6]));
  // Date.UTC carries the 31st of February on into March.
  return amzDate(at) === text ? at : undefined;
}

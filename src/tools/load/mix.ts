/**
 * Weighted choices such as `Encrypt:60,Decrypt:40` or `32:80,4096:20`, and the choosing: request n's choice depends on n alone,
 * so a run can be repeated, and any stretch of a run has the mix that was asked for.
 */

export interface Choice<T> {
  readonly value: T;
  readonly weight: number;
}

/**
 * Reads `name[:weight]` separated by commas; a weight that is not said is 1.
 *
 * @param valueOf what a name means, undefined for one that means nothing
 * @returns undefined for a text that is no mix
 */
export function parseMix<T>(text: string, valueOf: (name: string) => T | undefined): readonly Choice<T>[] | undefined {
  const choices: Choice<T>[] = [];
  for (const part of text.split(",")) {
    const [, name = "", weight = "1"] = /^\s*([^:,\s]+)(?::(\d{1,6}))?\s*$/.exec(part) ?? [];
    const value = valueOf(name);
    if (value === undefined || Number(weight) < 1) return undefined;
    choices.push({ value, weight: Number(weight) });
  }
  return choices;
}

/**
 * Irrational steps, one for each thing that is chosen: multiples of one fill the circle evenly, and those of different ones
 * do not go in step with each other.
 */
const steps = [Math.sqrt(5) / 2 - 0.5, Math.SQRT2 - 1, Math.sqrt(3) - 1] as const;

/** @param which of the independent things is chosen, 0 to 2. @returns the choice for request n */
export function chooser<T>(choices: readonly Choice<T>[], which: 0 | 1 | 2): (n: number) => T {
  const sum = choices.reduce((total, { weight }) => total + weight, 0);
  const step = steps[which];
  return (n) => {
    let left = ((n * step) % 1) * sum;
    for (const { value, weight } of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return (choices.at(-1) as Choice<T>).value;
  };
}

/** Names with a range in them, `key-[1-20]`, spelled out. */
export function expandNames(text: string): readonly string[] {
  return text.split(",").flatMap((part) => {
    const name = part.trim();
    const range = /^(.*)\[(\d{1,6})-(\d{1,6})\](.*)$/.exec(name);
    if (!range) return name === "" ? [] : [name];
    const [, before = "", first = "", last = "", after = ""] = range;
    const count = Number(last) - Number(first) + 1;
    return Array.from({ length: Math.min(100_000, Math.max(0, count)) }, (_, index) => `${before}${Number(first) + index}${after}`);
  });
}

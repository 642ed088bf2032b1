/** A part of a JSON configuration file, read strictly: what is missing, wrong or unknown is told with file, place and fix. */
import { readIfPresent } from "../private-files.ts";
import { ProxyStartError } from "../start-error.ts";

export class Section {
  readonly #file: string;
  readonly #place: string;
  readonly #value: unknown;

  /** @param place where the value stands, e.g. `keyStores["/demo"].credentials[0]`; empty for the whole file */
  constructor(file: string, place: string, value: unknown) {
    this.#file = file;
    this.#place = place;
    this.#value = value;
  }

  static parse(file: string, text: string): Section {
    try {
      return new Section(file, "", JSON.parse(text));
    } catch (error) {
      // The parser's own message may quote a secret; the place is enough.
      const where = error instanceof Error ? /position \d+|line \d+ column \d+/.exec(error.message)?.[0] : undefined;
      throw new ProxyStartError(`${file} is not JSON${where ? ` (at ${where})` : ""}: correct it or remove the file`);
    }
  }

  get present(): boolean {
    return this.#value !== undefined;
  }

  get place(): string {
    return this.#place;
  }

  /** The named members, each of which may be absent. Any other is an error. */
  members<N extends string>(...names: readonly N[]): Record<N, Section> {
    const object = this.#object();
    const unknown = Object.keys(object).find((name) => !(names as readonly string[]).includes(name));
    if (unknown !== undefined) throw this.wrong(`has an unknown member "${unknown}"; it may have ${names.join(", ")}`);
    const entries = names.map((name) => [name, new Section(this.#file, this.#place ? `${this.#place}.${name}` : name, object[name])]);
    return Object.fromEntries(entries) as Record<N, Section>;
  }

  /** All members, unchecked: to find out first which ones there may be. */
  open(): Readonly<Record<string, Section>> {
    return this.members(...Object.keys(this.#object()));
  }

  /** All members under whatever names. */
  entries(): [name: string, Section][] {
    return Object.entries(this.#object()).map(([name, value]) => [name, new Section(this.#file, `${this.#place}["${name}"]`, value)]);
  }

  list(least: number, most: number): Section[] {
    if (!Array.isArray(this.#value) || this.#value.length < least || this.#value.length > most) {
      throw this.wrong(`must be an array of ${least === most ? least : `${least} to ${most}`} entries`);
    }
    return this.#value.map((value, index) => new Section(this.#file, `${this.#place}[${index}]`, value));
  }

  text(form = "a text", pattern = /^[^]+$/): string {
    if (typeof this.#value !== "string" || !pattern.test(this.#value)) throw this.wrong(`must be ${form}`);
    return this.#value;
  }

  /** The text of another file that this value names. */
  textOfFile(what: string): string {
    const path = this.text("the path of a file");
    const text = readIfPresent(path);
    if (text === undefined) throw this.wrong(`names ${path}, which does not exist: give the path of ${what}`);
    return text;
  }

  oneOf<V extends string>(...values: readonly V[]): V {
    const value = values.find((one) => one === this.#value);
    if (value === undefined) throw this.wrong(`must be ${values.map((one) => `"${one}"`).join(" or ")}`);
    return value;
  }

  integer(least: number, most: number): number {
    const value = this.#value;
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
      throw this.wrong(`must be a whole number from ${least} to ${most}`);
    }
    return value;
  }

  number(least: number, most: number): number {
    const value = this.#value;
    if (typeof value !== "number" || !(value >= least && value <= most)) throw this.wrong(`must be a number from ${least} to ${most}`);
    return value;
  }

  /** @param problem completes "<file>: <place> …"; must not hold secrets */
  wrong(problem: string): ProxyStartError {
    return new ProxyStartError(`${this.#file}: ${this.#place || "the file"} ${problem}`);
  }

  #object(): Record<string, unknown> {
    if (typeof this.#value !== "object" || this.#value === null || Array.isArray(this.#value)) throw this.wrong("must be an object");
    return this.#value as Record<string, unknown>;
  }
}

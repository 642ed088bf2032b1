/**
 * Collects what is wrong with an input, so that a client hears of all of it at once. Paths are written as the query protocol
 * writes them (`MetricData.member.1.Value`), whatever the protocol.
 */
import { cloudWatchError, type ModelledErrorName, validationError } from "./errors.ts";

type InputError = Extract<
  ModelledErrorName,
  "InvalidParameterValueException" | "InvalidParameterCombinationException" | "MissingRequiredParameterException"
>;

/** A message tells so many faults at most, one for each query of a call; data can have a hundred thousand. */
const maximumFaults = 500;

export class Faults {
  readonly #found: { readonly shape: InputError; readonly message: string }[] = [];

  /** "The parameter X is required." */
  required(path: string): void {
    this.#add("MissingRequiredParameterException", `The parameter ${path} is required.`);
  }

  value(message: string): void {
    this.#add("InvalidParameterValueException", message);
  }

  combination(message: string): void {
    this.#add("InvalidParameterCombinationException", message);
  }

  /** "The parameters X and Y are mutually exclusive and you have specified both." */
  exclusive(one: string, other: string): void {
    this.combination(`The parameters ${one} and ${other} are mutually exclusive and you have specified both.`);
  }

  /** "The collection X must not have a size greater than N." */
  tooMany(path: string, most: number): void {
    this.value(`The collection ${path} must not have a size greater than ${most}.`);
  }

  get any(): boolean {
    return this.#found.length > 0;
  }

  /** The way of the older operations: the first fault's code; a single message bare, several each ended by a newline. */
  throwModelled(): void {
    const [first, ...others] = this.#found;
    if (!first) return;
    const message = others.length === 0 ? first.message : this.#lines();
    throw cloudWatchError(first.shape, message);
  }

  /** The way of GetMetricData: one ValidationError, every message ended by a newline. */
  throwValidation(): void {
    if (this.any) throw validationError(this.#lines());
  }

  #add(shape: InputError, message: string): void {
    if (this.#found.length < maximumFaults) this.#found.push({ shape, message });
  }

  #lines(): string {
    return this.#found.map(({ message }) => `${message}\n`).join("");
  }
}

/** Dimensions as clients send them: checked, sorted by name. */
import { type Dimension, type Unit, units } from "../model/metric.ts";
import { isValidPeriod, longestPeriodSeconds, subMinutePeriods } from "../model/period.ts";
import type { Faults } from "./faults.ts";

/** A metric has at most so many dimensions. */
export const maximumDimensions = 30;

interface WireDimension {
  readonly Name?: string;
  readonly Value?: string;
}

/** By name, then by value: CloudWatch takes a name more than once. */
function byName(left: Dimension, right: Dimension): number {
  if (left.name !== right.name) return left.name < right.name ? -1 : 1;
  return left.value < right.value ? -1 : Number(left.value > right.value);
}

/** The dimensions at `path`, sorted by name; faults are added where they break a rule. */
export function checkDimensions(dimensions: readonly WireDimension[] | undefined, path: string, faults: Faults): Dimension[] {
  if (!dimensions || dimensions.length === 0) return [];
  if (dimensions.length > maximumDimensions) faults.tooMany(path, maximumDimensions);
  const checked = dimensions.map(({ Name, Value }, i): Dimension => {
    const at = `${path}.member.${i + 1}`;
    checkText(Name, `${at}.Name`, 255, faults);
    checkText(Value, `${at}.Value`, 1024, faults);
    return { name: Name ?? "", value: Value ?? "" };
  });
  return checked.sort(byName);
}

/** A text that must be there and not longer than `longest` characters. */
export function checkText(text: string | undefined, path: string, longest: number, faults: Faults): void {
  if (text === undefined || text.trim() === "") faults.required(path);
  else if (text.length > longest) faults.value(`The parameter ${path} must be shorter than ${longest + 1} characters.`);
}

/** A namespace: 1 to 255 characters, not beginning with a colon. */
export function checkNamespace(namespace: string | undefined, path: string, faults: Faults): void {
  checkText(namespace, path, 255, faults);
  if (namespace?.startsWith(":")) faults.value(`The value ${namespace} for parameter ${path} is invalid.`);
}

/** A unit of AWS's list, or undefined. */
export function checkUnit(unit: string | undefined, path: string, faults: Faults): Unit | undefined {
  if (unit === undefined) return undefined;
  const known = units.find((one) => one === unit);
  if (known === undefined) faults.value(`The parameter ${path} must be a value in the set [ ${units.join(", ")} ].`);
  return known;
}

/** A period in seconds: one of the short ones, or whole minutes. */
export function checkPeriod(period: number | undefined, path: string, faults: Faults): void {
  if (period === undefined) return faults.required(path);
  if (isValidPeriod(period)) return;
  if (period > longestPeriodSeconds) faults.value(`The parameter ${path} must not be greater than ${longestPeriodSeconds}.`);
  else faults.value(`The parameter ${path} must be a value in the set [ ${subMinutePeriods.join(", ")} ] or multiple of 60.`);
}

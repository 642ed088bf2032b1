/** A small language of rules over JSON, with the messages that CloudWatch's dashboard validation gives. Pure. */

/** What a value must be like; absent members do not restrict. Members of objects that no rule names are left alone. */
export interface Rule {
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, Rule>>;
  readonly items?: Rule;
  readonly leastItems?: number;
  readonly mostItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly values?: readonly string[];
  readonly pattern?: RegExp;
  /** Whatever the members above cannot say; what it finds is added. */
  readonly also?: (value: unknown, path: string) => readonly DashboardFault[];
}

export interface DashboardFault {
  /** `/widgets/0/properties`; empty for the whole body. */
  readonly dataPath: string;
  readonly message: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

const typeTests: Readonly<Record<NonNullable<Rule["type"]>, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
};

/** All that is wrong with a value, in the order of the document. */
export function check(rule: Rule, value: unknown, path = ""): DashboardFault[] {
  if (rule.type && !typeTests[rule.type](value)) return [{ dataPath: path, message: `Should be ${rule.type}` }];
  const found: DashboardFault[] = [];
  const fault = (message: string): void => void found.push({ dataPath: path, message });
  if (typeof value === "number") {
    if (rule.minimum !== undefined && value < rule.minimum) fault(`Should be >= ${rule.minimum}`);
    if (rule.maximum !== undefined && value > rule.maximum) fault(`Should be <= ${rule.maximum}`);
  }
  if (rule.values && !rule.values.includes(value as string)) fault("Should be equal to one of the allowed values");
  if (rule.pattern && typeof value === "string" && !rule.pattern.test(value)) fault(`Should match pattern "${rule.pattern.source}"`);
  if (Array.isArray(value)) found.push(...checkItems(rule, value, path));
  if (isObject(value)) found.push(...checkMembers(rule, value, path));
  if (rule.also) found.push(...rule.also(value, path));
  return found;
}

function checkItems(rule: Rule, items: readonly unknown[], path: string): DashboardFault[] {
  const found: DashboardFault[] = [];
  if (rule.leastItems !== undefined && items.length < rule.leastItems) {
    found.push({ dataPath: path, message: `Should NOT have less than ${rule.leastItems} items` });
  }
  if (rule.mostItems !== undefined && items.length > rule.mostItems) {
    found.push({ dataPath: path, message: `Should NOT have more than ${rule.mostItems} items` });
  }
  const { items: itemRule } = rule;
  return itemRule ? [...found, ...items.flatMap((item, i) => check(itemRule, item, `${path}/${i}`))] : found;
}

function checkMembers(rule: Rule, value: JsonObject, path: string): DashboardFault[] {
  const missing = (rule.required ?? []).filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => ({ dataPath: path, message: `Should have required property '${name}'` })),
    ...Object.entries(rule.members ?? {}).flatMap(([name, member]) =>
      Object.hasOwn(value, name) ? check(member, value[name], `${path}/${name}`) : [],
    ),
  ];
}

/** Message attributes of Publish, checked by SNS's rules: name, data type and exactly one value of that type. */
import { ApiError } from "../aws/api-error.ts";
import type { MessageAttribute } from "../model/topic.ts";

export interface GivenAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}

const invalid = (message: string): ApiError =>
  new ApiError({ code: "InvalidParameterValueException", queryCode: "ParameterValueInvalid", status: 400, message });

const longestName = 256;

function checkName(name: string): void {
  const shape = /^[A-Za-z0-9_.-]+$/.test(name) && !/^\.|\.$|\.\./.test(name) && !/^(aws|amazon)\./i.test(name);
  if (!shape || name.length > longestName) throw invalid(`The message attribute name '${name.slice(0, longestName)}' is invalid`);
}

function attributeOf(name: string, { DataType: type, StringValue, BinaryValue }: GivenAttribute): MessageAttribute {
  const [prefix] = type.split(".");
  if (prefix !== "String" && prefix !== "Number" && prefix !== "Binary") {
    const supported = "the set of supported type prefixes is Binary, Number, and String.";
    throw invalid(`The message attribute '${name}' has an invalid message attribute type, ${supported}`);
  }
  const value = prefix === "Binary" ? BinaryValue && Buffer.from(BinaryValue).toString("base64") : StringValue;
  if (value === undefined || value === "") {
    throw invalid(`The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`);
  }
  if (prefix === "Number" && (value.trim() === "" || !Number.isFinite(Number(value)))) {
    throw invalid(`Could not cast message attribute '${name}' value to number.`);
  }
  return { type, value };
}

/** @throws ApiError */
export function messageAttributes(given: Readonly<Record<string, GivenAttribute>>): Readonly<Record<string, MessageAttribute>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, attribute]) => {
      checkName(name);
      return [name, attributeOf(name, attribute)];
    }),
  );
}

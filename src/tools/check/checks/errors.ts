/** Checks of all error answers that the other checks brought about: the last ones to run. */
import { isXksErrorName, maximumMessageLength, printableMessage, xksErrors } from "../../../xks/errors.ts";
import { type Check, fail, pass, skip } from "../check.ts";
import { errorNameOf, jsonOf, told } from "../expectations.ts";
import type { Exchange } from "../exchange.ts";

const source = "Error codes";

/** Error answers; 405 has no body of the table. */
const errorsIn = (exchanges: readonly Exchange[]): readonly Exchange[] =>
  exchanges.filter(({ answer }) => answer !== undefined && answer.status >= 400 && answer.status !== 405);

/** Every error answer must hold to `rule`, which tells what is wrong with one. */
function everyError(id: string, title: string, remedy: string, rule: (exchange: Exchange) => string | undefined): Check {
  return {
    id,
    title,
    source,
    level: "must",
    needs: "connection",
    remedy,
    async run({ exchanges }) {
      const errors = errorsIn(exchanges);
      if (errors.length === 0) return skip("no error answer came");
      const wrong = errors.map(rule).filter((one) => one !== undefined);
      return wrong.length === 0
        ? pass(`${errors.length} error answers`)
        : fail(`${wrong.length} of ${errors.length}: ${[...new Set(wrong)].slice(0, 3).join("; ")}`);
    },
  };
}

export const errorChecks: readonly Check[] = [
  everyError("R1", "every error has a JSON body with an errorName of the table", 'send {"errorName": …} with every error', (exchange) => {
    const name = errorNameOf(exchange);
    return name !== undefined && isXksErrorName(name) ? undefined : told(exchange);
  }),
  everyError("R2", "every errorName comes with its HTTP status", "use the statuses of the specification's table", (exchange) => {
    const name = errorNameOf(exchange);
    if (name === undefined || !isXksErrorName(name)) return undefined;
    return xksErrors[name].status === exchange.answer?.status ? undefined : `${told(exchange)}, not ${xksErrors[name].status}`;
  }),
  everyError("R3", "every errorMessage is printable ASCII of less than 512 characters", "cut and clean errorMessage", (exchange) => {
    const message = jsonOf(exchange)?.errorMessage;
    if (message === undefined || message === null) return undefined;
    if (typeof message !== "string") return "errorMessage is no string";
    if (message.length > maximumMessageLength) return `errorMessage has ${message.length} characters`;
    return printableMessage(message) === message ? undefined : "errorMessage has other characters than printable ASCII";
  }),
  everyError("R4", "no error repeats the plaintext", "keep plaintexts out of errors and logs", (exchange) => {
    const body = exchange.answer?.body ?? "";
    return body.includes("SGVsbG8gV29ybGQh") || body.includes("Hello World!") ? "an error repeats the plaintext" : undefined;
  }),
];

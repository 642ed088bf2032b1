/**
 * Metrics Insights' grammar:
 * `SELECT FUNC(metric) FROM ns | SCHEMA(ns[, dim…]) [WHERE condition] [GROUP BY key[, …]] [ORDER BY FUNC() [ASC|DESC]] [LIMIT n]`.
 * Keywords in any case; names bare or in double quotes, values in single ones, a backslash escapes.
 */
import { type Grammar, type Infix, Parser, unexpected } from "../grammar/pratt.ts";
import { type Lexicon, SyntaxFault, type Token, tokenize } from "../grammar/tokenizer.ts";

export const insightsFunctions = ["AVG", "COUNT", "MAX", "MIN", "SUM"] as const;
export type InsightsFunction = (typeof insightsFunctions)[number];

export type Condition =
  | { readonly kind: "in"; readonly key: string; readonly values: readonly string[]; readonly negated: boolean }
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition };

export interface InsightsQuery {
  readonly function: InsightsFunction;
  readonly metricName: string;
  readonly namespace: string;
  /** SCHEMA: exactly these dimensions; absent: any. */
  readonly dimensionNames?: readonly string[];
  readonly where?: Condition;
  readonly groupBy: readonly string[];
  readonly orderBy?: { readonly function: InsightsFunction; readonly descending: boolean };
  readonly limit?: number;
}

/** As many series as one query gives at most. */
export const maximumGroups = 500;

const lexicon: Lexicon = {
  operators: ["!=", "=", "(", ")", ",", "."],
  quotes: "'\"",
  escapes: true,
  word: /[A-Za-z_][A-Za-z0-9_]*/y,
  number: /\d+/y,
};

/** Whether an expression is a Metrics Insights query and no metric math. */
export const isInsights = (expression: string): boolean => /^\s*SELECT\b/i.test(expression);

const isKeyword = (token: Token, keyword: string): boolean => token.kind === "word" && token.text.toUpperCase() === keyword;

const conditions: Grammar<Condition> = {
  prefix(parser, token) {
    if (token.kind === "operator" && token.text === "(") {
      const inner = parser.expression();
      parser.expect(")");
      return inner;
    }
    const key = nameOf(token);
    if (isKeyword(token, "TAG") && parser.next.text === ".") {
      throw new SyntaxFault(`Tags of resources are not available in this service, at char ${token.at}`, token.at);
    }
    const operator = parser.take();
    if (operator.text === "=" || operator.text === "!=") {
      return { kind: "in", key, values: [valueOf(parser.take())], negated: operator.text === "!=" };
    }
    const negated = isKeyword(operator, "NOT");
    const word = negated ? parser.take() : operator;
    if (!isKeyword(word, "IN")) throw unexpected(word, "=, !=, IN or NOT IN");
    parser.expect("(");
    const values = parser.listUntil(")", () => valueOf(parser.take()));
    if (values.length === 0) throw new SyntaxFault(`IN needs at least one value at char ${word.at}`, word.at);
    return { kind: "in", key, values, negated };
  },
  infix(token): Infix<Condition> | undefined {
    if (isKeyword(token, "OR")) return { power: 1, build: (parser, left) => ({ kind: "or", left, right: parser.expression(1) }) };
    if (isKeyword(token, "AND")) return { power: 2, build: (parser, left) => ({ kind: "and", left, right: parser.expression(2) }) };
    return undefined;
  },
};

type InsightsParser = Parser<Condition>;

/** A metric, namespace or dimension name: bare or in double quotes. */
function nameOf(token: Token): string {
  if (token.kind === "word" || (token.kind === "string" && token.text.startsWith('"'))) return token.value;
  if (token.kind === "string") throw unexpected(token, "a name, which stands bare or in double quotes");
  throw unexpected(token, "a name");
}

/** A label's value, in single quotes. */
function valueOf(token: Token): string {
  if (token.kind === "string" && token.text.startsWith("'")) return token.value;
  throw unexpected(token, "a value in single quotes");
}

function acceptKeyword(parser: InsightsParser, keyword: string): boolean {
  if (!isKeyword(parser.next, keyword)) return false;
  parser.take();
  return true;
}

function expectKeyword(parser: InsightsParser, keyword: string): void {
  if (!acceptKeyword(parser, keyword)) throw unexpected(parser.next, keyword);
}

function functionName(parser: InsightsParser): InsightsFunction {
  const token = parser.take();
  const known = insightsFunctions.find((name) => isKeyword(token, name));
  if (known === undefined) throw unexpected(token, insightsFunctions.join(", "));
  parser.expect("(");
  return known;
}

/** Reads a query. Throws a SyntaxFault that names the position. */
export function parseInsights(text: string): InsightsQuery {
  const parser: InsightsParser = new Parser(tokenize(text, lexicon), conditions);
  expectKeyword(parser, "SELECT");
  const selected = functionName(parser);
  const metricName = nameOf(parser.take());
  parser.expect(")");
  expectKeyword(parser, "FROM");
  const source = sourceOf(parser);
  const where = acceptKeyword(parser, "WHERE") ? parser.expression() : undefined;
  const groupBy = acceptKeyword(parser, "GROUP") ? groupKeys(parser) : [];
  const orderBy = acceptKeyword(parser, "ORDER") ? ordering(parser) : undefined;
  const limit = acceptKeyword(parser, "LIMIT") ? limitOf(parser.take()) : undefined;
  parser.end();
  return {
    function: selected,
    metricName,
    ...source,
    ...(where && { where }),
    groupBy,
    ...(orderBy && { orderBy }),
    ...(limit !== undefined && { limit }),
  };
}

function sourceOf(parser: InsightsParser): Pick<InsightsQuery, "namespace" | "dimensionNames"> {
  const token = parser.take();
  if (!isKeyword(token, "SCHEMA") || !parser.accept("(")) return { namespace: nameOf(token) };
  const [namespace, ...dimensionNames] = parser.listUntil(")", () => nameOf(parser.take()));
  if (namespace === undefined) throw new SyntaxFault(`SCHEMA needs a namespace at char ${token.at}`, token.at);
  return { namespace, dimensionNames };
}

function groupKeys(parser: InsightsParser): string[] {
  expectKeyword(parser, "BY");
  const keys = [nameOf(parser.take())];
  while (parser.accept(",")) keys.push(nameOf(parser.take()));
  return keys;
}

function ordering(parser: InsightsParser): NonNullable<InsightsQuery["orderBy"]> {
  expectKeyword(parser, "BY");
  const by = functionName(parser);
  parser.expect(")");
  const descending = acceptKeyword(parser, "DESC");
  if (!descending) acceptKeyword(parser, "ASC");
  return { function: by, descending };
}

function limitOf(token: Token): number {
  const limit = Number(token.text);
  if (token.kind !== "number" || limit < 1 || limit > maximumGroups) throw unexpected(token, `a number from 1 to ${maximumGroups}`);
  return limit;
}

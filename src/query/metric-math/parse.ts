/**
 * Metric math's grammar. Precedence, loosest first: OR, AND, comparisons, + -, * /, unary -, ^ (to the right).
 * Function names and the bare words of SORT, FILL and the like are upper case, ids begin with a lower-case letter.
 */
import { type Grammar, type Infix, Parser, unexpected } from "../grammar/pratt.ts";
import { type Lexicon, SyntaxFault, tokenize } from "../grammar/tokenizer.ts";
import type { BinaryOperator, MathNode } from "./ast.ts";

const lexicon: Lexicon = {
  operators: ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "^", "(", ")", "[", "]", ","],
  quotes: "'\"",
  escapes: false,
  word: /[A-Za-z_][A-Za-z0-9_]*/y,
  number: /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y,
};

const powers: Readonly<Record<string, { readonly operator: BinaryOperator; readonly power: number; readonly toTheRight?: boolean }>> = {
  OR: { operator: "OR", power: 1 },
  "||": { operator: "OR", power: 1 },
  AND: { operator: "AND", power: 2 },
  "&&": { operator: "AND", power: 2 },
  "==": { operator: "==", power: 3 },
  "!=": { operator: "!=", power: 3 },
  "<=": { operator: "<=", power: 3 },
  ">=": { operator: ">=", power: 3 },
  "<": { operator: "<", power: 3 },
  ">": { operator: ">", power: 3 },
  "+": { operator: "+", power: 4 },
  "-": { operator: "-", power: 4 },
  "*": { operator: "*", power: 5 },
  "/": { operator: "/", power: 5 },
  "^": { operator: "^", power: 7, toTheRight: true },
};
const unaryPower = 6;

/** Words that stand bare as arguments: `SORT(x, SUM, DESC)`, `FILL(m1, REPEAT)`. They are read as strings. */
const bareWords = new Set(["AVG", "MIN", "MAX", "SUM", "ASC", "DESC", "REPEAT", "LINEAR"]);

const grammar: Grammar<MathNode> = {
  prefix(parser, token) {
    switch (token.kind) {
      case "number":
        return { kind: "number", value: Number(token.text), at: token.at };
      case "string":
        return { kind: "string", value: token.value, at: token.at };
      case "word":
        if (parser.accept("(")) {
          return { kind: "call", name: token.text, arguments: parser.listUntil(")", () => parser.expression()), at: token.at };
        }
        if (bareWords.has(token.text)) return { kind: "string", value: token.text, at: token.at };
        if (/^[a-z]/.test(token.text)) return { kind: "identifier", name: token.text, at: token.at };
        throw unexpected(token);
      case "operator":
        if (token.text === "-") return { kind: "negate", operand: parser.expression(unaryPower), at: token.at };
        if (token.text === "+") return parser.expression(unaryPower);
        if (token.text === "(") {
          const inner = parser.expression();
          parser.expect(")");
          return inner;
        }
        if (token.text === "[") return { kind: "array", items: parser.listUntil("]", () => parser.expression()), at: token.at };
        throw unexpected(token);
      default:
        throw unexpected(token);
    }
  },
  infix(token): Infix<MathNode> | undefined {
    if (token.kind !== "operator" && token.kind !== "word") return undefined;
    const entry = Object.hasOwn(powers, token.text) ? powers[token.text] : undefined;
    if (!entry) return undefined;
    return {
      power: entry.power,
      build: (parser, left, operator) => ({
        kind: "binary",
        operator: entry.operator,
        left,
        right: parser.expression(entry.toTheRight ? entry.power - 1 : entry.power),
        at: operator.at,
      }),
    };
  },
};

/** Reads an expression. Throws a SyntaxFault that names the position. */
export function parseMath(text: string): MathNode {
  const parser = new Parser(tokenize(text, lexicon), grammar);
  if (parser.next.kind === "end") throw new SyntaxFault("The expression is empty", 1);
  const node = parser.expression();
  parser.end();
  return node;
}

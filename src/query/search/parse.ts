/**
 * SEARCH's grammar: an optional schema `{Namespace,Dimension,…}`, then terms joined by AND (or just spaces), OR and NOT, with
 * parentheses; a term may be bound to a property by `Name=term`. "exact" in double quotes, other words match by tokens.
 */
import { type Grammar, type Infix, Parser, unexpected } from "../grammar/pratt.ts";
import { type Lexicon, SyntaxFault, type Token, tokenize } from "../grammar/tokenizer.ts";

/** Longest text that may be searched for. */
export const maximumSearchLength = 1024;

export type SearchTerm =
  | { readonly kind: "term"; readonly text: string; readonly exact: boolean; readonly property?: string }
  | { readonly kind: "not"; readonly operand: SearchTerm }
  | { readonly kind: "and" | "or"; readonly left: SearchTerm; readonly right: SearchTerm };

export interface SearchQuery {
  /** Exactly these dimensions, whatever their values. */
  readonly schema?: { readonly namespace: string; readonly dimensionNames: readonly string[] };
  readonly term?: SearchTerm;
}

const lexicon: Lexicon = {
  operators: ["{", "}", "(", ")", ",", "="],
  quotes: '"',
  escapes: true,
  word: /[^\s(){},="]+/y,
};

const grammar: Grammar<SearchTerm> = {
  prefix(parser, token) {
    if (token.kind === "operator" && token.text === "(") return parenthesized(parser);
    if (token.kind === "word" && token.text === "NOT") return { kind: "not", operand: parser.expression(3) };
    if (token.kind !== "word" && token.kind !== "string") throw unexpected(token);
    if (token.text === "AND" || token.text === "OR") throw unexpected(token);
    return parser.accept("=") ? bind(token.value, value(parser)) : term(token);
  },
  infix(token): Infix<SearchTerm> | undefined {
    if (token.kind === "word" && token.text === "OR") {
      return { power: 1, build: (parser, left) => ({ kind: "or", left, right: parser.expression(1) }) };
    }
    if (token.kind === "word" && token.text === "AND") {
      return { power: 2, build: (parser, left) => ({ kind: "and", left, right: parser.expression(2) }) };
    }
    const begins = token.kind === "word" || token.kind === "string" || (token.kind === "operator" && token.text === "(");
    if (!begins) return undefined;
    // Terms side by side: the token is the beginning of the right side, so it is not consumed as an operator.
    return { power: 2, build: (parser, left, first) => ({ kind: "and", left, right: adjacent(parser, first) }) };
  },
};

const term = (token: Token): SearchTerm => ({ kind: "term", text: token.value, exact: token.kind === "string" });

function parenthesized(parser: Parser<SearchTerm>): SearchTerm {
  const inner = parser.expression();
  parser.expect(")");
  return inner;
}

/** The term that begins with a token that the loop has consumed. Binds like AND: only its own value belongs to it. */
const adjacent = (parser: Parser<SearchTerm>, first: Token): SearchTerm => grammar.prefix(parser, first);

/** What stands behind `Name=`: one term, or terms in parentheses. */
function value(parser: Parser<SearchTerm>): SearchTerm {
  const token = parser.take();
  if (token.kind === "operator" && token.text === "(") return parenthesized(parser);
  if (token.kind !== "word" && token.kind !== "string") throw unexpected(token, "a value");
  return term(token);
}

/** Binds all terms to a property, unless they are bound already. */
function bind(property: string, node: SearchTerm): SearchTerm {
  switch (node.kind) {
    case "term":
      return { ...node, property: node.property ?? property };
    case "not":
      return { kind: "not", operand: bind(property, node.operand) };
    default:
      return { kind: node.kind, left: bind(property, node.left), right: bind(property, node.right) };
  }
}

/** Reads the text of a search. Throws a SyntaxFault that names the position in it. */
export function parseSearch(text: string): SearchQuery {
  if (text.length > maximumSearchLength) {
    throw new SyntaxFault(`A search is at most ${maximumSearchLength} characters long, not ${text.length}`, maximumSearchLength + 1);
  }
  const parser = new Parser(tokenize(text, lexicon), grammar);
  const schema = parser.accept("{") ? schemaOf(parser) : undefined;
  if (schema) parser.accept(","); // An older form of the syntax has a comma here.
  if (parser.next.kind === "end") {
    if (!schema) throw new SyntaxFault("A search needs a schema or a term", 1);
    return { schema };
  }
  const parsed = parser.expression();
  parser.end();
  return { ...(schema && { schema }), term: parsed };
}

function schemaOf(parser: Parser<SearchTerm>): NonNullable<SearchQuery["schema"]> {
  const at = parser.next.at;
  const [namespace, ...dimensionNames] = parser.listUntil("}", () => {
    const token = parser.take();
    if (token.kind !== "word" && token.kind !== "string") throw unexpected(token, "a namespace or dimension name");
    return token.value;
  });
  if (namespace === undefined) throw new SyntaxFault(`A schema begins with a namespace at char ${at}`, at);
  return { namespace, dimensionNames };
}

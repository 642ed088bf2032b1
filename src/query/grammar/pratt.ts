/**
 * A Pratt parser: operators with binding powers over a list of tokens. A language brings a `Grammar`: how an expression
 * begins (`prefix`) and how it goes on (`infix`); the loop here does the rest.
 */
import { SyntaxFault, type Token } from "./tokenizer.ts";

export interface Infix<N> {
  /** The higher, the tighter. */
  readonly power: number;
  /** Builds the node; the operator is consumed, the right side is still to be parsed. */
  build(parser: Parser<N>, left: N, operator: Token): N;
}

export interface Grammar<N> {
  /** Builds the node that begins with this token, which is consumed; throws where no expression begins so. */
  prefix(parser: Parser<N>, token: Token): N;
  /** How an expression goes on with this token; undefined: it does not. */
  infix(token: Token): Infix<N> | undefined;
}

/** Deeper nesting than any honest text has; keeps the stack safe. */
const maximumDepth = 200;

export class Parser<N> {
  readonly #tokens: readonly Token[];
  readonly #grammar: Grammar<N>;
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], grammar: Grammar<N>) {
    this.#tokens = tokens;
    this.#grammar = grammar;
  }

  /** The next token, not consumed. */
  get next(): Token {
    // The list ends with an "end" token that is never consumed.
    return this.#tokens[this.#index] ?? (this.#tokens.at(-1) as Token);
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== "end") this.#index++;
    return token;
  }

  /** Consumes the operator or word (case as given) if it is next. */
  accept(text: string): boolean {
    if (this.next.kind === "string" || this.next.text !== text) return false;
    this.take();
    return true;
  }

  expect(text: string): Token {
    const token = this.next;
    if (token.kind !== "string" && token.text === text) return this.take();
    throw unexpected(token, `'${text}'`);
  }

  /** An expression whose operators all bind tighter than `power`. */
  expression(power = 0): N {
    if (++this.#depth > maximumDepth) throw new SyntaxFault(`Nested too deeply at char ${this.next.at}`, this.next.at);
    let left = this.#grammar.prefix(this, this.take());
    for (;;) {
      const infix = this.#grammar.infix(this.next);
      if (!infix || infix.power <= power) break;
      left = infix.build(this, left, this.take());
    }
    this.#depth--;
    return left;
  }

  /** `item, item, …` up to `close`, which is consumed; may be empty. */
  listUntil<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    if (this.accept(close)) return items;
    for (;;) {
      items.push(item());
      if (this.accept(close)) return items;
      if (!this.accept(",")) throw unexpected(this.next, `',' or '${close}'`);
    }
  }

  /** Throws unless the whole text has been read. */
  end(): void {
    if (this.next.kind !== "end") throw unexpected(this.next);
  }
}

/** The fault of a token that may not stand where it stands. */
export function unexpected(token: Token, wanted?: string): SyntaxFault {
  const must = wanted === undefined ? "" : `, must be: ${wanted}`;
  if (token.kind === "end") return new SyntaxFault(`Unexpected end at char ${token.at}${must}`, token.at);
  return new SyntaxFault(`Unsupported token '${token.text}' at char ${token.at}${must}`, token.at);
}

/**
 * The tokenizer that every text language here shares: metric math, SEARCH terms, Metrics Insights, composite alarm rules.
 * A language says by a `Lexicon` what its words, numbers, quotes and operators are; positions count characters from 1.
 */

/** A text that does not follow its grammar. `at` is the character's position, from 1. */
export class SyntaxFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = "SyntaxFault";
    this.at = at;
  }
}

export interface Token {
  readonly kind: "number" | "word" | "string" | "operator" | "end";
  /** As it stands in the text, quotes included; empty at the end. */
  readonly text: string;
  /** What it means: strings without their quotes and escapes. */
  readonly value: string;
  /** Position of the first character, from 1. */
  readonly at: number;
}

export interface Lexicon {
  /** Longest first where one begins with another. */
  readonly operators: readonly string[];
  /** Characters that open and close strings. */
  readonly quotes: string;
  /** Whether a backslash inside a string takes the next character as it is. */
  readonly escapes: boolean;
  /** Sticky patterns. */
  readonly word: RegExp;
  readonly number?: RegExp;
}

/** All tokens of a text, the last one of kind "end". Throws a SyntaxFault at a character that fits nothing. */
export function tokenize(text: string, lexicon: Lexicon): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  for (;;) {
    while (index < text.length && isSpace(text.charCodeAt(index))) index++;
    if (index >= text.length) break;
    const token = tokenAt(text, index, lexicon);
    tokens.push(token);
    index += token.text.length;
  }
  tokens.push({ kind: "end", text: "", value: "", at: text.length + 1 });
  return tokens;
}

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xa0;

function tokenAt(text: string, index: number, lexicon: Lexicon): Token {
  const first = text.charAt(index);
  if (lexicon.quotes.includes(first)) return quoted(text, index, lexicon);
  const number = lexicon.number && matchAt(lexicon.number, text, index);
  if (number !== undefined) return { kind: "number", text: number, value: number, at: index + 1 };
  const word = matchAt(lexicon.word, text, index);
  if (word !== undefined) return { kind: "word", text: word, value: word, at: index + 1 };
  const operator = lexicon.operators.find((candidate) => text.startsWith(candidate, index));
  if (operator !== undefined) return { kind: "operator", text: operator, value: operator, at: index + 1 };
  throw new SyntaxFault(`Unexpected character '${first}' at char ${index + 1}`, index + 1);
}

function quoted(text: string, index: number, lexicon: Lexicon): Token {
  const quote = text.charAt(index);
  let value = "";
  for (let i = index + 1; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === quote) return { kind: "string", text: text.slice(index, i + 1), value, at: index + 1 };
    if (char === "\\" && lexicon.escapes && i + 1 < text.length) value += text.charAt(++i);
    else value += char;
  }
  throw new SyntaxFault(`String without a closing ${quote} at char ${index + 1}`, index + 1);
}

function matchAt(pattern: RegExp, text: string, index: number): string | undefined {
  pattern.lastIndex = index;
  const match = pattern.exec(text);
  return match && match[0] !== "" ? match[0] : undefined;
}

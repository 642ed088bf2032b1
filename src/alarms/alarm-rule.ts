/**
 * The rules of composite alarms: `ALARM("a") AND (NOT OK(b) OR FALSE)`. Precedence: NOT before AND before OR. Errors are worded
 * as AWS words them.
 */
import { type AlarmState, alarmNameOf, alarmStates } from "../model/alarm.ts";
import { type Grammar, type Infix, Parser, unexpected } from "../query/grammar/pratt.ts";
import { type Lexicon, SyntaxFault, type Token, tokenize } from "../query/grammar/tokenizer.ts";

export type RuleNode =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "state"; readonly state: AlarmState; readonly alarm: string }
  /** True when at least so many of the alarms are in the state. */
  | { readonly kind: "at-least"; readonly count: number; readonly state: AlarmState; readonly alarms: readonly string[] }
  | { readonly kind: "not"; readonly operand: RuleNode }
  | { readonly kind: "and" | "or"; readonly left: RuleNode; readonly right: RuleNode };

/** A rule that has been read. */
export interface ParsedRule {
  readonly node: RuleNode;
  /** Names of the alarms it looks at, each once, in their order. */
  readonly children: readonly string[];
}

/** What AWS allows in one rule. */
export const ruleLimits = { characters: 10_240, children: 100, elements: 500 } as const;

const lexicon: Lexicon = {
  operators: ["(", ")", ","],
  quotes: '"',
  escapes: true,
  // A name without quotes is everything up to a space, a parenthesis or a comma.
  word: /[^\s(),"]+/y,
};

const powers: Readonly<Record<string, { readonly kind: "and" | "or"; readonly power: number }>> = {
  OR: { kind: "or", power: 1 },
  AND: { kind: "and", power: 2 },
};
const notPower = 3;

const stateOf = (text: string): AlarmState | undefined => alarmStates.find((state) => state === text);

function nameOf(token: Token): string {
  if (token.kind !== "word" && token.kind !== "string") throw unexpected(token);
  return alarmNameOf(token.value);
}

const grammar: Grammar<RuleNode> = {
  prefix(parser, token) {
    if (token.kind === "operator" && token.text === "(") {
      const inner = parser.expression();
      parser.expect(")");
      return inner;
    }
    if (token.kind !== "word") throw unexpected(token);
    if (/^(true|false)$/i.test(token.text)) return { kind: "constant", value: token.text.toLowerCase() === "true" };
    if (token.text === "NOT") return { kind: "not", operand: parser.expression(notPower) };
    if (token.text === "AT_LEAST") return atLeast(parser);
    const state = stateOf(token.text);
    if (!state) throw unexpected(token);
    parser.expect("(");
    const alarm = nameOf(parser.take());
    parser.expect(")");
    return { kind: "state", state, alarm };
  },
  infix(token): Infix<RuleNode> | undefined {
    const entry = token.kind === "word" && Object.hasOwn(powers, token.text) ? powers[token.text] : undefined;
    return entry && { power: entry.power, build: (parser, left) => ({ kind: entry.kind, left, right: parser.expression(entry.power) }) };
  },
};

/** `AT_LEAST(2, ALARM, (a, b, c))`, the name consumed. */
function atLeast(parser: Parser<RuleNode>): RuleNode {
  parser.expect("(");
  const count = parser.take();
  if (!/^[1-9]\d{0,2}$/.test(count.text)) throw unexpected(count);
  parser.expect(",");
  const word = parser.take();
  const state = stateOf(word.text);
  if (!state) throw unexpected(word);
  parser.expect(",");
  parser.expect("(");
  const alarms = parser.listUntil(")", () => nameOf(parser.take()));
  parser.expect(")");
  return { kind: "at-least", count: Number(count.text), state, alarms };
}

/** Reads a rule. Throws a SyntaxFault in AWS's words. */
export function parseAlarmRule(text: string): ParsedRule {
  if (text === "" || text.trim() !== text) {
    throw new SyntaxFault("AlarmRule must not contain leading or trailing whitespace or be null", 1);
  }
  try {
    const tokens = tokenize(text, lexicon);
    const parser = new Parser(tokens, grammar);
    const node = parser.expression();
    parser.end();
    const children = [...new Set(childrenOf(node))];
    checkSize(children, tokens);
    return { node, children };
  } catch (error) {
    if (error instanceof SyntaxFault) throw new SyntaxFault(`Error in AlarmRule [${error.message}]`, error.at);
    throw error;
  }
}

function checkSize(children: readonly string[], tokens: readonly Token[]): void {
  if (children.length > ruleLimits.children) {
    throw new SyntaxFault(`The rule names ${children.length} alarms, more than ${ruleLimits.children}`, 1);
  }
  const constants = tokens.filter(({ kind, text }) => (kind === "word" && /^(true|false)$/i.test(text)) || text === "(").length;
  if (children.length + constants > ruleLimits.elements) throw new SyntaxFault(`The rule has more than ${ruleLimits.elements} elements`, 1);
}

function childrenOf(node: RuleNode): string[] {
  switch (node.kind) {
    case "constant":
      return [];
    case "state":
      return [node.alarm];
    case "at-least":
      return [...node.alarms];
    case "not":
      return childrenOf(node.operand);
    default:
      return [...childrenOf(node.left), ...childrenOf(node.right)];
  }
}

/** Whether a rule holds. An alarm that there is not counts as being in INSUFFICIENT_DATA. */
export function ruleHolds(node: RuleNode, stateOfAlarm: (name: string) => AlarmState | undefined): boolean {
  const isIn = (alarm: string, state: AlarmState): boolean => (stateOfAlarm(alarm) ?? "INSUFFICIENT_DATA") === state;
  switch (node.kind) {
    case "constant":
      return node.value;
    case "state":
      return isIn(node.alarm, node.state);
    case "at-least":
      return node.alarms.filter((alarm) => isIn(alarm, node.state)).length >= node.count;
    case "not":
      return !ruleHolds(node.operand, stateOfAlarm);
    case "and":
      return ruleHolds(node.left, stateOfAlarm) && ruleHolds(node.right, stateOfAlarm);
    default:
      return ruleHolds(node.left, stateOfAlarm) || ruleHolds(node.right, stateOfAlarm);
  }
}

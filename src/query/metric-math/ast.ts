/** What a metric math expression is once it has been read. Positions count characters from 1. */

export type BinaryOperator = "+" | "-" | "*" | "/" | "^" | "==" | "!=" | "<=" | ">=" | "<" | ">" | "AND" | "OR";

export type MathNode =
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "string"; readonly value: string; readonly at: number }
  /** The id of another query of the call. */
  | { readonly kind: "identifier"; readonly name: string; readonly at: number }
  | { readonly kind: "array"; readonly items: readonly MathNode[]; readonly at: number }
  | { readonly kind: "negate"; readonly operand: MathNode; readonly at: number }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: MathNode; readonly right: MathNode; readonly at: number }
  | CallNode;

export interface CallNode {
  readonly kind: "call";
  readonly name: string;
  readonly arguments: readonly MathNode[];
  readonly at: number;
}

/** Calls `visit` for the node and all below it. */
export function walk(node: MathNode, visit: (node: MathNode) => void): void {
  visit(node);
  switch (node.kind) {
    case "array":
      for (const item of node.items) walk(item, visit);
      return;
    case "negate":
      walk(node.operand, visit);
      return;
    case "binary":
      walk(node.left, visit);
      walk(node.right, visit);
      return;
    case "call":
      for (const argument of node.arguments) walk(argument, visit);
      return;
    default:
  }
}

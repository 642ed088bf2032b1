/** What is wrong with an expression that could be read but not computed. */

/** `at` is the position of the culprit in the expression's text, from 1. */
export class MathFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(`${message} at char ${at}`);
    this.name = "MathFault";
    this.at = at;
  }
}

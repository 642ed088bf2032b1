/** Finding a command by what was typed. */

export interface Command {
  readonly title: string;
  readonly kind: string;
  readonly act: () => void;
}

/** Those whose title or kind holds every typed word; titles that begin with the first word stand first. */
export function matchCommands<C extends Pick<Command, "title" | "kind">>(commands: readonly C[], text: string): C[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return [...commands];
  const begins = ({ title }: C): number => (title.toLowerCase().startsWith(first) ? 0 : 1);
  return commands
    .filter(({ title, kind }) => words.every((word) => `${title} ${kind}`.toLowerCase().includes(word)))
    .sort((a, b) => begins(a) - begins(b));
}

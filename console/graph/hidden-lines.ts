/** Which lines of a graph are hidden, by choices in its legend. */
/**
 * Which lines are hidden after a choice. Alone: that line only, or all again when it was alone. Toggled: that one changes.
 */
export function nextHidden(ids: readonly string[], hidden: ReadonlySet<string>, id: string, toggle: boolean): ReadonlySet<string> {
  if (toggle) {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    return next;
  }
  const others = ids.filter((other) => other !== id);
  const isAlone = !hidden.has(id) && others.every((other) => hidden.has(other));
  return isAlone ? new Set() : new Set(others);
}

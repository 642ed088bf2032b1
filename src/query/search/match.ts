/** Whether a series is what a search asks for, and what of the search a store can narrow down by itself. */
import type { Series } from "../../model/metric.ts";
import type { SeriesSelector } from "../../store/metric-store.ts";
import type { SearchQuery, SearchTerm } from "./parse.ts";

/** Whether the series matches schema and terms. */
export function matches({ schema, term }: SearchQuery, series: Series): boolean {
  if (schema && !hasSchema(series, schema)) return false;
  return term === undefined || matchesTerm(term, series);
}

function hasSchema({ namespace, dimensions }: Series, schema: NonNullable<SearchQuery["schema"]>): boolean {
  const names = new Set(schema.dimensionNames);
  return namespace === schema.namespace && dimensions.length === names.size && dimensions.every(({ name }) => names.has(name));
}

function matchesTerm(term: SearchTerm, series: Series): boolean {
  switch (term.kind) {
    case "and":
      return matchesTerm(term.left, series) && matchesTerm(term.right, series);
    case "or":
      return matchesTerm(term.left, series) || matchesTerm(term.right, series);
    case "not":
      return !matchesTerm(term.operand, series);
    default:
      // All metrics here are of one account: to ask for it, as for LOCAL, asks for nothing more.
      if (term.property === ":aws.AccountId") return true;
      return fields(series, term.property).some((field) => (term.exact ? field === term.text : matchesWord(field, term.text)));
  }
}

/** The texts that a term is compared with: one property's, or everything that names the metric. */
function fields({ namespace, metricName, dimensions }: Series, property: string | undefined): string[] {
  if (property === "MetricName") return [metricName];
  if (property === "Namespace") return [namespace];
  if (property !== undefined) return dimensions.filter(({ name }) => name === property).map(({ value }) => value);
  return [namespace, metricName, ...dimensions.flatMap(({ name, value }) => [name, value])];
}

/** The parts of a text in lower case, in their order: between camelCase humps, digits and other characters. */
export function partsOf(text: string): string[] {
  const parts = text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+/g) ?? [];
  return parts.map((part) => part.toLowerCase());
}

/**
 * Whether a word matches a text by tokens: a single token equals one of the text's parts or all of it; several, however they
 * are written apart, stand in the text one behind the other.
 */
export function matchesWord(text: string, word: string): boolean {
  const wanted = partsOf(word);
  if (wanted.length === 0) return text.toLowerCase().includes(word.toLowerCase());
  const parts = partsOf(text);
  if (wanted.join("") === parts.join("")) return true;
  return parts.some((_, start) => wanted.every((part, i) => parts[start + i] === part));
}

/** The part of a search that the store's own listing can do: the schema and what every match must equal. */
export function selectorOf({ schema, term }: SearchQuery): SeriesSelector {
  const required = term ? requiredTerms(term) : [];
  const exact = (property: string): string | undefined => required.find((one) => one.property === property)?.text;
  const namespace = schema?.namespace ?? exact("Namespace");
  const metricName = exact("MetricName");
  return {
    ...(namespace !== undefined && { namespace }),
    ...(metricName !== undefined && { metricName }),
    ...(schema && {
      exactDimensions: true,
      dimensions: schema.dimensionNames.map((name) => {
        const value = exact(name);
        return value === undefined ? { name } : { name, value };
      }),
    }),
  };
}

/** Exact terms bound to a property that no other branch can do without. */
function requiredTerms(term: SearchTerm): readonly { readonly property: string; readonly text: string }[] {
  if (term.kind === "and") return [...requiredTerms(term.left), ...requiredTerms(term.right)];
  if (term.kind === "term" && term.exact && term.property !== undefined) return [{ property: term.property, text: term.text }];
  return [];
}

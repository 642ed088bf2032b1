/** The `access` part of a key store's configuration. */
import type { AccessRule, AccessRules } from "../access.ts";
import type { Section } from "./section.ts";

const patternLists = [
  "externalKeyIds",
  "principals",
  "kmsKeyArns",
  "kmsOperations",
  "xksOperations",
  "viaServices",
  "sourceVpcs",
  "sourceVpces",
] as const;

export function readAccess(section: Section): AccessRules {
  const { mode, rules } = section.members("mode", "rules");
  return { mode: mode.present ? mode.oneOf("enforce", "audit") : "enforce", rules: rules.list(1, 1000).map(readRule) };
}

function readRule(section: Section, index: number): AccessRule {
  const { id, effect, ...lists } = section.members("id", "effect", ...patternLists);
  const given = patternLists
    .filter((name) => lists[name].present)
    .map((name) => [name, lists[name].list(1, 1000).map((pattern) => pattern.text())] as const);
  return {
    id: id.present ? id.text() : `${index + 1}`,
    effect: effect.oneOf("allow", "deny"),
    ...(Object.fromEntries(given) as Partial<Record<(typeof patternLists)[number], string[]>>),
  };
}

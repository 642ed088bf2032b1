/**
 * `explain`: whatever text, code or id a user holds leads to cause, owner, remedy and evidence. Pure but for the
 * evidence, which is handed in.
 */
import type { Evidence, Finding, Recognized } from "../../model/finding.ts";
import { connectionErrorCodes } from "../../model/xks-failures.ts";
import { connectionFailure, failuresNamed, furtherFailures, type KnownFailure, recordedFailures } from "./known-failures.ts";
import { explainInteraction, isQuotaRefusal, knownFailureOf } from "./of-interaction.ts";

/** Shorter texts fit too many messages. */
const shortestPart = 12;
/** From this share of common words on a message is called similar. */
const similarFrom = 0.6;
const evidenceCount = 5;

/**
 * All that is known of a text: what a request id in it led to first, then messages, then names. Empty where nothing is
 * recognized.
 */
export async function explain(question: string, evidence: Evidence): Promise<readonly Finding[]> {
  const requests = await Promise.all(requestIdsIn(question).map((id) => explainRequest(id, evidence)));
  const byMessage = messagesIn(question);
  const known = byMessage.length > 0 ? byMessage : [...namesIn(question), ...similarTo(question)].slice(0, 8);
  const found = await Promise.all(known.map(([recognized, failure]) => withEvidence(recognized, failure, evidence)));
  const covered = new Set(requests.flat().map(({ title }) => title));
  return [...requests.flat(), ...found.filter(({ title }) => !covered.has(title))];
}

function requestIdsIn(question: string): string[] {
  return [...new Set(question.match(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi))].map((id) => id.toLowerCase());
}

async function explainRequest(id: string, evidence: Evidence): Promise<readonly Finding[]> {
  const interactions = await evidence.ofRequest(id);
  if (interactions.length > 0) return interactions.map(explainInteraction);
  return [
    {
      recognized: "request id",
      title: `${id}: no interaction is kept`,
      owner: "KMS side",
      cause:
        "The request never reached the XKS proxy (refused by authorization, the key's state, validation or the key store's quota), succeeded and was not among the sampled, or is older than what is kept.",
      remedy: "Explain the message that came with it.",
      evidence: [],
      interactions: [],
    },
  ];
}

type Recognition = readonly [Recognized, KnownFailure];

/** Failures whose message stands in the text, whole, or of which the text is a part. */
function messagesIn(question: string): Recognition[] {
  const text = plain(question);
  const withMessage = [...recordedFailures, ...furtherFailures].flatMap((failure) =>
    failure.message === undefined ? [] : [{ failure, message: plain(failure.message) }],
  );
  const whole = withMessage.filter(({ message }) => text.includes(message));
  const found = whole.length > 0 ? whole : text.length < shortestPart ? [] : withMessage.filter(({ message }) => message.includes(text));
  return found.map(({ failure }) => ["message", failure]);
}

function namesIn(question: string): Recognition[] {
  const names = new Set(question.match(/\b[A-Z][A-Za-z]*Exception\b/g));
  const codes = connectionErrorCodes.filter((code) => new RegExp(`\\b${code}\\b`, "i").test(question));
  return [
    ...codes.flatMap((code): Recognition[] => {
      const failure = connectionFailure(code);
      return failure ? [["connection error code", failure]] : [];
    }),
    ...[...names].flatMap((name) => failuresNamed(name).map((failure): Recognition => ["exception", failure])),
  ];
}

/** The message that has most words in common with the text, where that is enough to go by. */
function similarTo(question: string): Recognition[] {
  const asked = wordsOf(question);
  if (asked.size < 4) return [];
  const rated = [...recordedFailures, ...furtherFailures]
    .map((failure) => ({ failure, share: commonShare(asked, wordsOf(failure.message ?? "")) }))
    .filter(({ share }) => share >= similarFrom)
    .toSorted((a, b) => b.share - a.share);
  return rated.slice(0, 1).map(({ failure }) => ["similar message", failure]);
}

async function withEvidence(recognized: Recognized, { reason, ...failure }: KnownFailure, evidence: Evidence): Promise<Finding> {
  const latest = failure.exceptionName ? await evidence.latest(failure.exceptionName, evidenceCount) : [];
  const interactions = latest.filter(
    (interaction) => interaction.failure && !isQuotaRefusal(interaction) && knownFailureOf(interaction.failure).reason === reason,
  );
  return { ...failure, recognized, evidence: [], interactions };
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim().toLowerCase();
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(plain(text).match(/[a-z0-9]{3,}/g));
}

/** Words in common by all words. */
function commonShare(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  return common / (a.size + b.size - common || 1);
}

/** Documentation that comes from tables: configuration, commands, operations, metrics. `npm run docs` writes it; a test checks it. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { commandTable, groups } from "../src/app/commands/table.ts";
import { environmentName, optionTable, type OptionDefinition } from "../src/app/configuration-table.ts";
import { type FaultKind, faultKinds } from "../src/proxy/faults/fault-kinds.ts";
import { checks } from "../src/tools/check/run-checks.ts";
import { consoleBehaviours } from "./console-behaviours.ts";
import { kmsApiOperations, type KmsApiOperation } from "../src/kms/operations.ts";

const root = resolve(import.meta.dirname, "..");

/** Generated pages: path below the root, and text. */
export function generatedPages(): readonly { readonly path: string; readonly text: string }[] {
  return [
    { path: "docs/configuration.md", text: configurationPage() },
    { path: "docs/commands.md", text: commandsPage() },
    { path: "docs/kms-operations.md", text: kmsOperationsPage() },
    { path: "docs/xks-faults.md", text: faultsPage() },
    { path: "docs/xks-checks.md", text: checksPage() },
    { path: "docs/console.md", text: consolePage() },
  ];
}

const notice = "<!-- Written by `npm run docs` from the tables in the code; edits here are lost. -->\n";

function configurationPage(): string {
  const rows = optionTable.map((option: OptionDefinition) => {
    const commands = option.commands === "all" ? "all" : option.commands.map((command) => `\`${command}\``).join(" ");
    const fallback = option.fallback === "" ? "" : `\`${option.fallback}\``;
    const elsewhere = Object.entries(option.flagOn ?? {}).map(([command, flag]) => ` (\`--${flag}\` on \`${command}\`)`);
    return `| \`--${option.key}${option.argument ? ` ${option.argument.replaceAll("|", "\\|")}` : ""}\`${elsewhere.join("")} | \`${environmentName(option.key)}\` | ${fallback} | ${option.sentence} | ${commands} |`;
  });
  return `# Configuration
${notice}
Every option is a flag, an environment variable and a line \`key = value\` of the configuration file, in this order of precedence. The key of the file is the flag without its dashes. Unknown keys are errors.

| flag | environment | default | what it is | commands |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

function commandsPage(): string {
  const rows = commandTable.map((command) => {
    const line = ["xkswatch", ...command.words, ...(command.positionals ?? [])].join(" ");
    const options = (command.options ?? []).map(
      (option) => `\`--${option.flag}${option.argument ? ` ${option.argument.replaceAll("|", "\\|")}` : ""}\`: ${option.sentence}`,
    );
    return `| \`${line}\` | ${[command.summary, ...options].join("<br>")} |`;
  });
  const groupRows = Object.entries(groups).map(([words, sentence]) => `- \`xkswatch ${words}\`: ${sentence}`);
  return `# Commands
${notice}
| command | does |
|---|---|
${rows.join("\n")}

${groupRows.join("\n")}

Options that configure a command are in [configuration.md](configuration.md); \`xkswatch COMMAND --help\` names them too.
`;
}

function kmsOperationsPage(): string {
  const meaning: Record<string, string> = {
    "key-usage": "`InvalidKeyUsageException`: the key usage is ENCRYPT_DECRYPT",
    origin: "`UnsupportedOperationException`: the origin is EXTERNAL_KEY_STORE",
    "key-spec": "`UnsupportedOperationException`: the key is symmetric",
    "single-region": "`UnsupportedOperationException`: keys of external key stores are not multi-Region",
  };
  const rows = Object.entries<KmsApiOperation>(kmsApiOperations).map(
    ([name, { plane, refusal }]) => `| ${name} | ${plane} | ${refusal ? `refused: ${meaning[refusal]}` : "served"} |`,
  );
  return `# KMS operations
${notice}
| operation | plane | |
|---|---|---|
${rows.join("\n")}
`;
}

function faultsPage(): string {
  const rows = Object.entries<FaultKind>(faultKinds).map(
    ([kind, { sentence, needs = [], operations, onConnections }]) =>
      `| \`${kind}\` | ${sentence} | ${needs.map((one) => `\`${one}\``).join(" ")} | ${onConnections ? "connections" : (operations?.join(", ") ?? "all")} |`,
  );
  return `# Faults of the bundled XKS proxy
${notice}
\`xkswatch proxy --faults\` (or \`xkswatch up\` with \`--faults\`) lets the proxy misbehave as \`proxy/faults.json\` in the data folder says. The file is read before each request, so a change counts at once; without the file, and without \`--faults\`, the proxy works well.

    { "faults": [ { "kind": "delay", "delayMs": 300, "operation": "Encrypt", "probability": 0.2 },
                  { "kind": "error", "errorName": "ThrottlingException", "prefix": "/demo", "count": 50 } ] }

Any fault may be narrowed by \`prefix\`, \`operation\` (an XksOperation), \`externalKeyId\`, \`probability\` (0 to 1), \`count\`, and \`seconds\` (since the file was written). Several may act on one request, in the file's order. \`xkswatch faults '[…]'\` writes the file, \`xkswatch faults none\` ends them all.

Faults of connections know nothing of what will be asked: for them probability and count are of connections. While one is set, every answer ends its connection, so that clients come back and see it.

| kind | what the proxy does | needs | operations |
|---|---|---|---|
${rows.join("\n")}
`;
}

function checksPage(): string {
  const levels = { must: "MUST", should: "SHOULD", aws: "AWS" };
  const rows = checks.map(
    ({ id, title, source, level, remedy, connectionErrorCode }) =>
      `| ${id} | ${title} | ${source} | ${levels[level]} | ${remedy} | ${connectionErrorCode ? `\`${connectionErrorCode}\`` : ""} |`,
  );
  return `# Checks of XKS proxies
${notice}
What the conformance check asks of any XKS proxy. MUST and SHOULD are the XKS Proxy API specification's (1.0.3); AWS is what AWS KMS itself would refuse, with the ConnectionErrorCode that it would give. The check changes nothing: it uses the one external key that it is told, and looks for keys and paths that do not exist.

| check | what holds | source | level | to do when it fails | AWS would say |
|---|---|---|---|---|---|
${rows.join("\n")}
`;
}

function consolePage(): string {
  const tests = numberedTests();
  const sections = Object.entries(consoleBehaviours).map(([title, behaviours]) => {
    const rows = behaviours.map(([number, sentence]) => {
      const proofs = tests.filter(({ numbers }) => numbers.includes(number));
      return `| C${number} | ${sentence} | ${proofs.map(({ file, name }) => `\`${file}\`: ${name}`).join("<br>") || "–"} |`;
    });
    return `## ${title}

| | what holds | proved in a browser by |
|---|---|---|
${rows.join("\n")}
`;
  });
  return `# The console's monitoring, behaviour by behaviour
${notice}
The sections are those of the page "Monitor external key stores" of the AWS KMS Developer Guide. Tests carry the numbers of the behaviours that they prove.

${sections.join("\n")}`;
}

/** The browser tests whose names begin with numbers of behaviours. */
function numberedTests(): readonly { readonly file: string; readonly numbers: readonly number[]; readonly name: string }[] {
  const folder = "test/e2e";
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".test.ts"))
    .sort()
    .flatMap((file) =>
      [...readFileSync(join(root, folder, file), "utf8").matchAll(/\bit\(\s*"((?:C\d+ )+)([^"]+)"/g)].map(
        ([, numbers = "", name = ""]) => ({
          file: `${folder}/${file}`,
          numbers: numbers
            .trim()
            .split(" ")
            .map((word) => Number(word.slice(1))),
          name,
        }),
      ),
    );
}

if (process.argv[1] === import.meta.filename) {
  for (const { path, text } of generatedPages()) writeFileSync(join(root, path), text);
}

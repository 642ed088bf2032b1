#!/usr/bin/env node
/** The command `xkswatch`: commander fed from the table of commands and the table of options. */
import { Command as Program, CommanderError } from "commander";
import { environmentName, flagName, type OptionDefinition, optionsOf } from "../configuration-table.ts";
import { resolveConfiguration } from "../configuration.ts";
import { productVersion } from "../product-version.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";
import { commandTable, groups } from "./table.ts";

// Whatever is written is for this user alone.
process.umask(0o077);

const program = new Program("xkswatch")
  .description("Watches AWS KMS external key stores.")
  .version(productVersion(), "--version")
  // `proxy` is a command and holds others: an option belongs to the command that it stands behind.
  .enablePositionalOptions()
  .showHelpAfterError("(xkswatch --help lists commands and options)")
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "xkswatch: ")) });

for (const command of commandTable) addCommand(program, command);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof UsageError) {
    process.stderr.write(`xkswatch: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    process.stderr.write(`xkswatch: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** Adds a command under its words, making the groups on the way. */
function addCommand(root: Program, command: Command): void {
  let parent = root;
  for (const [depth, word] of command.words.slice(0, -1).entries()) {
    parent = parent.commands.find((candidate) => candidate.name() === word) ?? newGroup(parent, command.words.slice(0, depth + 1));
  }
  const last = command.words[command.words.length - 1] as string;
  const program = (parent.commands.find((candidate) => candidate.name() === last) ?? parent.command(last).exitOverride()).description(
    command.summary,
  );
  for (const positional of command.positionals ?? []) program.argument(positional.startsWith("[") ? positional : `<${positional}>`);
  for (const option of command.options ?? []) {
    program.option(`--${option.flag}${option.argument ? ` <${option.argument}>` : ""}`, option.sentence, option.fallback);
  }
  const configured = optionsOf(command.words[0] as string);
  for (const option of configured) {
    const flag = flagName(option, command.words[0] as string);
    program.option(`--${flag}${option.argument ? ` <${option.argument}>` : ""}`, describe(option));
  }
  program.action(async (...given: unknown[]) => {
    const values = program.optsWithGlobals<Record<string, string | boolean | undefined>>();
    const valueOf = (flag: string): string | undefined => {
      const value = values[flag.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())];
      return value === true ? "on" : value === false ? undefined : value;
    };
    const flags = Object.fromEntries(configured.map((option) => [option.key, valueOf(flagName(option, command.words[0] as string))]));
    const configuration = resolveConfiguration(command.words[0] as string, flags, process.env);
    const status = await command.run({
      configuration,
      positionals: given.slice(0, program.registeredArguments.length) as (string | undefined)[],
      options: Object.fromEntries((command.options ?? []).map((option) => [option.flag, valueOf(option.flag)])),
      print: (text) => void process.stdout.write(text),
    });
    process.exitCode = status ?? 0;
  });
}

function newGroup(parent: Program, words: readonly string[]): Program {
  return parent
    .command(words[words.length - 1] as string)
    .description(groups[words.join(" ")] ?? "")
    .exitOverride();
}

/** One line of help: the sentence, the default, the environment's and the file's name. */
function describe(option: OptionDefinition): string {
  const fallback = option.fallback === "" ? "" : ` (default: ${option.fallback})`;
  return `${option.sentence}${fallback} [${environmentName(option.key)}; file: ${option.key}]`;
}

import { expect, test } from "vitest";
import { matchCommands } from "./commands.ts";

const commands = ["Create key", "Customer managed keys", "Dark mode"].map((title) => ({ title, kind: "Page" }));

test("every typed word has to be there, in any order", () => {
  expect(matchCommands(commands, "key create").map(({ title }) => title)).toEqual(["Create key"]);
  expect(matchCommands(commands, "zzz")).toEqual([]);
});

test("titles that begin with the word stand first, nothing typed shows all", () => {
  expect(matchCommands([{ title: "A dark", kind: "x" }, ...commands], "dark").map(({ title }) => title)).toEqual(["Dark mode", "A dark"]);
  expect(matchCommands(commands, " ")).toHaveLength(3);
});

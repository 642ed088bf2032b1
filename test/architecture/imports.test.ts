/** The import rules: read from the table in docs/architecture.md, checked against every import in src and console. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");

const allowed = readTable();
const sources = [...filesBelow("src"), ...filesBelow("console")];

describe("import rules", () => {
  it("read a table that names every room", () => {
    const rooms = readdirSync(join(root, "src"));
    expect([...allowed.keys()].sort()).toEqual([...rooms, "console"].sort());
  });

  it("find sources to check", () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it("hold for every import between rooms", () => {
    const broken = sources.flatMap((file) => {
      const room = roomOf(file);
      return importsOf(file)
        .map((target) => ({ target, room: roomOf(target) }))
        .filter((to) => to.room !== room && !allowed.get(room)?.has(to.room) && !isTest(file))
        .map((to) => `${file} imports ${to.target}: ${room} may not import ${to.room}`);
    });
    expect(broken).toEqual([]);
  });

  it("allow no circle between rooms", () => {
    const visit = (room: string, path: readonly string[]): string[] =>
      path.includes(room) ? [[...path, room].join(" → ")] : [...(allowed.get(room) ?? [])].flatMap((next) => visit(next, [...path, room]));
    expect([...allowed.keys()].flatMap((room) => visit(room, []))).toEqual([]);
  });

  it("keep SQL in engines (the browser has none to keep)", () => {
    const sql = /\b(SELECT .+ FROM|INSERT INTO|DELETE FROM|CREATE TABLE|PRAGMA )\b/;
    const outside = sources.filter((file) => !/^src\/engines\/|^console\//.test(file) && !isTest(file));
    const found = outside.filter((file) => sql.test(withoutComments(readFileSync(join(root, file), "utf8"))));
    // Its alarms are queries of Metrics Insights, which looks like SQL.
    expect(found.filter((file) => file !== "src/alarms/recommended.ts")).toEqual([]);
  });

  it("keep wall clocks and timers out of everything but lib/clock, the log, app and the browser's side", () => {
    const rules = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|(?<![.\w])set(Timeout|Interval)\(/;
    const outside = sources.filter((file) => !/^src\/(app|lib\/(clock|log))|^console\//.test(file) && !isTest(file));
    const found = outside.filter((file) => rules.test(withoutComments(readFileSync(join(root, file), "utf8"))));
    expect(found).toEqual([]);
  });

  it("keep sockets where something is called or listened to", () => {
    const opens = /\b(connect|createServer)\b[^;]*\} from "node:(net|tls)"|from "(node:(https?|http2|dgram)|undici|nodemailer)"/;
    const outside = sources.filter(
      (file) =>
        !/^src\/((xks\/client|proxy|alarms\/telling|tools|app)\/|export\/remote-write|lib\/short-way)|^console\//.test(file) &&
        !isTest(file),
    );
    expect(outside.filter((file) => opens.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
  });

  it("let no part of the product stand on what is for tests", () => {
    const product = sources.filter((file) => !isTest(file));
    expect(
      product.flatMap((file) =>
        importsOf(file)
          .filter(isTest)
          .map((target) => `${file} imports ${target}`),
      ),
    ).toEqual([]);
  });
});

function readTable(): Map<string, Set<string>> {
  const text = readFileSync(join(root, "docs/architecture.md"), "utf8");
  const section = text.slice(text.indexOf("## Who may import whom"));
  const rows = [...section.matchAll(/^\| (\w+) \|([ \w]*)\|$/gm)].filter((row) => row[1] !== "room");
  return new Map(rows.map((row) => [row[1] as string, new Set((row[2] as string).split(" ").filter(Boolean))]));
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Files that a file imports by a relative path, as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) =>
    relative(root, resolve(root, dirname(file), match[1] as string)),
  );
}

function roomOf(file: string): string {
  const [top, second] = file.split("/");
  return top === "src" ? (second as string) : (top as string);
}

/** Tests, and what they stand on: none of it is built into the product. */
function isTest(file: string): boolean {
  return /(\.(test|fixture)|-suite)\.tsx?$/.test(file);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

import { RadiomicaError } from "#engine/errors.ts";

/** JSON that remembers its lines, so that a mistake in a file can be pointed at. */
export type JsonNode = { readonly line: number } & (
  | { readonly kind: "object"; readonly entries: readonly JsonEntry[] }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
);
export type JsonEntry = { readonly key: string; readonly line: number; readonly node: JsonNode };

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\r\n]|\\.)*"/y;
const WORDS = { true: true, false: false, null: null } as const;
const MAX_DEPTH = 64;

/**
 * Parses JSON (RFC 8259). Unlike `JSON.parse` it refuses a key that stands twice, and numbers beyond the range of a
 * double. Throws RadiomicaError "Parse", whose message begins with the line and whose `fields.line` holds it.
 */
export function parseJsonText(text: string): JsonNode {
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let line = 1;

  const fail = (what: string, where = line): never => {
    throw new RadiomicaError("Parse", `line ${where}: ${what}`, { line: where });
  };
  const found = () => (at < text.length ? `"${[...text.slice(at, at + 12)][0]}"` : "the end of the file");
  const skip = () => {
    for (; at < text.length && " \t\r\n".includes(text[at]); at++) if (text[at] === "\n") line++;
    if (text.startsWith("//", at) || text.startsWith("/*", at)) fail("JSON has no comments");
  };
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const hit = pattern.exec(text)?.[0] ?? null;
    if (hit !== null) at += hit.length;
    return hit;
  };
  const string = (what: string): string => {
    if (text[at] !== '"') fail(`${what} is missing before ${found()}`);
    const raw = take(STRING) ?? fail("a text is not closed");
    try {
      return JSON.parse(raw) as string;
    } catch {
      return fail(`the text ${raw.slice(0, 40)} holds a character or an escape that JSON does not allow`);
    }
  };

  function node(depth: number): JsonNode {
    if (depth > MAX_DEPTH) fail(`more than ${MAX_DEPTH} levels of nesting`);
    skip();
    const start = line;
    const c = text[at];
    if (c === "{") return { kind: "object", line: start, entries: list("}", () => entry(depth)) };
    if (c === "[") return { kind: "array", line: start, items: list("]", () => node(depth + 1)) };
    if (c === '"') return { kind: "value", line: start, value: string("a text") };
    const digits = take(NUMBER);
    if (digits !== null) {
      if (!Number.isFinite(Number(digits))) fail(`the number ${digits} is too large`);
      return { kind: "value", line: start, value: Number(digits) };
    }
    for (const [word, value] of Object.entries(WORDS)) {
      if (!text.startsWith(word, at)) continue;
      at += word.length;
      return { kind: "value", line: start, value };
    }
    return fail(`a value is missing before ${found()}`);
  }

  function entry(depth: number): JsonEntry {
    skip();
    const start = line;
    const key = string("a key in double quotes");
    skip();
    if (text[at] !== ":") fail(`":" is missing after the key "${key}"`);
    at++;
    return { key, line: start, node: node(depth + 1) };
  }

  function list<T extends { line: number; key?: string }>(end: "}" | "]", item: () => T): T[] {
    const items: T[] = [];
    at++;
    skip();
    if (text[at] === end) {
      at++;
      return items;
    }
    for (;;) {
      const one = item();
      if (one.key !== undefined && items.some((other) => other.key === one.key)) {
        fail(`the key "${one.key}" stands twice`, one.line);
      }
      items.push(one);
      skip();
      if (text[at] === end) break;
      if (text[at] !== ",") fail(`"," or "${end}" is missing before ${found()}`);
      at++;
      skip();
      if (text[at] === end) fail(`there is a "," too many before "${end}"`);
    }
    at++;
    return items;
  }

  const root = node(0);
  skip();
  if (at < text.length) fail(`there is more after the end of the JSON: ${found()}`);
  return root;
}

/** The plain value of a node. */
export function plainValue(node: JsonNode): unknown {
  if (node.kind === "value") return node.value;
  if (node.kind === "array") return node.items.map(plainValue);
  return Object.fromEntries(node.entries.map(({ key, node: inner }) => [key, plainValue(inner)]));
}

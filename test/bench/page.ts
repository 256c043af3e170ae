import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));

const head = `# Speed

Written by \`npm run bench:peers\` and \`npm run bench:ui\`; each section is one run of its own, with its date and machine, and a run
replaces its sections only. Times are of the processor (user and system, by the process itself), one thread against one
thread, unless a column says "clock". In a section all works and both sides take turns, so that a slow moment falls on all;
a ratio is the median of the ratios of single turns. Ours has run for 0.3 s before the first turn, and in each turn as often
as fits into 0.1 s. **must** and **goal** are the project's own targets.
`;

/** The sections in the page's order. */
const order = [
  ...(["families", "everything", "bank", "filters", "maps", "picture", "live", "workers"] as const),
  ...(["growth", "memory", "ui", "start"] as const),
] as const;
export type SectionId = (typeof order)[number];

const begin = (id: string) => `<!-- ${id} -->`;
const end = (id: string) => `<!-- end of ${id} -->`;

/** Puts a section (Markdown with its heading) into docs/performance.md in place of its older self. */
export function writeSection(id: SectionId, text: string): void {
  const old = existsSync(path) ? readFileSync(path, "utf8") : "";
  const sections = order.flatMap((name) => {
    const from = old.indexOf(begin(name));
    const to = old.indexOf(end(name));
    const kept = from < 0 || to < from ? null : old.slice(from + begin(name).length, to).trim();
    const body = name === id ? text.trim() : kept;
    return body === null ? [] : [`${begin(name)}\n${body}\n${end(name)}\n`];
  });
  writeFileSync(path, [head, ...sections].join("\n"));
}

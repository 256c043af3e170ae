/** Text that is HTML already. */
export type Html = { readonly html: string };
type Part = string | number | Html | readonly Html[] | null | false;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
/** Marks that turn the direction of writing round, and so what a name seems to say; and what no document may hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const escaped = (text: string): string => text.replace(unseen, "").replace(/[&<>"']/g, (c) => entities[c]);

const written = (part: Part): string => {
  if (part === null || part === false) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map((p) => p.html).join("\n");
};

/** HTML from a template: all that is put in is escaped, unless it came from here. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.reduce((sum, text, i) => sum + written(parts[i - 1] ?? null) + text),
});

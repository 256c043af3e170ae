/** Whether a text holds * or ?. */
export const isPattern = (text: string): boolean => /[*?]/.test(text);

/** Whether a text is what a pattern describes: * stands for any characters, ? for one. */
export function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su").test(text);
}

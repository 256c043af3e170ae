/**
 * Keys as commands name them: "b", "Shift+B", "Ctrl+Z", "?", "Space", "ArrowUp". Letters with Shift are named so;
 * other characters are named by what they print, whatever keys the keyboard needs for them.
 */
export function keyOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> & {
    getModifierState?: (key: string) => boolean;
  },
): string {
  const { key } = event;
  // AltGr prints brackets on many keyboards and reports Ctrl+Alt while it does.
  const altGraph = event.getModifierState?.("AltGraph") ?? false;
  const ctrl = (event.ctrlKey || event.metaKey) && !altGraph;
  const alt = event.altKey && !altGraph;
  const isLetter = /^\p{L}$/u.test(key);
  const isNamed = key.length > 1 || key === " ";
  const name = key === " " ? "Space" : isLetter ? key.toUpperCase() : key;
  const shift = event.shiftKey && (isLetter || isNamed);
  const bare = !ctrl && !alt && !shift && isLetter ? key.toLowerCase() : name;
  return `${ctrl ? "Ctrl+" : ""}${alt ? "Alt+" : ""}${shift ? "Shift+" : ""}${bare}`;
}

/** True while typing belongs to the focused element: fields, and lists that search by letter. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const field = target.closest("input, textarea, select, [contenteditable=true]");
  if (!field) return false;
  const type = field instanceof HTMLInputElement ? field.type : "text";
  return !["checkbox", "radio", "button", "range", "color"].includes(type);
}

/** Keys that a focused control uses itself (a button's Space, a slider's arrows); the page leaves them to it. */
export function usesKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  const own: readonly (readonly [string, RegExp])[] = [
    ["button, a[href], summary, input[type=checkbox], input[type=radio], [role=button]", /^(Space|Enter)$/],
    ["input[type=range], [role=slider]", /^(Arrow.+|Home|End|Page.+)$/],
    ["[role=tab], [role=radio], input[type=radio], [role=menuitem]", /^(Arrow.+|Home|End|Space|Enter)$/],
    ["[data-own-arrows]", /^(Arrow.+|Home|End|Page.+)$/],
    ["[role=dialog], [role=menu], [role=listbox]", /^(Escape|Arrow.+|Enter|Space|Home|End|Page.+)$/],
  ];
  return own.some(([selector, keys]) => keys.test(key) && target.closest(selector) !== null);
}

const shown: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  PageUp: "PgUp",
  PageDown: "PgDn",
  Escape: "Esc",
  Delete: "Del",
};

/** The parts of a key as keycaps show them: "Ctrl+ArrowUp" → ["Ctrl", "↑"]. */
export function keycaps(key: string): string[] {
  const parts = key.endsWith("++") ? [...key.slice(0, -2).split("+"), "+"] : key === "+" ? ["+"] : key.split("+");
  return parts.map((part) => shown[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

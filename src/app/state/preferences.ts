import { cell } from "./cell.ts";

/** What the page remembers of a person's taste; nothing of images or patients. */
export type Preferences = {
  readonly language: "en" | "it";
  readonly projector: boolean;
  readonly leftOpen: boolean;
  readonly rightOpen: boolean;
  readonly live: boolean;
  /** New segments get layers of their own. */
  readonly overlap: boolean;
  /** Widths of the panels, rem. */
  readonly leftWidth: number;
  readonly rightWidth: number;
};

export const panelWidths = { left: { min: 12, max: 28 }, right: { min: 19, max: 56 } } as const;

const KEY = "radiomica.preferences";
const defaults: Preferences = {
  language: "en",
  projector: false,
  leftOpen: true,
  rightOpen: true,
  live: true,
  overlap: false,
  leftWidth: 15,
  rightWidth: 26,
};

/** The kept preferences over the defaults; a browser that keeps nothing gives the defaults. `screenWidth` in CSS pixels. */
export function preferencesCell(
  storage: Pick<Storage, "getItem" | "setItem"> | null,
  language: string,
  screenWidth = 1280,
) {
  const spoken: Preferences["language"] = language.toLowerCase().startsWith("it") ? "it" : "en";
  const rightWidth = screenWidth >= 1600 ? 32 : defaults.rightWidth;
  const preferences = cell<Preferences>({ ...defaults, language: spoken, rightWidth, ...kept(storage) });
  preferences.subscribe(() => {
    try {
      storage?.setItem(KEY, JSON.stringify(preferences.value));
    } catch {
      // A full or forbidden storage loses a preference, nothing more.
    }
  });
  return preferences;
}

function kept(storage: Pick<Storage, "getItem"> | null): Partial<Preferences> {
  try {
    const found: unknown = JSON.parse(storage?.getItem(KEY) ?? "{}");
    if (typeof found !== "object" || found === null) return {};
    const entries = Object.entries(found).filter(
      ([key, value]) =>
        key in defaults &&
        typeof value === typeof defaults[key as keyof Preferences] &&
        (key !== "language" || value === "en" || value === "it"),
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

/** The browser's storage, or null where even asking for it is forbidden. */
export function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

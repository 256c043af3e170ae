import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en.ts";

export const languages = [
  { id: "en", name: "English" },
  { id: "it", name: "Italiano" },
] as const;
export type Language = (typeof languages)[number]["id"];

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** Starts translation; the page's language follows. English is in the bundle, another language is waited for. */
export async function startTranslation(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    missingInterpolationHandler: () => "?",
    initAsync: false,
  });
  if (language !== "en") await setLanguage(language);
}

/** Fetches the texts of a language. Where they cannot be had English stands for them, and they are asked for again. */
export async function loadLanguage(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, "translation")) return;
  try {
    i18next.addResourceBundle(language, "translation", (await import("./it.ts")).it);
  } catch {
    // English stands in.
  }
}

export async function setLanguage(language: Language): Promise<void> {
  await loadLanguage(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

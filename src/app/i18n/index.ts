import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en.ts";
import { it } from "./it.ts";

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

/** Starts translation; the page's language follows. Not asynchronous: both languages are in the bundle. */
export function startTranslation(language: Language): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: { en: { translation: en }, it: { translation: it } },
    interpolation: { escapeValue: false },
    missingInterpolationHandler: () => "?",
    initAsync: false,
  });
  document.documentElement.lang = language;
}

export function setLanguage(language: Language): void {
  void i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import {
  isLanguage,
  type Language,
  languageBeforeLogin,
  languages,
  storedLanguage,
  storeLanguage,
} from "./language";
import { resources } from "./resources";

export { isLanguage, type Language, languages };

/** Make the translations ready; synchronous, the sentences are part of the bundle. */
export function startTranslation(language?: Language): void {
  const lng = language ?? languageBeforeLogin(navigator.languages, storedLanguage());
  void i18next.use(initReactI18next).init({
    lng,
    resources,
    fallbackLng: "en",
    defaultNS: "app",
    ns: Object.keys(resources.en),
    initAsync: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = lng;
}

/** Switch every visible sentence, and remember it for the next visit of this browser. */
export function speak(language: Language): void {
  if (i18next.language !== language) void i18next.changeLanguage(language);
  document.documentElement.lang = language;
  storeLanguage(language);
}

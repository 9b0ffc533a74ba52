import { useTranslation } from "react-i18next";
import { isLanguage, type Language } from "@/i18n";

/** The language on the screen, as our own type; the component is drawn again when it changes. */
export function useSpokenLanguage(): Language {
  const { i18n } = useTranslation();
  return isLanguage(i18n.language) ? i18n.language : "en";
}

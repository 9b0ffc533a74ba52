/** The sentences about values over time and their corrections, in both languages. */
import i18next from "i18next";
import de from "../de/numbers.json";
import en from "../en/numbers.json";

export type NumberWords = typeof en;

/** Makes them known; does nothing where they are. */
export function addNumberWords(): void {
  if (i18next.hasResourceBundle("en", "numbers")) return;
  i18next.addResourceBundle("en", "numbers", en);
  i18next.addResourceBundle("de", "numbers", de);
}

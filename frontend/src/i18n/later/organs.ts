/** The sentences about organs, in both languages; imported by the part that speaks them, after the first pictures. */
import i18next from "i18next";
import de from "../de/organs.json";
import en from "../en/organs.json";

export type OrganWords = typeof en;

/** Makes them known, at the latest when the translation begins. */
export function addOrganWords(): void {
  const add = () => {
    i18next.addResourceBundle("en", "organs", en);
    i18next.addResourceBundle("de", "organs", de);
  };
  if (i18next.isInitialized) add();
  else i18next.on("initialized", add);
}

import { useTranslation } from "react-i18next";
import { ask } from "@/api/client";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { languages, speak } from "@/i18n";
import styles from "./Toolbar.module.css";

/** The other language, for the page, the account and the server's own sentences. */
export function LanguageButton({ askAgain }: { askAgain: () => void }) {
  const { t } = useTranslation("viewer");
  const spoken = useSpokenLanguage();
  const other = languages.find((language) => language !== spoken) ?? spoken;
  const change = async () => {
    try {
      await ask("PUT", "/api/session/language", { body: { language: other } });
    } catch {
      // The page speaks it all the same and this browser remembers it; the account learns it next time.
    }
    // Now, not before: whatever asks again because the language is another one gets the server's words in it.
    speak(other);
    askAgain();
  };
  return (
    <button
      type="button"
      className={styles.language}
      lang={other}
      title={t("otherLanguage")}
      aria-label={t("otherLanguage")}
      onClick={() => void change()}
    >
      {other.toUpperCase()}
    </button>
  );
}

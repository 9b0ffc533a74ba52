import "@/components/mantineStyles";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Brand } from "@/components/Brand";
import { type Language, languages, speak } from "@/i18n";
import styles from "./EntranceFrame.module.css";

interface Props {
  title: string;
  text?: string;
  children: ReactNode;
}

/** The quiet page around what comes before any picture: login and the change of a one-time password. */
export function EntranceFrame({ title, text, children }: Props) {
  const { t, i18n } = useTranslation();
  return (
    <div className={styles.page}>
      <main className={styles.panel}>
        <Brand />
        <h1>{title}</h1>
        {text && <p className={styles.text}>{text}</p>}
        {children}
      </main>
      <footer className={styles.footer}>
        <fieldset className={styles.languages} aria-label={t("account.language")}>
          {languages.map((language: Language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={i18n.language === language}
              onClick={() => speak(language)}
            >
              {t(`account.${language}`)}
            </button>
          ))}
        </fieldset>
        <span>{t("notMedicalDevice")}</span>
      </footer>
    </div>
  );
}

import { useTranslation } from "react-i18next";
import styles from "./CrashNote.module.css";

export function CrashNote() {
  const { t } = useTranslation();
  return (
    <main className={styles.note} role="alert">
      <h1>{t("crash.title")}</h1>
      <p>{t("crash.text")}</p>
      <button type="button" onClick={() => window.location.reload()}>
        {t("crash.again")}
      </button>
    </main>
  );
}

import { useTranslation } from "react-i18next";
import { ProgressRing } from "@/components/ProgressRing";
import styles from "./Unreachable.module.css";

/** The whole page, when the server does not even say who is logged in. The gate keeps asking meanwhile. */
export function Unreachable() {
  const { t } = useTranslation("status");
  return (
    <main className={styles.page} role="alert">
      <ProgressRing fraction={null} label={t("server.meaning")} size={28} />
      <h1>{t("server.what")}</h1>
      <p>{t("server.meaning")}</p>
    </main>
  );
}

import { useTranslation } from "react-i18next";
import styles from "./Brand.module.css";

/** The name with its sign: an axial slice with a hot spot. */
export function Brand() {
  const { t } = useTranslation();
  return (
    <span className={styles.brand}>
      <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
        <path
          d="M16 4c7 0 11.5 5.4 11.5 12S23 28 16 28 4.5 22.6 4.5 16 9 4 16 4z"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.6"
        />
        <circle cx="19.5" cy="13" r="4" className={styles.spot} />
      </svg>
      {t("name")}
    </span>
  );
}

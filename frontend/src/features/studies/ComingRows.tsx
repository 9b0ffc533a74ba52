import { useTranslation } from "react-i18next";
import styles from "./ComingRows.module.css";

const rows = [0, 1, 2, 3, 4];

/** Where the patients will be, until the server has answered for the first time. */
export function ComingRows() {
  const { t } = useTranslation();
  return (
    <div className={styles.rows} role="status" aria-label={t("loading")}>
      {rows.map((row) => (
        <div key={row} className={styles.row} aria-hidden>
          <span className={styles.picture} />
          <span className={styles.name} />
          <span className={styles.dates} />
        </div>
      ))}
    </div>
  );
}

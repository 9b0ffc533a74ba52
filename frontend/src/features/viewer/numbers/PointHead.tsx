import { useTranslation } from "react-i18next";
import { formatDate } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import styles from "./Numbers.module.css";
import type { StatisticsPoint } from "./statistics";

/** Which examination a column of the table is of, and whether its organs can be trusted. */
export function PointHead({ point }: { point: StatisticsPoint }) {
  const { t } = useTranslation("numbers");
  const language = useSpokenLanguage();
  const date = formatDate(point.acquired_at, language);
  return (
    <th scope="col" data-point={point.examination} title={date ?? undefined}>
      <b>{point.label}</b>
      <span className={styles.day}>
        {point.days_since_first === null
          ? (date ?? "–")
          : t("values.days", { days: point.days_since_first })}
      </span>
      {point.map === null && <span className={styles.quiet}>{t("values.noMap")}</span>}
      {point.stand_in && (
        <em data-mark="stand-in" title={t("values.standInWhy")}>
          {t("values.standIn")}
        </em>
      )}
    </th>
  );
}

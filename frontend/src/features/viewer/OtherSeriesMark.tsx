import { useTranslation } from "react-i18next";
import type { SeriesOfColumn } from "./SeriesButton";
import styles from "./SeriesChoice.module.css";
import { choicesOf, shownChoice } from "./seriesChoices";
import { usePatientDetail } from "./usePatientDetail";

/** Which of a column's pictures are not of the series that the examination shows by itself. */
export default function OtherSeriesMark({ patient, examination, series }: SeriesOfColumn) {
  const { t } = useTranslation("viewer");
  const { detail } = usePatientDetail(patient);
  if (!detail) return null;
  const choices = choicesOf(detail, examination);
  const others = (["ct", "pet"] as const)
    .map((kind) => shownChoice(choices, series, kind))
    .filter((choice) => choice !== null && !choice.own);
  return others.map(
    (choice) =>
      choice && (
        <span
          key={choice.key}
          className={styles.mark}
          data-mark="other-series"
          title={[t("series.instead"), choice.why].filter(Boolean).join(" ")}
        >
          {t(`content.${choice.kind}`)}: {choice.description || "?"}
        </span>
      ),
  );
}

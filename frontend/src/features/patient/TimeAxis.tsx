import { useTranslation } from "react-i18next";
import type { ExaminationSummary } from "@/api/types";
import { formatDate } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import styles from "./TimeAxis.module.css";
import { placesInTime } from "./timeAxisPlaces";

interface Props {
  examinations: readonly ExaminationSummary[];
  selected: readonly string[];
}

const smallestGap = 0.07;

/** The examinations on an axis whose distances are the days between them. The cards below say the same in words. */
export function TimeAxis({ examinations, selected }: Props) {
  const { t } = useTranslation("patient");
  const language = useSpokenLanguage();
  if (examinations.length < 2) return null;
  const places = placesInTime(
    examinations.map(({ acquired_at }) => acquired_at),
    smallestGap,
  );
  return (
    <div className={styles.axis} role="img" aria-label={t("axis")}>
      {examinations.map((examination, position) => {
        const place = places[position];
        if (place === null || place === undefined) return null;
        const number = selected.indexOf(examination.id) + 1;
        return (
          <div
            key={examination.id}
            className={styles.point}
            data-chosen={number > 0}
            style={{ left: `${place * 100}%` }}
          >
            <span className={styles.label}>{number > 0 ? `T${number}` : ""}</span>
            <span className={styles.dot} />
            <span className={styles.date}>{formatDate(examination.acquired_at, language)}</span>
          </div>
        );
      })}
    </div>
  );
}

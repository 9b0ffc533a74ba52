import { useTranslation } from "react-i18next";
import type { SeriesSummary } from "@/api/types";
import { formatNumber, formatSpacing } from "@/components/formats";
import { StateMark } from "@/components/StateMark";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import styles from "./ExaminationCard.module.css";

interface Props {
  kind: "CT" | "PET";
  series: SeriesSummary | null;
  tracer?: string | null;
}

/** What is there of one modality, and what is missing or not as usual about it. */
export function SeriesLine({ kind, series, tracer = null }: Props) {
  const { t } = useTranslation("patient");
  const language = useSpokenLanguage();
  if (!series) {
    return (
      <p className={styles.series} data-missing="true">
        <span className={styles.kind}>{t(`missing.${kind}`)}</span>
      </p>
    );
  }
  const correction = series.attenuation_corrected;
  const spacing = formatSpacing(series.spacing_mm, language);
  const details = [
    t("images", { count: series.images, number: formatNumber(series.images, language) }),
    spacing,
  ];
  return (
    <p className={styles.series}>
      <span className={styles.kind}>
        {kind}
        {tracer && <span className={styles.detail}>{tracer}</span>}
        {kind === "PET" && correction === false && (
          <abbr className={styles.nac} title={t("nacLong")}>
            {t("nac")}
          </abbr>
        )}
        {kind === "PET" && correction === null && (
          <span className={styles.nac}>{t("acUnknown")}</span>
        )}
        {series.state !== "ready" && (
          <StateMark state={series.state} progress={series.progress} quiet />
        )}
      </span>
      {details.filter(Boolean).map((detail) => (
        <span key={detail} className={styles.detail}>
          {detail}
          <br />
        </span>
      ))}
    </p>
  );
}

import { useTranslation } from "react-i18next";
import type { OtherSeries } from "@/api/types";
import { DateText } from "@/components/DateText";
import { formatNumber } from "@/components/formats";
import { StateMark } from "@/components/StateMark";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import styles from "./OtherSeriesTable.module.css";
import { RetryButton } from "./RetryButton";

/** What else is in the archive for this patient, and why it is in no comparison by itself. */
export function OtherSeriesTable({ series }: { series: readonly OtherSeries[] }) {
  const { t } = useTranslation("patient");
  const language = useSpokenLanguage();
  return (
    <section className={styles.other}>
      <h2>{t("other.title")}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("other.modality")}</th>
            <th scope="col">{t("other.description")}</th>
            <th scope="col">{t("other.acquired")}</th>
            <th scope="col" className={styles.number}>
              {t("other.images")}
            </th>
            <th scope="col">{t("other.why")}</th>
            <th scope="col">{t("other.state")}</th>
          </tr>
        </thead>
        <tbody>
          {series.map((one) => (
            <tr key={one.series}>
              <td>{one.modality}</td>
              <td>{one.description || "–"}</td>
              <td>
                <DateText value={one.acquired_at} withTime />
              </td>
              <td className={styles.number}>{formatNumber(one.images, language)}</td>
              <td>{one.why}</td>
              <td>
                <StateMark state={one.state} />
                {one.state === "failed" && <RetryButton seriesKey={one.series} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

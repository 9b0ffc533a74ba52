import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { comparisonPath } from "@/api/comparison";
import type { OtherSeries } from "@/api/types";
import { DateText } from "@/components/DateText";
import { formatNumber } from "@/components/formats";
import { StateMark } from "@/components/StateMark";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import styles from "./OtherSeriesTable.module.css";
import { RetryButton } from "./RetryButton";

interface Props {
  series: readonly OtherSeries[];
  /** The examinations that are chosen for the comparison. */
  selected: readonly string[];
}

/** The chosen examinations if this one is among them, else this one alone, with this series instead of its own. */
function pathWith({ series, examination }: OtherSeries, selected: readonly string[]) {
  if (examination === null) return null;
  const examinations = selected.includes(examination) ? selected : [examination];
  return comparisonPath({ examinations, series: [series] });
}

const cannotBeShown: readonly OtherSeries["state"][] = ["failed", "not-an-image-volume"];

/** What else is in the archive for this patient, and why it is in no comparison by itself. */
export function OtherSeriesTable({ series, selected }: Props) {
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
          {series.map((one) => {
            const path = cannotBeShown.includes(one.state) ? null : pathWith(one, selected);
            return (
              <tr key={one.series}>
                <td>{one.modality}</td>
                <td>{one.description || "–"}</td>
                <td>
                  <DateText value={one.acquired_at} withTime />
                </td>
                <td className={styles.number}>{formatNumber(one.images, language)}</td>
                <td>
                  {one.why}
                  {path && (
                    <Link className={styles.show} to={path}>
                      {t("other.show")}
                    </Link>
                  )}
                </td>
                <td>
                  <StateMark state={one.state} />
                  {one.state === "failed" && <RetryButton seriesKey={one.series} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

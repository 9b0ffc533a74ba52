import { useTranslation } from "react-i18next";
import { formatNumber } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { type Change, isBeyond, type Measure, type Measured } from "./measures";
import styles from "./Numbers.module.css";
import type { InOrgan, Repeatability } from "./statistics";
import { changeText, valueText } from "./words";

interface Props {
  readonly found: InOrgan | null;
  readonly value: Measured | null;
  readonly measure: Measure;
  /** Of the head of the table. */
  readonly unit: string;
  readonly change: Change | null;
  /** There is an earlier value, but not in one SUV with this. */
  readonly notComparable: boolean;
  readonly band: Repeatability | null;
  readonly name: string;
  readonly go: () => void;
}

/** One value: how it has changed below it, from what it was computed when pointed at; a click goes there. */
export function ValueCell(props: Props) {
  const { found, value, measure, unit, change, notComparable, band, name, go } = props;
  const { t } = useTranslation("numbers");
  const language = useSpokenLanguage();
  if (!found) return <td className={styles.quiet}>{t("values.absent")}</td>;
  const count = (voxels: number) => formatNumber(voxels, language);
  const ofPet = measure !== "volume" && measure !== "hu_mean";
  const beyond = isBeyond(change, band);
  const about = [
    name,
    ...(ofPet && found.pet
      ? [t("values.petVoxels", { number: count(found.pet.voxels) }), found.pet.rule]
      : [t("values.ctVoxels", { number: count(found.ct_voxels) })]),
    ...(notComparable ? [t("values.notComparable")] : []),
    ...(beyond !== null && band
      ? [
          t(beyond ? "values.beyond" : "values.within"),
          t("values.band", {
            low: formatNumber(band.low_percent, language),
            high: formatNumber(band.high_percent, language),
            source: band.source,
          }),
        ]
      : []),
    ...found.notices.map(({ text }) => `! ${text}`),
    t("values.go"),
  ];
  return (
    <td data-beyond={beyond ?? undefined} data-measured={measure}>
      <button type="button" className={styles.cell} title={about.join("\n")} onClick={go}>
        <span className={styles.value}>
          {value ? valueText(value, language) : t("values.absent")}
          {value && value.unit !== unit && <span className={styles.unit}> {value.unit}</span>}
        </span>
        {found.notices.length > 0 && (
          <span
            className={styles.notice}
            role="note"
            aria-label={found.notices.map(({ text }) => text).join(" ")}
          >
            !
          </span>
        )}
        {change && <span className={styles.change}>{changeText(change, language)}</span>}
        {!change && notComparable && <span className={styles.change}>≠</span>}
      </button>
    </td>
  );
}

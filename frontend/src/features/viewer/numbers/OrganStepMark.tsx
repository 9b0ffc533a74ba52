import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { formatNumber } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { addNumberWords } from "@/i18n/later/numbers";
import type { ComparisonStore } from "@/state/comparison";
import { organStepChosen } from "@/state/organ-step";
import type { OrganPathDescriptor } from "@/volumes";
import styles from "./Numbers.module.css";

interface Props {
  readonly store: ComparisonStore;
  readonly path: OrganPathDescriptor;
}

/** How well this column follows the organs, and the switch for all columns between following and one fixed shift. */
export default function OrganStepMark({ store, path }: Props) {
  addNumberWords();
  const { t } = useTranslation("numbers");
  const language = useSpokenLanguage();
  const followed = useStore(store, (state) => state.organStep);
  const { median_mm, worst_mm, checked } = path.quality;
  const mm = (value: number | null) =>
    value === null ? "–" : formatNumber(value, language, value < 10 ? 1 : 0);
  const isChecked = median_mm !== null && checked > 0;
  const quality = isChecked ? t("step.quality", { mm: mm(median_mm) }) : t("step.unchecked");
  const why = isChecked
    ? t("step.why", { median: mm(median_mm), worst: mm(worst_mm), checked })
    : t("step.whyUnchecked");
  const { landmarks } = path;
  const said = followed ? t("step.name", { landmarks }) : t("step.off");
  return (
    <span className={styles.step} data-organ-step={followed}>
      <button
        type="button"
        aria-pressed={followed}
        title={[`${said}, ${quality}`, why, t("step.switch")].join("\n")}
        onClick={() => store.setState(organStepChosen(!followed))}
      >
        {t("step.on")} {followed && quality}
      </button>
      {/* Short: beside the notes and the choice of series there is little room. */}
      <span title={`${said}\n${why}`}>{followed ? t("step.landmarks", { landmarks }) : said}</span>
    </span>
  );
}

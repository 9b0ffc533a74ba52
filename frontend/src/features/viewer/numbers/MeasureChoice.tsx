import { useTranslation } from "react-i18next";
import type { StoreApi } from "zustand/vanilla";
import type { Choices } from "./choices";
import { MEASURES, type Measure } from "./measures";
import styles from "./Numbers.module.css";

interface Props {
  readonly store: StoreApi<Choices>;
  readonly measure: Measure;
  /** Of the PET measures, as it is in force. */
  readonly unit: string;
}

/** Which value the table and the curves show. */
export function MeasureChoice({ store, measure, unit }: Props) {
  const { t } = useTranslation("numbers");
  return (
    <label className={styles.choice}>
      <span>{t("values.measure")}</span>
      <select
        value={measure}
        onChange={(event) => store.setState({ measure: event.target.value as Measure })}
      >
        {MEASURES.map((name) => (
          <option key={name} value={name}>
            {t(`values.measures.${name}`, { unit })}
          </option>
        ))}
      </select>
    </label>
  );
}

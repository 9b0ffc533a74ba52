import { useTranslation } from "react-i18next";
import { MOST_CURVES } from "./choices";
import styles from "./Numbers.module.css";
import type { RowGroup } from "./rows";

interface Props {
  readonly groups: readonly RowGroup[];
  readonly curves: readonly string[];
  readonly toggle: (structure: string) => void;
}

/** Which organs' courses are drawn. */
export function CurveChooser({ groups, curves, toggle }: Props) {
  const { t } = useTranslation("numbers");
  const full = curves.length >= MOST_CURVES;
  return (
    <section className={styles.chooser} aria-label={t("course.choose")}>
      {groups.map(({ key, name, rows }) => (
        <fieldset key={key}>
          <legend>{name}</legend>
          {rows.map((row) => {
            const drawn = curves.includes(row.key);
            return (
              <label key={row.key}>
                <input
                  type="checkbox"
                  checked={drawn}
                  disabled={full && !drawn}
                  onChange={() => toggle(row.key)}
                />
                {row.name}
              </label>
            );
          })}
        </fieldset>
      ))}
    </section>
  );
}

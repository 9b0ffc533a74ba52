import { useTranslation } from "react-i18next";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import type { Course } from "./curves";
import styles from "./Numbers.module.css";
import { numberText } from "./words";

interface Props {
  readonly course: Course;
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly go: (curve: number, day: number) => void;
}

/** What the curves show, for those who do not see them. */
export function CourseTable({ course, names, labels, go }: Props) {
  const { t } = useTranslation("numbers");
  const language = useSpokenLanguage();
  return (
    <details>
      <summary>{t("course.table")}</summary>
      <table className={styles.table} data-course-table>
        <thead>
          <tr>
            <th scope="col">
              {t("values.organ")} <span className={styles.unit}>{course.unit}</span>
            </th>
            {course.days.map((day, at) => (
              <th key={course.columns[at]} scope="col">
                <b>{labels[at]}</b>
                <span className={styles.day}>{t("values.days", { days: day })}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {course.curves.map(({ structure, values }, curve) => (
            <tr key={structure}>
              <th scope="row">{names[curve]}</th>
              {values.map((value, day) => (
                <td key={course.columns[day]}>
                  <button type="button" className={styles.cell} onClick={() => go(curve, day)}>
                    {value === null
                      ? t("values.absent")
                      : numberText(value, course.unit.replace("Δ ", ""), language)}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

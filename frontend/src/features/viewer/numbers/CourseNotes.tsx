import { useTranslation } from "react-i18next";
import { formatNumber } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import type { Course } from "./curves";
import styles from "./Numbers.module.css";

/** What the curves leave out, and where their bands come from. */
export function CourseNotes({ course, names }: { course: Course; names: readonly string[] }) {
  const { t } = useTranslation("numbers");
  const language = useSpokenLanguage();
  const number = (value: number) => formatNumber(value, language).replace("-", "−");
  const sources = new Map<string, { text: string; of: string[] }>();
  course.curves.forEach(({ source }, at) => {
    if (!source) return;
    const { low_percent, high_percent } = source;
    const text = t("course.band", {
      low: number(low_percent),
      high: number(high_percent),
      source: source.source,
    });
    const known = sources.get(text) ?? { text, of: [] };
    sources.set(text, { text, of: [...known.of, names[at] ?? ""] });
  });
  return (
    <div className={styles.notes}>
      {course.undated.length > 0 && (
        <p data-note="undated">{t("course.undated", { labels: course.undated.join(", ") })}</p>
      )}
      {course.otherUnit.length > 0 && (
        <p data-note="units">
          {t("course.unitsDiffer", { unit: course.unit, labels: course.otherUnit.join(", ") })}
        </p>
      )}
      {course.days.length === 1 && <p>{t("course.oneDate")}</p>}
      {[...sources.values()].map(({ text, of }) => (
        <p key={text} data-note="band">
          {text} · {of.join(", ")}
        </p>
      ))}
      {course.curves.length > 0 && sources.size === 0 && <p>{t("course.noBand")}</p>}
    </div>
  );
}

import { useTranslation } from "react-i18next";
import type { CorrectionName, SuvReport } from "@/api/types";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { valueText, whenText } from "./suvWords";

/** Who changed what, when and why, newest first. */
export function SuvHistory({ report }: { report: SuvReport }) {
  const { t } = useTranslation("viewer");
  const { t: said } = useTranslation("numbers");
  const language = useSpokenLanguage();
  if (report.history.length === 0) return null;
  const words = (name: CorrectionName, value: number | string | null) =>
    value === null ? t("suv.correct.ofHeader") : valueText(name, value, language);
  return (
    <section data-history>
      <h3>{t("suv.correct.history")}</h3>
      <ul>
        {report.history.map(({ at, by, name, old, new: after, reason }) => (
          <li key={`${at} ${name}`}>
            {whenText(at, language)} · {by} ·{" "}
            {t("suv.correct.change", {
              name: t(`suv.names.${name}`),
              old: words(name, old),
              new: words(name, after),
            })}
            {reason !== "" && ` · ${said("suv.because", { reason })}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

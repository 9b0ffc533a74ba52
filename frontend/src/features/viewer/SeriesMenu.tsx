import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { comparisonPath, questionInSearch } from "@/api/comparison";
import { FailureNote } from "@/components/FailureNote";
import { formatNumber } from "@/components/formats";
import { StateMark } from "@/components/StateMark";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import type { SeriesOfColumn } from "./SeriesButton";
import styles from "./SeriesChoice.module.css";
import { choicesOf, type SeriesChoice, seriesAfter, shownChoice } from "./seriesChoices";
import { usePatientDetail } from "./usePatientDetail";

/** The CT and PET series of one examination, those in use pressed. */
export default function SeriesMenu(props: SeriesOfColumn & { close: () => void }) {
  const { patient, examination, series, close } = props;
  const { t } = useTranslation("viewer");
  const language = useSpokenLanguage();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { detail, failure } = usePatientDetail(patient);
  const choices = detail ? choicesOf(detail, examination) : [];
  const choose = (choice: SeriesChoice) => {
    const question = questionInSearch(search);
    const after = seriesAfter(question.series, choices, choice);
    navigate(comparisonPath({ ...question, series: after }), { replace: true });
    close();
  };
  return (
    <div className={styles.menu}>
      <FailureNote failure={failure} />
      {!detail && !failure && <span role="status">{t("series.loading")}</span>}
      {detail &&
        (["ct", "pet"] as const).map((kind) => {
          const ofKind = choices.filter((choice) => choice.kind === kind);
          const shown = shownChoice(choices, series, kind);
          return (
            <section key={kind} aria-label={t(`content.${kind}`)}>
              <h3>{t(`content.${kind}`)}</h3>
              {ofKind.length === 0 && <p>{t("series.none")}</p>}
              {ofKind.map((choice) => (
                <button
                  key={choice.key}
                  type="button"
                  aria-pressed={choice === shown}
                  disabled={choice.state === "failed"}
                  onClick={() => choose(choice)}
                >
                  <b>{choice.description || "–"}</b>
                  <span>
                    {t("series.images", { number: formatNumber(choice.images, language) })}
                    {!choice.own && ` · ${t("series.other")}`}
                  </span>
                  {choice.why && <em>{choice.why}</em>}
                  {choice.state !== "ready" && <StateMark state={choice.state} />}
                </button>
              ))}
              {ofKind.length === 1 && <p>{t("series.only")}</p>}
            </section>
          );
        })}
    </div>
  );
}

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, bodyOf } from "@/api/client";
import { type ApiFailure, asFailure, wasCancelled } from "@/api/failure";
import { sessionQuery } from "@/api/session";
import type { Notice, SuvReport as Report } from "@/api/types";
import { FailureNote } from "@/components/FailureNote";
import { formatNumber } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { addNumberWords } from "@/i18n/later/numbers";
import { NORMALISATIONS, SUV_UNITS } from "@/state/normalisation";
import type { PetDescriptor } from "@/volumes";
import { SuvCorrections } from "./SuvCorrections";
import { SuvReadAgain } from "./SuvReadAgain";
import styles from "./SuvReport.module.css";
import { significant, valueText } from "./suvWords";

interface Props {
  readonly pet: PetDescriptor;
  readonly of: string;
  readonly askAgain: () => void;
  readonly close: () => void;
}

type ValueName = keyof typeof import("@/i18n/en/viewer.json")["suv"]["names"];

function Sentences({ title, of, kind }: { title: string; of: readonly Notice[]; kind: string }) {
  if (of.length === 0) return null;
  return (
    <section data-kind={kind}>
      <h3>{title}</h3>
      <ul>
        {of.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
}

function Factors({ report }: { report: Report }) {
  const { t } = useTranslation("viewer");
  const language = useSpokenLanguage();
  return (
    <section>
      <h3>{t("suv.factors", { unit: report.stored_unit })}</h3>
      <table>
        <tbody>
          {NORMALISATIONS.map((name) => {
            const { factor, refusal } = report.normalisations[name];
            return (
              <tr key={name} data-normalisation={name}>
                <th scope="row">{SUV_UNITS[name]}</th>
                {factor === null ? (
                  <td className={styles.withheld}>{refusal ?? t("suv.withheld")}</td>
                ) : (
                  <td>× {significant(factor, language)}</td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function UsedValues({ report }: { report: Report }) {
  const { t, i18n } = useTranslation("viewer");
  const language = useSpokenLanguage();
  const named = (name: string, element: string) =>
    i18n.exists(`viewer:suv.names.${name}`) ? t(`suv.names.${name as ValueName}`) : element || name;
  return (
    <section>
      <h3>{t("suv.values")}</h3>
      {report.used.length === 0 && <p>{t("suv.noValues")}</p>}
      <table>
        <tbody>
          {report.used.map(({ name, value, source, tag, element }) => (
            <tr key={name} data-source={source}>
              <th scope="row">{named(name, element)}</th>
              <td className={styles.value}>{valueText(name, value, language)}</td>
              <td className={styles.source}>
                {source === "header" ? `${tag} ${element}` : t(`suv.sources.${source}`)}
                {source === "correction" && tag && ` ${tag} ${element}`}
              </td>
            </tr>
          ))}
          {report.uptake_min !== null && (
            <tr>
              <th scope="row">{t("suv.uptake")}</th>
              <td className={styles.value}>{formatNumber(report.uptake_min, language, 1)} min</td>
              <td className={styles.source}>{t("suv.sources.computed")}</td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

/** Where the numbers of one PET come from: rule, values with their tags, assumptions, warnings, factors. */
export default function SuvReport({ pet, of, askAgain, close }: Props) {
  addNumberWords();
  const { t } = useTranslation("viewer");
  const dialog = useRef<HTMLDialogElement>(null);
  const rights = useQuery(sessionQuery).data?.user?.rights ?? [];
  const queries = useQueryClient();
  const [report, setReport] = useState<Report | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  useEffect(() => {
    dialog.current?.showModal?.();
  }, []);
  useEffect(() => {
    const ending = new AbortController();
    const asked = api.GET("/api/series/{key}/suv", {
      params: { path: { key: pet.series } },
      signal: ending.signal,
    });
    bodyOf<Report>(asked).then(setReport, (thrown) => {
      if (!wasCancelled(thrown)) setFailure(asFailure(thrown));
    });
    return () => ending.abort();
  }, [pet.series]);
  return (
    <dialog ref={dialog} className={styles.report} onClose={close} aria-label={t("suv.title")}>
      <div className={styles.head}>
        <h2>
          {t("suv.title")} · {of}
        </h2>
        <button type="button" onClick={() => dialog.current?.close()}>
          {t("help.close")}
        </button>
      </div>
      <FailureNote failure={failure} />
      {!report && !failure && <p role="status">{t("suv.loading")}</p>}
      {report && (
        <>
          <Sentences title={t("suv.warnings")} of={report.warnings} kind="warnings" />
          {report.readable_again && rights.includes("upload") && (
            <SuvReadAgain series={report.series} askAgain={askAgain} />
          )}
          <section>
            <h3>{t("suv.rule")}</h3>
            <p>{report.rule.text}</p>
          </section>
          <Factors report={report} />
          <UsedValues report={report} />
          <Sentences title={t("suv.assumptions")} of={report.assumptions} kind="assumptions" />
          <SuvCorrections
            report={report}
            may={rights.includes("correct")}
            changed={(after) => {
              setReport(after);
              askAgain();
              // The small pictures of the lists follow the SUV too.
              void queries.invalidateQueries({ queryKey: ["studies"] });
              void queries.invalidateQueries({ queryKey: ["patient"] });
            }}
          />
        </>
      )}
    </dialog>
  );
}

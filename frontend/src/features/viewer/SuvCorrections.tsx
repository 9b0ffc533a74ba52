import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, bodyOf } from "@/api/client";
import { type ApiFailure, asFailure } from "@/api/failure";
import type { CorrectionName, CorrectionsInForce, SuvReport } from "@/api/types";
import { FailureNote } from "@/components/FailureNote";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import styles from "./SuvReport.module.css";
import { type Entered, entered, FIELDS, wantedChanges } from "./suvCorrections";
import { valueText, whenText } from "./suvWords";

interface Props {
  readonly report: SuvReport;
  /** Whether the person may change anything. */
  readonly may: boolean;
  readonly changed: (report: SuvReport) => void;
}

const SEXES = ["M", "F", "O"] as const;

function History({ report }: { report: SuvReport }) {
  const { t } = useTranslation("viewer");
  const language = useSpokenLanguage();
  if (report.history.length === 0) return null;
  const words = (name: CorrectionName, value: number | string | null) =>
    value === null ? t("suv.correct.ofHeader") : valueText(name, value, language);
  return (
    <section data-history>
      <h3>{t("suv.correct.history")}</h3>
      <ul>
        {report.history.map(({ at, by, name, old, new: after }) => (
          <li key={`${at} ${name}`}>
            {whenText(at, language)} · {by} ·{" "}
            {t("suv.correct.change", {
              name: t(`suv.names.${name}`),
              old: words(name, old),
              new: words(name, after),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a person knows better than the header: recorded with name and time, and taken back with one button. */
export function SuvCorrections({ report, may, changed }: Props) {
  const { t } = useTranslation("viewer");
  const language = useSpokenLanguage();
  const { corrections: inForce, from_header: header } = report;
  const [values, setValues] = useState<Entered>(() => entered(inForce));
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const changes = wantedChanges(values, inForce);
  const key = { path: { key: report.series } };

  const send = async (answer: Promise<SuvReport>) => {
    setBusy(true);
    setFailure(null);
    try {
      const after = await answer;
      setValues(entered(after.corrections));
      changed(after);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!changes) return;
    const body = changes as CorrectionsInForce;
    void send(
      bodyOf<SuvReport>(api.PUT("/api/series/{key}/suv-corrections", { params: key, body })),
    );
  };
  const takeBack = (name?: CorrectionName) => {
    const params = { ...key, query: name ? { name } : {} };
    void send(bodyOf<SuvReport>(api.DELETE("/api/series/{key}/suv-corrections", { params })));
  };

  return (
    <>
      <section>
        <h3>{t("suv.correct.title")}</h3>
        <p>{may ? t("suv.correct.hint") : t("suv.correct.right")}</p>
        {may && (
          <form onSubmit={save}>
            <table>
              <tbody>
                {FIELDS.map((name) => {
                  const put = (text: string) => setValues({ ...values, [name]: text });
                  const label = t(`suv.names.${name}`);
                  const found = header[name];
                  return (
                    <tr key={name} data-field={name}>
                      <th scope="row">
                        {label}
                        {name !== "sex" && ` (${t(`suv.correct.units.${name}`)})`}
                      </th>
                      <td>
                        {name === "sex" ? (
                          <select
                            aria-label={label}
                            value={values.sex}
                            onChange={(event) => put(event.target.value)}
                          >
                            <option value="">{t("suv.correct.unset")}</option>
                            {SEXES.map((sex) => (
                              <option key={sex} value={sex}>
                                {t(`suv.correct.sexes.${sex}`)}
                              </option>
                            ))}
                          </select>
                        ) : (
                          <input
                            aria-label={label}
                            type={name === "injected_at" ? "datetime-local" : "number"}
                            step={name === "injected_at" ? 1 : "any"}
                            value={values[name]}
                            onChange={(event) => put(event.target.value)}
                          />
                        )}
                      </td>
                      <td className={styles.source}>
                        {found === null || found === undefined
                          ? t("suv.correct.missing")
                          : t("suv.correct.header", { value: valueText(name, found, language) })}
                      </td>
                      <td>
                        {(inForce[name] ?? null) !== null && (
                          <button
                            type="button"
                            data-action="undo"
                            disabled={busy}
                            onClick={() => takeBack(name)}
                          >
                            {t("suv.correct.undo")}
                          </button>
                        )}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
            <div className={styles.actions}>
              <button type="submit" data-action="save" disabled={busy || !changes}>
                {t("suv.correct.save")}
              </button>
              {FIELDS.some((name) => (inForce[name] ?? null) !== null) && (
                <button type="button" disabled={busy} onClick={() => takeBack()}>
                  {t("suv.correct.undoAll")}
                </button>
              )}
            </div>
          </form>
        )}
        <FailureNote failure={failure} />
      </section>
      <History report={report} />
    </>
  );
}

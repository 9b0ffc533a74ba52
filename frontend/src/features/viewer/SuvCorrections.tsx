import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, bodyOf } from "@/api/client";
import { type ApiFailure, asFailure } from "@/api/failure";
import type { CorrectionName, SuvReport } from "@/api/types";
import { FailureNote } from "@/components/FailureNote";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { SuvField } from "./SuvField";
import { SuvHistory } from "./SuvHistory";
import styles from "./SuvReport.module.css";
import { type Entered, entered, FIELDS, wantedChanges } from "./suvCorrections";
import { valueText } from "./suvWords";

interface Props {
  readonly report: SuvReport;
  /** Whether the person may change anything. */
  readonly may: boolean;
  readonly changed: (report: SuvReport) => void;
}

const UNITS: Readonly<Partial<Record<CorrectionName, string>>> = {
  weight_kg: "kg",
  height_m: "m",
  dose_mbq: "MBq",
  half_life_s: "s",
};
const LONGEST_REASON = 500;

/** What a person knows better than the header: recorded with name, time and reason, taken back with one button. */
export function SuvCorrections({ report, may, changed }: Props) {
  const { t } = useTranslation("viewer");
  const { t: said } = useTranslation("numbers");
  const language = useSpokenLanguage();
  const { corrections: inForce, from_header: header } = report;
  const [values, setValues] = useState<Entered>(() => entered(inForce, language));
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const { changes, unreadable } = wantedChanges(values, inForce, language);
  const key = { path: { key: report.series } };

  const send = async (answer: Promise<SuvReport>) => {
    setBusy(true);
    setFailure(null);
    try {
      const after = await answer;
      setValues(entered(after.corrections, language));
      setReason("");
      changed(after);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const body = { ...changes, reason } as never;
    void send(
      bodyOf<SuvReport>(api.PUT("/api/series/{key}/suv-corrections", { params: key, body })),
    );
  };
  const takeBack = (name?: CorrectionName) => {
    const params = { ...key, query: name ? { name } : {} };
    const body = { reason };
    void send(bodyOf<SuvReport>(api.DELETE("/api/series/{key}/suv-corrections", { params, body })));
  };
  const nothing = Object.keys(changes).length === 0 || unreadable.length > 0;

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
                  const label = t(`suv.names.${name}`);
                  const found = header[name];
                  const unit =
                    name === "injected_at" ? t("suv.correct.units.injected_at") : UNITS[name];
                  return (
                    <tr
                      key={name}
                      data-field={name}
                      data-unreadable={unreadable.includes(name) || undefined}
                    >
                      <th scope="row">
                        {label}
                        {unit && ` (${unit})`}
                      </th>
                      <td>
                        <SuvField
                          name={name}
                          label={label}
                          value={values[name]}
                          put={(text) => setValues({ ...values, [name]: text })}
                          nuclides={report.nuclides}
                        />
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
                <tr data-field="reason">
                  <th scope="row">{said("suv.reason")}</th>
                  <td colSpan={3}>
                    <input
                      className={styles.reason}
                      aria-label={said("suv.reason")}
                      placeholder={said("suv.reasonHint")}
                      maxLength={LONGEST_REASON}
                      value={reason}
                      onChange={(event) => setReason(event.target.value)}
                    />
                  </td>
                </tr>
              </tbody>
            </table>
            {unreadable.length > 0 && (
              <p className={styles.withheld} role="alert">
                {said("suv.unreadable", {
                  names: unreadable.map((name) => t(`suv.names.${name}`)).join(", "),
                })}
              </p>
            )}
            <div className={styles.actions}>
              <button type="submit" data-action="save" disabled={busy || nothing}>
                {t("suv.correct.save")}
              </button>
              {FIELDS.some((name) => (inForce[name] ?? null) !== null) && (
                <button
                  type="button"
                  data-action="undo-all"
                  disabled={busy}
                  onClick={() => takeBack()}
                >
                  {t("suv.correct.undoAll")}
                </button>
              )}
            </div>
          </form>
        )}
        <FailureNote failure={failure} />
      </section>
      <SuvHistory report={report} />
    </>
  );
}

import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiFailure, asFailure } from "@/api/failure";
import {
  fetchSegmentation,
  type OrgansAnswer,
  type Segmentation,
  type SegmentationTask,
  startRuns,
} from "@/api/organs";
import { FailureNote } from "@/components/FailureNote";
import styles from "./OrganPanel.module.css";
import type { OrganSession } from "./organSession";
import { RunEstimate } from "./RunEstimate";

interface Props {
  readonly session: OrganSession;
  readonly answer: OrgansAnswer;
  /** Whether the account has the right to. */
  readonly may: boolean;
  /** Null where there is nothing else to show. */
  readonly close: (() => void) | null;
}

function ModeChoice(props: {
  task: SegmentationTask;
  mode: string;
  choose: (mode: string) => void;
}) {
  const { task, mode, choose } = props;
  const { t } = useTranslation("organs");
  return (
    <fieldset>
      <legend>{t("run.mode")}</legend>
      {task.modes.map(({ key, name, weights }) => (
        <label key={key}>
          <input
            type="radio"
            name="organ-mode"
            checked={mode === key}
            onChange={() => choose(key)}
          />
          {name}
          {weights === "stand-in" && <em>{t("map.standIn")}</em>}
        </label>
      ))}
    </fieldset>
  );
}

/** Which examinations, what is looked for and how finely; with how long it takes and whether it is for real. */
export function RunForm({ session, answer, may, close }: Props) {
  const { t } = useTranslation("organs");
  const { time_points } = session.descriptor;
  const [possible, setPossible] = useState<Segmentation | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [unwanted, setUnwanted] = useState<readonly string[]>([]);
  const [taskKey, setTaskKey] = useState("total");
  const [modeKey, setModeKey] = useState("fast");
  const [sent, setSent] = useState(false);
  useEffect(() => {
    let over = false;
    fetchSegmentation().then(
      (found) => {
        if (!over) setPossible(found);
      },
      (thrown) => {
        if (!over) setFailure(asFailure(thrown));
      },
    );
    return () => {
      over = true;
    };
  }, []);

  if (!possible)
    return (
      <>
        <FailureNote failure={failure} />
        {!failure && <p role="status">{t("loading")}</p>}
      </>
    );
  if (!possible.available) return <p role="alert">{possible.why_not?.text}</p>;
  const task = possible.tasks.find(({ key }) => key === taskKey) ?? possible.tasks[0];
  if (!task) return null;
  const mode = task.modes.find(({ key }) => key === modeKey) ?? task.modes[0];
  const withCt = time_points.filter(({ ct }) => ct !== null);
  const examinations = withCt
    .map(({ examination }) => examination)
    .filter((one) => !unwanted.includes(one));
  const missing = mode?.weights === "missing";
  const start = async () => {
    if (!mode) return;
    setSent(true);
    setFailure(null);
    try {
      await startRuns(examinations, task.key, mode.key);
      // Whoever asks for organs wants to see them.
      session.comparison.setState({ organsShown: true });
      close?.();
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
    setSent(false);
    session.ask();
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <fieldset>
        <legend>{t("run.examinations")}</legend>
        {time_points.map(({ examination, label, ct }, column) => (
          <label key={examination}>
            <input
              type="checkbox"
              disabled={!ct}
              checked={ct !== null && !unwanted.includes(examination)}
              onChange={(event) =>
                setUnwanted((old) =>
                  event.target.checked
                    ? old.filter((one) => one !== examination)
                    : [...old, examination],
                )
              }
            />
            {label}
            {!ct && <em>{t("run.noCt")}</em>}
            {(answer.time_points[column]?.maps.length ?? 0) > 0 && <small>{t("run.hasMap")}</small>}
          </label>
        ))}
      </fieldset>
      <label className={styles.field}>
        {t("run.task")}
        <select value={task.key} onChange={(event) => setTaskKey(event.target.value)}>
          {possible.tasks.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {task.why_not && <p role="alert">{task.why_not}</p>}
      {task.licence === "non-commercial" && (
        <p className={styles.caution}>{t("run.nonCommercial")}</p>
      )}
      {task.usable && mode && (
        <>
          <ModeChoice task={task} mode={mode.key} choose={setModeKey} />
          {mode.key === "full" && <p>{t("run.fullFirst")}</p>}
          {mode.weights === "stand-in" && <p className={styles.caution}>{t("run.standIn")}</p>}
          {mode.weights === "unverified" && <p className={styles.caution}>{t("run.unverified")}</p>}
          {missing && <p role="alert">{t("run.weightsMissing")}</p>}
          {!missing && (
            <RunEstimate
              examinations={examinations}
              task={task.key}
              mode={mode.key}
              device={possible.device}
            />
          )}
        </>
      )}
      <FailureNote failure={failure} />
      {!may && <p role="note">{t("run.right")}</p>}
      <div className={styles.bar}>
        <button
          type="submit"
          className={styles.start}
          disabled={!may || sent || missing || !task.usable || !mode || examinations.length === 0}
        >
          {t("run.start")}
        </button>
        {close && (
          <button type="button" onClick={close}>
            {t("run.cancelForm")}
          </button>
        )}
      </div>
    </form>
  );
}

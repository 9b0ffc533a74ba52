import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiFailure, asFailure } from "@/api/failure";
import { cancelRun, type OrganRun, type OrgansAnswer, runAgain } from "@/api/organs";
import { sessionQuery } from "@/api/session";
import { FailureNote } from "@/components/FailureNote";
import { useDurationText } from "./duration";
import styles from "./OrganPanel.module.css";
import type { OrganSession } from "./organSession";
import { RunForm } from "./RunForm";

interface Props {
  readonly session: OrganSession;
  readonly answer: OrgansAnswer;
}

interface LineProps {
  readonly run: OrganRun;
  readonly label: string;
  readonly may: boolean;
  readonly change: (work: () => Promise<unknown>) => void;
}

function RunLine({ run, label, may, change }: LineProps) {
  const { t } = useTranslation("organs");
  const duration = useDurationText();
  const { state, stage, left_s, problem } = run;
  const percent = Math.round(100 * Math.min(1, Math.max(0, run.fraction)));
  const under = state === "waiting" || state === "running";
  const said = [
    state === "running" && stage ? t(`run.stage.${stage}`) : t(`run.state.${state}`),
    ...(state === "running" ? [t("run.percent", { percent })] : []),
    ...(state === "running" && left_s !== null ? [t("run.left", { time: duration(left_s) })] : []),
  ];
  return (
    <li data-run={state} data-column={label}>
      <div className={styles.runLine}>
        <b>{label}</b>
        <span className={styles.runState} role={under ? undefined : "status"}>
          {said.join(" · ")}
        </span>
        {may && (
          <button
            type="button"
            aria-label={t(under ? "run.cancelOf" : "run.againOf", { label })}
            onClick={() => change(() => (under ? cancelRun(run.key) : runAgain(run.key)))}
          >
            {t(under ? "run.cancel" : "run.again")}
          </button>
        )}
      </div>
      {under && <progress max={100} value={percent} aria-label={t("run.progress", { label })} />}
      {problem && <p role="alert">{problem.text}</p>}
      {run.stand_in && under && <p className={styles.caution}>{t("pane.standIn")}</p>}
    </li>
  );
}

/** What is being computed, what went wrong, and how more is asked for. */
export function Runs({ session, answer }: Props) {
  const { t } = useTranslation("organs");
  const may = useQuery(sessionQuery).data?.user?.rights.includes("segment") ?? false;
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const empty = answer.time_points.every(({ maps, run }) => maps.length === 0 && !isTold(run));
  const [asked, setAsked] = useState(false);
  const runs = answer.time_points.flatMap(({ run }, column) =>
    isTold(run) ? [{ run, label: session.descriptor.time_points[column]?.label ?? "" }] : [],
  );
  const change = (work: () => Promise<unknown>) => {
    setFailure(null);
    work()
      .catch((thrown) => setFailure(asFailure(thrown)))
      .finally(() => session.ask());
  };
  const open = asked || empty;
  return (
    <section className={styles.runs} aria-label={t("run.title")}>
      {empty && <p>{t("run.intro")}</p>}
      {runs.length > 0 && (
        <ul>
          {runs.map(({ run, label }) => (
            <RunLine key={run.key} run={run} label={label} may={may} change={change} />
          ))}
        </ul>
      )}
      <FailureNote failure={failure} />
      {open ? (
        <RunForm
          session={session}
          answer={answer}
          may={may}
          close={empty ? null : () => setAsked(false)}
        />
      ) : (
        <button type="button" onClick={() => setAsked(true)}>
          {t("run.open")}
        </button>
      )}
    </section>
  );
}

/** A run that is done speaks through its map. */
function isTold(run: OrganRun | null): run is OrganRun {
  return run !== null && run.state !== "done";
}

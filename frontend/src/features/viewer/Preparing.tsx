import { useTranslation } from "react-i18next";
import type { TimePointDescriptor } from "@/volumes";
import styles from "./PaneOverlay.module.css";

/** Why a time point has no pictures yet, how far it is, or what went wrong. */
export function Preparing({ timePoint }: { timePoint: TimePointDescriptor }) {
  const { t } = useTranslation("viewer");
  const { state, progress, ct, pet } = timePoint;
  if (state === "ready") return null;
  const complete = ct !== null && pet !== null;
  if (complete && state !== "failed") return null;
  const percent = Math.round(100 * Math.min(1, Math.max(0, progress)));
  return (
    <div className={styles.preparing} role="status" data-state={state}>
      <span>
        {t(`preparing.${state}`)}
        {state === "preparing" && ` · ${percent} %`}
      </span>
      {state === "failed" ? (
        timePoint.notices.map(({ code, text }) => <span key={code + text}>{text}</span>)
      ) : (
        <progress max={100} value={percent} />
      )}
    </div>
  );
}

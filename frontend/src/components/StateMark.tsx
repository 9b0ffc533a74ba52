import { IconAlertTriangle, IconCheck, IconClock, IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ProgressRing } from "./ProgressRing";
import styles from "./StateMark.module.css";

export type MarkedState =
  | "arriving"
  | "waiting"
  | "preparing"
  | "ready"
  | "failed"
  | "not-an-image-volume";

interface Props {
  state: MarkedState;
  progress?: number;
  /** Leave the word to screen readers. */
  quiet?: boolean;
}

const signs = {
  arriving: IconDownload,
  waiting: IconClock,
  ready: IconCheck,
  failed: IconAlertTriangle,
};

/** Where the work on a series or an examination stands: a sign, a word and, while it is prepared, how far. */
export function StateMark({ state, progress = 0, quiet = false }: Props) {
  const { t } = useTranslation();
  const word = t(`state.${state}`);
  if (state === "not-an-image-volume") return <span className={styles.mark}>{word}</span>;
  if (state === "preparing") {
    const percent = Math.round(progress * 100);
    return (
      <span className={styles.mark} data-state={state}>
        <ProgressRing fraction={progress} label={word} size={15} />
        <span className={quiet ? styles.unseen : undefined}>
          {word} {percent} %
        </span>
      </span>
    );
  }
  const Sign = signs[state];
  return (
    <span className={styles.mark} data-state={state}>
      <Sign size={15} aria-hidden />
      <span className={quiet ? styles.unseen : undefined}>{word}</span>
    </span>
  );
}

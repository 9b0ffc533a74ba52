import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "@/state/presets";
import type { TimePointDescriptor } from "@/volumes";
import styles from "./PaneOverlay.module.css";
import type { SeriesOfColumn } from "./SeriesButton";

interface Props {
  readonly timePoint: TimePointDescriptor;
  readonly row: Row;
  /** Null where nothing can be done about it. */
  readonly column: SeriesOfColumn | null;
  readonly askAgain: () => void;
}

type Lack = "nothing" | "part" | "all";

/** How much of what this row shows is not there yet. */
function lackOf(content: Row["content"], { ct, pet, mip }: TimePointDescriptor): Lack {
  switch (content) {
    case "ct":
      return ct ? "nothing" : "all";
    case "pet":
      return pet ? "nothing" : "all";
    case "mip":
      return mip ? "nothing" : "all";
    case "surface":
      // Why there are no organs is another matter.
      return "nothing";
    default:
      return ct && pet ? "nothing" : ct || pet ? "part" : "all";
  }
}

/** Why a time point has no pictures yet, how far it is, or what went wrong; a strip below where there is a part. */
export function Preparing({ timePoint, row, column, askAgain }: Props) {
  const { t } = useTranslation("viewer");
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState(false);
  const { state, progress, ct } = timePoint;
  const lack = lackOf(row.content, timePoint);
  if (state === "ready" || lack === "nothing") return null;
  const percent = Math.round(100 * Math.min(1, Math.max(0, progress)));
  const failed = state === "failed";
  const missing = lack === "part" ? `${t(ct ? "content.pet" : "content.ct")}: ` : "";

  const change = async () => {
    if (!column) return;
    setAsked(true);
    setRefused(false);
    try {
      const work = await import("./preparationWork");
      await (failed ? work.prepareAgain(column) : work.cancelPreparation(column));
    } catch {
      setRefused(true);
    }
    setAsked(false);
    askAgain();
  };

  return (
    <div className={styles.preparing} role="status" data-state={state} data-lack={lack}>
      <span>
        {missing}
        {t(`preparing.${state}`)}
        {state === "preparing" && ` · ${percent} %`}
      </span>
      {failed ? (
        timePoint.notices.map(({ code, text }) => <span key={code + text}>{text}</span>)
      ) : (
        <progress max={100} value={percent} />
      )}
      {refused && <span>{t("preparing.refused")}</span>}
      {column && (
        <button type="button" disabled={asked} data-no-drag onClick={() => void change()}>
          {t(failed ? "preparing.again" : "preparing.cancel")}
        </button>
      )}
    </div>
  );
}

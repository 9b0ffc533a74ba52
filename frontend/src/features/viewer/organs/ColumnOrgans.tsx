import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { OrganRun } from "@/api/organs";
import type { OrganSession } from "./organSession";
import styles from "./PaneOrgans.module.css";

/** Reading a pixel back waits for the graphics card: only when the crosshair has come to rest. */
const REST_MS = 150;

function useStructuresHere(session: OrganSession, column: number): readonly string[] {
  const [found, setFound] = useState<readonly string[]>([]);
  useEffect(() => {
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => setFound(session.structuresAtCrosshair(column)), REST_MS);
    };
    later();
    const ends = [
      session.comparison.subscribe((state, old) => {
        const same =
          state.crosshair === old.crosshair &&
          state.placements === old.placements &&
          state.organsShown === old.organsShown;
        if (same) return;
        // No name rather than that of another place.
        setFound((before) => (before.length > 0 ? [] : before));
        later();
      }),
      session.store.subscribe(later),
      session.scene.session.engine.on("changed", later),
    ];
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [session, column]);
  return found;
}

/**
 * Below the values of a column: the organ at the crosshair, and how far a run is. The line is there, in all columns,
 * whether or not there is an organ: coming and going it would move the pictures with every step of the crosshair.
 */
export function ColumnOrgans({ session, column }: { session: OrganSession; column: number }) {
  const { t } = useTranslation("organs");
  const here = useStructuresHere(session, column);
  const answer = useStore(session.store, (state) => state.answer);
  const shown = useStore(session.comparison, (state) => state.organsShown);
  const points = answer?.time_points ?? [];
  const lined = points.some(({ maps, run }) => (shown && maps.length > 0) || isTold(run));
  if (!lined) return null;
  const run = points[column]?.run ?? null;
  const names = here.map((key) => answer?.structures[key]?.name ?? key).join(", ");
  const percent = Math.round(100 * (run?.fraction ?? 0));
  const open = () => session.comparison.setState({ organPanel: true });
  return (
    <div className={styles.line}>
      {run && isTold(run) && (
        <button type="button" className={styles.run} data-state={run.state} onClick={open}>
          {run.state === "running" ? t("pane.running", { percent }) : t(`pane.${run.state}`)}
        </button>
      )}
      {shown && (points[column]?.maps.length ?? 0) > 0 && (
        <span
          className={styles.here}
          data-part="organ-here"
          title={`${t("pane.atCrosshair")}: ${names || "–"}`}
        >
          {names || "–"}
        </span>
      )}
    </div>
  );
}

type Told = OrganRun & { readonly state: "waiting" | "running" | "failed" };

function isTold(run: OrganRun | null): run is Told {
  return run !== null && ["waiting", "running", "failed"].includes(run.state);
}

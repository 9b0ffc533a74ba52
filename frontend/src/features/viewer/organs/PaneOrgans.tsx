import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { shownMaps } from "@/state/organs";
import type { RowContent } from "@/state/presets";
import { numbersOf } from "./labelTables";
import type { OrganSession } from "./organSession";
import styles from "./PaneOrgans.module.css";

interface Props {
  readonly session: OrganSession;
  readonly column: number;
  readonly content: RowContent;
}

/** What organs have changed in the projections of a column: as they are drawn, not as somebody asked for. */
function useOnMip(session: OrganSession, column: number): "dim" | "without" | null {
  return useSyncExternalStore(session.subscribe, () => {
    const own = session.descriptor.time_points[column]?.mip?.id;
    const { mip, labels } = own ? session.layers.mip(column, own) : {};
    return mip ? "without" : labels ? "dim" : null;
  });
}

/** What must not be overlooked where organs are drawn, or where they have changed a projection. */
export function PaneOrgans({ session, column, content }: Props) {
  const { t } = useTranslation("organs");
  const shown = useStore(session.comparison, (state) => state.organsShown);
  const answer = useStore(session.store, (state) => state.answer);
  const mapOf = useStore(session.store, (state) => state.mapOf);
  const marked = useStore(session.store, (state) => state.look.mipMarked);
  const onMip = useOnMip(session, column);
  const map = shownMaps({ answer, mapOf })[column];
  const changed = content === "mip" ? onMip : null;
  if (!map || !(content === "surface" || (content === "mip" ? changed : shown))) return null;
  const count = numbersOf(map, marked).length;
  const names = map.segments
    .filter(({ structure }) => marked.includes(structure))
    .map(({ structure }) => answer?.structures[structure]?.name ?? structure);
  return (
    <>
      {changed && (
        <span
          className={styles.changed}
          data-mark="mip-organs"
          data-no-drag
          title={t("pane.mipWhy", { names: names.join(", ") })}
        >
          {t(changed === "dim" ? "pane.dimmed" : "pane.without", { count })}
        </span>
      )}
      {map.stand_in && <StandIn />}
    </>
  );
}

/** Wherever something of such a map is seen. */
export function StandIn() {
  const { t } = useTranslation("organs");
  return (
    <strong
      className={styles.standIn}
      data-mark="stand-in"
      data-no-drag
      title={t("pane.standInWhy")}
    >
      {t("pane.standIn")}
    </strong>
  );
}

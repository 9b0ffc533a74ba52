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

/** What must not be overlooked where organs are drawn, or where they have changed a projection. */
export function PaneOrgans({ session, column, content }: Props) {
  const { t } = useTranslation("organs");
  const shown = useStore(session.comparison, (state) => state.organsShown);
  const answer = useStore(session.store, (state) => state.answer);
  const mapOf = useStore(session.store, (state) => state.mapOf);
  const look = useStore(session.store, (state) => state.look);
  const map = shownMaps({ answer, mapOf })[column];
  if (!map) return null;
  const onMip = content === "mip" ? numbersOf(map, look.mipMarked).length : 0;
  const inSight = content === "surface" || (content === "mip" ? onMip > 0 : shown);
  if (!inSight) return null;
  const names = map.segments
    .filter(({ structure }) => look.mipMarked.includes(structure))
    .map(({ structure }) => answer?.structures[structure]?.name ?? structure);
  const hidden = look.mipTreatment === "dim" ? "pane.dimmed" : "pane.without";
  return (
    <>
      {onMip > 0 && (
        <span
          className={styles.changed}
          data-mark="mip-organs"
          data-no-drag
          title={t("pane.mipWhy", { names: names.join(", ") })}
        >
          {t(hidden, { count: onMip })}
        </span>
      )}
      {map.stand_in && (
        <strong
          className={styles.standIn}
          data-mark="stand-in"
          data-no-drag
          title={t("pane.standInWhy")}
        >
          {t("pane.standIn")}
        </strong>
      )}
    </>
  );
}

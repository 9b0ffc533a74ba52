import { useState } from "react";
import { useTranslation } from "react-i18next";
import { rowChanged, rowRemoved } from "@/state/changes";
import type { ComparisonState, ComparisonStore } from "@/state/comparison";
import { PLANES, ROW_CONTENTS, type Row, turns } from "@/state/presets";
import styles from "./PaneOverlay.module.css";

interface Props {
  readonly store: ComparisonStore;
  readonly row: Row;
  readonly at: number;
}

/** Names what a pane shows; opens the choice of what its whole row shows. */
export function RowMenu({ store, row, at }: Props) {
  const { t } = useTranslation("viewer");
  const [open, setOpen] = useState(false);
  const set = (change: (state: ComparisonState) => Partial<ComparisonState>) => {
    store.setState(change);
    setOpen(false);
  };
  const isMip = turns(row.content);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only closes the menu when the focus leaves it
    <div
      className={styles.rowMenu}
      data-no-drag
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        type="button"
        className={styles.rowName}
        aria-expanded={open}
        title={t("row.menu")}
        onClick={() => setOpen(!open)}
      >
        {t(`content.${row.content}`)}
        {!isMip && ` ${t(`planes.${row.plane}`)}`} <span aria-hidden>▾</span>
      </button>
      {open && (
        <div className={styles.choices}>
          <span>{t("row.shows")}</span>
          {ROW_CONTENTS.map((content) => (
            <button
              key={content}
              type="button"
              aria-pressed={row.content === content}
              onClick={() => set((state) => rowChanged(state, at, { content }))}
            >
              {t(`content.${content}`)}
            </button>
          ))}
          {!isMip && <span>{t("planes.label")}</span>}
          {!isMip &&
            PLANES.map((plane) => (
              <button
                key={plane}
                type="button"
                aria-pressed={row.plane === plane}
                onClick={() => set((state) => rowChanged(state, at, { plane }))}
              >
                {t(`planes.${plane}`)}
              </button>
            ))}
          <hr />
          <button type="button" onClick={() => set((state) => rowRemoved(state, at))}>
            {t("row.remove")}
          </button>
        </div>
      )}
    </div>
  );
}

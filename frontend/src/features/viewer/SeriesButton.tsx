import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./SeriesChoice.module.css";

const SeriesMenu = lazy(() => import("./SeriesMenu"));
const OtherSeriesMark = lazy(() => import("./OtherSeriesMark"));

export interface SeriesOfColumn {
  readonly patient: string;
  readonly examination: string;
  /** Which series the page shows instead of an examination's own, of any column. */
  readonly series: readonly string[];
}

/** Opens the choice of this column's CT and PET; says so where one is not the examination's own. */
export function SeriesButton(props: SeriesOfColumn) {
  const { t } = useTranslation("viewer");
  const [open, setOpen] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only closes the menu when focus or Escape leave it
    <div
      className={styles.choice}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.preventDefault();
        setOpen(false);
        event.currentTarget.querySelector("button")?.focus();
      }}
    >
      <Suspense fallback={null}>
        {props.series.length > 0 && <OtherSeriesMark {...props} />}
      </Suspense>
      <button
        type="button"
        className={styles.open}
        aria-expanded={open}
        title={t("series.title")}
        onClick={() => setOpen(!open)}
      >
        {t("series.button")} <span aria-hidden>▾</span>
      </button>
      {open && (
        <Suspense fallback={null}>
          <SeriesMenu {...props} close={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}

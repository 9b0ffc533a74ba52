import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { formatDate, formatNumber } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { columnSpans, type PanePlace } from "@/state/layout";
import type { ComparisonDescriptor, LoadError, TimePointDescriptor } from "@/volumes";
import { ColumnHead } from "./ColumnHead";
import styles from "./ComparisonPage.module.css";
import type { UnderMouse } from "./organs";
import { PaneOverlay } from "./PaneOverlay";
import { listenToPointer } from "./pointing";
import { actionFor, keyOf } from "./pressedKey";
import { SeriesButton } from "./SeriesButton";
import { SuvButton } from "./SuvButton";
import type { Scene } from "./scene";
import { Toolbar } from "./Toolbar";
import { useOrgans } from "./useOrgans";
import { useScene } from "./useScene";
import { useShiftKeeper } from "./useShiftKeeper";
import { useValues } from "./useValues";

const Help = lazy(() => import("./Help"));

interface Props {
  readonly scene: Scene;
  readonly descriptor: ComparisonDescriptor;
  /** Which series are shown instead of an examination's own. */
  readonly series: readonly string[];
  readonly askAgain: () => void;
}

function SuvOf({ timePoint, askAgain }: { timePoint: TimePointDescriptor; askAgain: () => void }) {
  const language = useSpokenLanguage();
  if (!timePoint.pet) return null;
  const of = `${timePoint.label} ${formatDate(timePoint.acquired_at, language) ?? ""}`;
  return <SuvButton pet={timePoint.pet} of={of} askAgain={askAgain} />;
}

/** The whole viewer: tools, heads of the columns, pictures. */
export function ComparisonView({ scene, descriptor, series, askAgain }: Props) {
  const { t } = useTranslation("viewer");
  const language = useSpokenLanguage();
  const { places, viewport } = useScene(scene, descriptor);
  const { session, store } = scene;
  const rows = useStore(store, (state) => state.rows);
  const maximised = useStore(store, (state) => state.maximised);
  const tool = useStore(store, (state) => state.tool);
  const organPanel = useStore(store, (state) => state.organPanel);
  const organs = useOrgans(scene);
  const underMouse = useRef<UnderMouse | null>(null);
  const values = useValues(store, descriptor, series);
  const { keep, failed } = useShiftKeeper(store, descriptor);
  const [active, setActive] = useState<PanePlace | null>(null);
  const [help, setHelp] = useState(false);
  const [loadError, setLoadError] = useState<LoadError | null>(null);
  const [lost, setLost] = useState(false);

  useEffect(() => {
    scene.format = (value, digits) => formatNumber(value, language, digits).replace("-", "−");
    scene.schedule();
  }, [scene, language]);

  useEffect(() => {
    session.onError = setLoadError;
    session.onLost = setLost;
  }, [session]);

  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    return listenToPointer(element, scene, { shiftEnded: keep, active: setActive });
  }, [scene, viewport, keep]);

  useEffect(() => {
    if (organs) organs.session.onNewMaps = askAgain;
  }, [organs, askAgain]);

  useEffect(() => {
    const element = viewport.current;
    if (!element || !organs) return;
    const found = organs.parts.listenForOrgans(element, organs.session);
    underMouse.current = found;
    return () => {
      underMouse.current = null;
      found.end();
    };
  }, [organs, viewport]);

  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement).closest?.("input, select, textarea, dialog");
      // A button that switches itself off gives the focus back to the page: the keys are still the dialog's.
      if (document.querySelector("dialog[open]")) return;
      if (typing || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
      if (event.key === "?" || event.key === "F1") {
        event.preventDefault();
        setHelp(true);
        return;
      }
      const key = keyOf(event);
      const onButton = (event.target as HTMLElement).closest?.("button, a");
      if (onButton && (key.press === " " || key.press === "enter")) return;
      const action = actionFor(key);
      if (!action) return;
      event.preventDefault();
      const pane = scene.places.find((place) => place.id === active?.id) ?? scene.places[0] ?? null;
      const before = store.getState().crosshair;
      store.setState(action.act(store.getState(), key, pane));
      if (store.getState().crosshair !== before) scene.follow(null);
      if (action.name === "organSolo") underMouse.current?.solo();
      if (action.name === "organHide") underMouse.current?.hide();
      if ((action.name === "nudge" || action.name === "nudgeFar") && pane) keep(pane.column);
    };
    window.addEventListener("keydown", down);
    return () => window.removeEventListener("keydown", down);
  }, [scene, store, active, keep]);

  const attach = useCallback(
    (id: string, element: HTMLElement | null) => scene.attach(id, element),
    [scene],
  );
  const columns = maximised
    ? [maximised.column]
    : descriptor.time_points.map((_, column) => column);
  const spans = columnSpans(1000, columns.length).map(() => "minmax(0, 1fr)");

  return (
    <main className={styles.page}>
      <Toolbar
        store={store}
        descriptor={descriptor}
        openHelp={() => setHelp(true)}
        askAgain={askAgain}
      />
      <div className={styles.heads} style={{ gridTemplateColumns: spans.join(" ") }}>
        {columns.map((column) => (
          <ColumnHead
            key={descriptor.time_points[column].examination}
            timePoint={descriptor.time_points[column]}
            column={column}
            store={store}
            value={values[column]}
            keepShift={keep}
            shiftFailed={failed}
            organ={organs && <organs.parts.ColumnOrgans session={organs.session} column={column} />}
          >
            <SeriesButton
              patient={descriptor.patient.key}
              examination={descriptor.time_points[column].examination}
              series={series}
            />
            <SuvOf timePoint={descriptor.time_points[column]} askAgain={askAgain} />
          </ColumnHead>
        ))}
      </div>
      <section
        ref={viewport}
        className={styles.viewport}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys act on the pictures, which therefore take the focus
        tabIndex={0}
        aria-label={t("viewport")}
        data-tool={tool}
      >
        {places.map((place) => {
          const row = rows[place.row];
          const timePoint = descriptor.time_points[place.column];
          if (!row || !timePoint) return null;
          return (
            <PaneOverlay
              key={place.id}
              place={place}
              row={row}
              timePoint={timePoint}
              descriptor={descriptor}
              store={store}
              attach={attach}
              active={active?.id === place.id}
              series={series}
              askAgain={askAgain}
              organs={organs}
            />
          );
        })}
        {(loadError || lost) && (
          <div className={styles.banner} role="alert" data-no-drag>
            <span>{lost ? t("graphicsLost") : loadError && t(`loadError.${loadError.code}`)}</span>
            {!lost && (
              <button
                type="button"
                onClick={() => {
                  setLoadError(null);
                  session.loader.retry();
                  session.organs?.pictures.retry();
                }}
              >
                {t("loadError.retry")}
              </button>
            )}
          </div>
        )}
      </section>
      {organPanel && organs && <organs.parts.OrganDrawer session={organs.session} />}
      {help && (
        <Suspense fallback={null}>
          <Help close={() => setHelp(false)} />
        </Suspense>
      )}
    </main>
  );
}

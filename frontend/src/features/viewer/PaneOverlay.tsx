import { memo, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { formatDate, formatPersonName } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import type { ComparisonStore } from "@/state/comparison";
import type { PanePlace } from "@/state/layout";
import { type Row, turns } from "@/state/presets";
import type { ComparisonDescriptor, TimePointDescriptor } from "@/volumes";
import { ColourBar } from "./ColourBar";
import { Marks } from "./Marks";
import { OverlayNames } from "./OverlayNames";
import styles from "./PaneOverlay.module.css";
import { Preparing } from "./Preparing";
import { forgetPane } from "./paintPane";
import { isLightPane, mapOf } from "./paneColours";
import { RowMenu } from "./RowMenu";
import type { OrganParts } from "./useOrgans";

interface Props {
  readonly place: PanePlace;
  readonly row: Row;
  readonly timePoint: TimePointDescriptor;
  readonly descriptor: ComparisonDescriptor;
  readonly store: ComparisonStore;
  readonly attach: (id: string, element: HTMLElement | null) => void;
  readonly active: boolean;
  readonly series: readonly string[];
  readonly askAgain: () => void;
  readonly organs: OrganParts | null;
}

/** Everything written and drawn over one picture; paintPane fills the parts that follow the mouse. */
export const PaneOverlay = memo(function PaneOverlay(props: Props) {
  const { place, row, timePoint, descriptor, store, attach, active, series, askAgain } = props;
  const { organs } = props;
  const { patient } = descriptor;
  const { t } = useTranslation("viewer");
  const language = useSpokenLanguage();
  const element = useRef<HTMLDivElement>(null);
  const map = useStore(store, (state) => mapOf(state, row, timePoint));
  const normalisation = useStore(store, (state) => state.normalisation);
  const { rect } = place;

  useLayoutEffect(() => {
    const pane = element.current;
    if (!pane) return;
    forgetPane(pane);
    attach(place.id, pane);
    return () => attach(place.id, null);
  });

  // An overlay has one more line above the colour bar.
  const small = rect.width < 250 || rect.height < (row.content === "overlay" ? 320 : 290);
  const birth = formatDate(patient.birth_date, language);
  return (
    <div
      ref={element}
      className={styles.pane}
      data-pane={place.id}
      data-content={row.content}
      data-active={active}
      data-small={small}
      data-light={isLightPane(map, row, timePoint)}
      style={{ left: rect.x, top: rect.y, width: rect.width, height: rect.height }}
    >
      <div className={styles.vertical} data-part="vertical" hidden />
      <div className={styles.horizontal} data-part="horizontal" hidden />
      {timePoint.state === "ready" && (
        <p className={styles.empty}>
          {(
            [
              "noCt",
              "noPet",
              "noMip",
              "nothing",
              "overlayMissing",
              "unitsDiffer",
              "notPet",
              "noOrgans",
              "noSurfaces",
              "surfacesFailed",
              "surfacesComing",
            ] as const
          ).map((reason) => (
            <span key={reason} data-reason={reason}>
              {t(`empty.${reason}`)}
            </span>
          ))}
        </p>
      )}
      <Preparing
        timePoint={timePoint}
        row={row}
        column={{ patient: patient.key, examination: timePoint.examination, series }}
        askAgain={askAgain}
      />
      <div className={styles.identity}>
        <span className={styles.name}>{formatPersonName(patient.name) || "–"}</span>
        <span className={styles.who}>
          <span>{patient.id || "–"}</span> · *{birth ?? "–"}
        </span>
        <span>
          <b>{timePoint.label}</b> {formatDate(timePoint.acquired_at, language) ?? "–"}
        </span>
        {row.content === "overlay" && (
          <OverlayNames store={store} descriptor={descriptor} timePoint={timePoint} />
        )}
      </div>
      <div className={styles.topRight}>
        <RowMenu store={store} row={row} at={place.row} />
        <Marks timePoint={timePoint} row={row} normalisation={normalisation} />
        <span className={styles.coarse} data-part="coarse" title={t("marks.coarseWhy")} hidden>
          {t("marks.coarse")}
        </span>
      </div>
      {organs && (
        <div className={styles.organMarks}>
          <organs.parts.PaneOrgans
            session={organs.session}
            column={place.column}
            content={row.content}
          />
        </div>
      )}
      <span className={styles.letterLeft} data-part="left" />
      <span className={styles.letterRight} data-part="right" />
      <span className={styles.letterTop} data-part="top" />
      <span className={styles.letterBottom} data-part="bottom" />
      <div className={styles.bottomLeft}>
        <span data-part="position" />
        <span data-part="window" />
      </div>
      <div className={styles.scale}>
        <span data-part="scale" />
        <span className={styles.scaleBar} data-part="scale-bar" />
      </div>
      {map && <ColourBar map={map} />}
      {!turns(row.content) && (
        <div className={styles.slider} data-part="slider" title={t("slider")}>
          <span className={styles.thumb} data-part="thumb" />
        </div>
      )}
    </div>
  );
});

import { IconArrowBackUp } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { formatDate, formatNumber, formatTime } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { shifted } from "@/state/changes";
import type { ComparisonStore } from "@/state/comparison";
import type { TimePointDescriptor } from "@/volumes";
import styles from "./ColumnHead.module.css";
import { petUnit } from "./petUnits";
import type { ShownValue } from "./useValues";

const OrganStepMark = lazy(() => import("./numbers/OrganStepMark"));

interface Props {
  readonly timePoint: TimePointDescriptor;
  readonly column: number;
  readonly store: ComparisonStore;
  readonly value: ShownValue;
  readonly keepShift: (column: number) => void;
  readonly shiftFailed: boolean;
  /** The choice of series. */
  readonly children?: ReactNode;
  /** The organ at the crosshair. */
  readonly organ?: ReactNode;
}

const KNOWN_SOURCES = [
  "reference",
  "same-frame-of-reference",
  "organs",
  "body-centre",
  "none",
] as const;
type KnownSource = (typeof KNOWN_SOURCES)[number];

/** What one time point is, how it lies on the others, and what is measured under the crosshair. */
export function ColumnHead(props: Props) {
  const { timePoint, column, store, value, keepShift, shiftFailed, children, organ } = props;
  const { t } = useTranslation("viewer");
  const language = useSpokenLanguage();
  const number = (n: number, digits = 0) => formatNumber(n, language, digits).replace("-", "−");
  // Not the whole placement: its matrix may follow the crosshair, many times a second.
  const shift = useStore(store, (state) => state.placements[column].manualShift);
  const lies = useStore(store, (state) => state.placements[column].source);
  const normalisation = useStore(store, (state) => state.normalisation);
  const { weight_kg, uptake_min, dose_mbq, tracer, days_since_first: days } = timePoint;
  const facts = [
    weight_kg === null
      ? t("column.weightUnknown")
      : t("column.weight", { kg: number(weight_kg, weight_kg % 1 ? 1 : 0) }),
    uptake_min === null
      ? t("column.uptakeUnknown")
      : t("column.uptake", { minutes: number(uptake_min) }),
    tracer ?? t("column.tracerUnknown"),
    ...(dose_mbq === null ? [] : [t("column.dose", { mbq: number(dose_mbq) })]),
  ];
  const [x, y, z] = shift.map((mm) => number(mm === 0 ? 0 : mm, 1));
  const moved = shift.some((mm) => Math.abs(mm) > 1e-6);
  const source = KNOWN_SOURCES.find((known) => known === lies) as KnownSource | undefined;
  // What somebody did comes first, where there is no room for both.
  const placed = [
    ...(moved ? [t("transform.shift", { x, y, z })] : []),
    // What follows the organs says so itself, with how well.
    ...(lies === "organs" && timePoint.organ_path
      ? []
      : [source ? t(`transform.${source}`) : lies]),
  ].join(" · ");
  const date = formatDate(timePoint.acquired_at, language);
  const time = formatTime(timePoint.acquired_at);
  const outside = t("column.outside");
  const { hu, pet, pet_unit } = value.value ?? { hu: null, pet: null, pet_unit: null };
  const unit =
    pet_unit ?? (timePoint.pet ? petUnit(timePoint.pet, normalisation) : t("column.suv"));
  // The shift itself stands beside it, as it is now; the server's sentence is of when the page was opened.
  const toSay = timePoint.notices.filter(({ code }) => code !== "shifted-by-hand");
  const said = toSay.map(({ text }) => text).join("\n");
  const notices = said !== "" && (
    <span
      className={styles.notices}
      role="note"
      title={said}
      aria-label={`${t("marks.notices")}: ${said}`}
    >
      {t("marks.notices")} {toSay.length}
    </span>
  );
  return (
    <header className={styles.head} data-column={column}>
      <div className={styles.first}>
        <b className={styles.label}>{timePoint.label}</b>
        <span className={styles.date}>{date ?? outside}</span>
        {time && <span className={styles.quiet}>{time}</span>}
        <span className={styles.day}>
          {days === null ? t("column.dayUnknown") : t("column.day", { days: number(days) })}
        </span>
      </div>
      <div className={styles.facts} title={facts.join(" · ")}>
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </div>
      <div className={styles.transform} data-moved={moved}>
        {placed !== "" && <span title={placed}>{placed}</span>}
        {moved && (
          <button
            type="button"
            title={t("transform.reset")}
            aria-label={t("transform.reset")}
            onClick={() => {
              store.setState((state) => shifted(state, column, [0, 0, 0]));
              keepShift(column);
            }}
          >
            <IconArrowBackUp size={13} aria-hidden />
          </button>
        )}
        {/* Comes with the organs, after the first pictures. */}
        {organ && lies === "organs" && timePoint.organ_path && (
          <Suspense fallback={null}>
            <OrganStepMark store={store} path={timePoint.organ_path} />
          </Suspense>
        )}
        {moved && shiftFailed && (
          <span className={styles.failed} title={t("transform.failed")}>
            !
          </span>
        )}
        {notices}
        {children}
      </div>
      <dl className={styles.values} data-stale={value.stale} title={t("column.valuesAt")}>
        <dt>{t("column.hu")}</dt>
        <dd data-value="hu">{hu === null ? outside : number(hu)}</dd>
        <dt title={unit}>{unit}</dt>
        <dd data-value="pet">
          {pet === null ? outside : number(pet, Math.abs(pet) >= 1000 ? 0 : 2)}
        </dd>
      </dl>
      {organ}
    </header>
  );
}

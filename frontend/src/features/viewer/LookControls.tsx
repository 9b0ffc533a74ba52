import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { formatNumber } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { COLOUR_MAPS } from "@/engine";
import type { ComparisonStore } from "@/state/comparison";
import { NORMALISATIONS, normalisationChosen, petRangesOf, SUV_UNITS } from "@/state/normalisation";
import { CT_WINDOWS } from "@/state/presets";
import type { Normalisation } from "@/volumes";
import styles from "./Toolbar.module.css";

function CtWindow({ store }: { store: ComparisonStore }) {
  const { t } = useTranslation("viewer");
  const window = useStore(store, (state) => state.ctWindow);
  const at = CT_WINDOWS.findIndex(
    ({ centre, width }) => centre === window.centre && width === window.width,
  );
  return (
    <label className={styles.field} title={t("ctWindowLong")}>
      <span>{t("ctWindow")}</span>
      <select
        value={at}
        aria-label={t("ctWindowLong")}
        onChange={(event) => {
          const chosen = CT_WINDOWS[Number(event.target.value)];
          if (chosen) store.setState({ ctWindow: { centre: chosen.centre, width: chosen.width } });
        }}
      >
        {at < 0 && (
          <option value={-1}>
            {t("ctWindows.own")} {window.centre}/{window.width}
          </option>
        )}
        {CT_WINDOWS.map(({ name, centre, width }, index) => (
          <option key={name} value={index}>
            {t(`ctWindows.${name}`)} {centre}/{width}
          </option>
        ))}
      </select>
    </label>
  );
}

function digitsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  return value < 10 && !Number.isInteger(value * 10) ? 2 : 1;
}

function PetRange({ store }: { store: ComparisonStore }) {
  const { t } = useTranslation("viewer");
  const language = useSpokenLanguage();
  const { lo, hi } = useStore(store, (state) => state.petRange);
  const normalisation = useStore(store, (state) => state.normalisation);
  const unit = SUV_UNITS[normalisation];
  const number = (value: number) => formatNumber(value, language, digitsOf(value));
  const ranges = petRangesOf(normalisation);
  const at = ranges.findIndex((range) => range.lo === lo && range.hi === hi);
  return (
    <label className={styles.field} title={`${t("petRangeLong")} (${unit})`}>
      <span>{t("petRange")}</span>
      <select
        value={at}
        aria-label={`${t("petRangeLong")} (${unit})`}
        onChange={(event) => {
          const chosen = ranges[Number(event.target.value)];
          if (chosen) store.setState({ petRange: chosen });
        }}
      >
        {at < 0 && (
          <option value={-1}>
            {number(lo)} – {number(hi)}
          </option>
        )}
        {ranges.map((range, index) => (
          <option key={range.hi} value={index}>
            {number(range.lo)} – {number(range.hi)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What the numbers of every PET are divided by: one choice for all columns. */
function NormalisationChoice({ store }: { store: ComparisonStore }) {
  const { t } = useTranslation("viewer");
  const normalisation = useStore(store, (state) => state.normalisation);
  return (
    <select
      className={styles.unit}
      value={normalisation}
      title={t("normalisation")}
      aria-label={t("normalisation")}
      onChange={(event) => {
        const chosen = event.target.value as Normalisation;
        store.setState((state) => normalisationChosen(state, chosen));
      }}
    >
      {NORMALISATIONS.map((name) => (
        <option key={name} value={name}>
          {SUV_UNITS[name]}
        </option>
      ))}
    </select>
  );
}

const CHOICES = COLOUR_MAPS.filter((name) => name !== "difference");

type MapName = keyof typeof import("@/i18n/en/viewer.json")["maps"];

function ColourMap({ store, of }: { store: ComparisonStore; of: "petMap" | "fusedMap" }) {
  const { t } = useTranslation("viewer");
  const map = useStore(store, (state) => state[of]);
  return (
    <label className={styles.field}>
      <span>{t(of)}</span>
      <select
        className={styles.map}
        value={map}
        onChange={(event) => store.setState({ [of]: event.target.value })}
      >
        {CHOICES.map((name) => (
          <option key={name} value={name}>
            {t(`maps.${name as MapName}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Windows, ranges, colour maps and how much PET lies over the CT. */
export function LookControls({ store }: { store: ComparisonStore }) {
  const { t } = useTranslation("viewer");
  const opacity = useStore(store, (state) => state.opacity);
  return (
    <>
      <CtWindow store={store} />
      <div className={styles.field}>
        <PetRange store={store} />
        <NormalisationChoice store={store} />
      </div>
      <ColourMap store={store} of="petMap" />
      <ColourMap store={store} of="fusedMap" />
      <label className={styles.field}>
        <span>{t("opacity")}</span>
        <input
          type="range"
          min={0}
          max={100}
          value={Math.round(opacity * 100)}
          onChange={(event) => store.setState({ opacity: Number(event.target.value) / 100 })}
        />
        <output>{Math.round(opacity * 100)} %</output>
      </label>
    </>
  );
}

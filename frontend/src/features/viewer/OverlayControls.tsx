import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { formatNumber } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { overlayChanged } from "@/state/changes";
import type { ComparisonStore, OverlayPair } from "@/state/comparison";
import { SUV_UNITS, usualScale } from "@/state/normalisation";
import type { ComparisonDescriptor } from "@/volumes";
import { differenceRefusal } from "./petUnits";
import styles from "./Toolbar.module.css";

interface Props {
  readonly store: ComparisonStore;
  readonly descriptor: ComparisonDescriptor;
}

/** Which examination (A) lies under each column's own (B), and whether they are blended or subtracted. */
export function OverlayControls({ store, descriptor }: Props) {
  const { t } = useTranslation("viewer");
  const language = useSpokenLanguage();
  const pair = useStore(store, (state) => state.overlay);
  const normalisation = useStore(store, (state) => state.normalisation);
  const unit = SUV_UNITS[normalisation];
  const limits = [2, 5, 10, 20].map((limit) => limit * usualScale(normalisation));
  const number = (value: number) =>
    formatNumber(value, language, Number.isInteger(value) ? 0 : 2 - Number(value >= 10));
  const set = (change: Partial<OverlayPair>) =>
    store.setState((state) => overlayChanged(state, change));
  const shows = (name: "aShows" | "bShows") => (
    <select
      value={pair[name]}
      aria-label={name === "aShows" ? t("overlay.a") : t("overlay.b")}
      onChange={(event) => set({ [name]: event.target.value as "ct" | "pet" })}
    >
      <option value="ct">{t("content.ct")}</option>
      <option value="pet">{t("content.pet")}</option>
    </select>
  );
  const blend = pair.mode === "blend";
  const from = descriptor.time_points[pair.a]?.pet;
  const refusals = descriptor.time_points
    .filter((_, column) => column !== pair.a)
    .map(({ pet }) => differenceRefusal(from, pet, normalisation));
  // The limit is one in SUV: where no pair has SUV there is nothing that it could limit.
  const refusal = refusals.every((each) => each !== null) ? refusals[0] : null;
  return (
    <fieldset className={styles.overlay}>
      <label className={styles.field}>
        <span>{t("overlay.title")}</span>
        <select
          aria-label={t("overlay.a")}
          value={pair.a}
          onChange={(event) => set({ a: Number(event.target.value) })}
        >
          {descriptor.time_points.map(({ examination, label }, index) => (
            <option key={examination} value={index}>
              A = {label}
            </option>
          ))}
        </select>
      </label>
      {blend && shows("aShows")}
      {blend && (
        <span className={styles.field}>
          <span>{t("overlay.b")}</span>
          {shows("bShows")}
        </span>
      )}
      <label className={styles.field}>
        <span>{t("overlay.mode")}</span>
        <select
          value={pair.mode}
          onChange={(event) => set({ mode: event.target.value as OverlayPair["mode"] })}
        >
          <option value="difference">{t("overlay.difference")}</option>
          <option value="blend">{t("overlay.blend")}</option>
        </select>
      </label>
      {!blend && (
        <label className={styles.field}>
          <span>{t("overlay.limit")}</span>
          <select
            disabled={refusal !== null && refusal !== undefined}
            title={refusal ? t(`empty.${refusal}`) : undefined}
            value={limits.includes(pair.limit) ? pair.limit : ""}
            onChange={(event) => set({ limit: Number(event.target.value) })}
          >
            {!limits.includes(pair.limit) && (
              <option value="">
                {number(pair.limit)} {unit}
              </option>
            )}
            {limits.map((limit) => (
              <option key={limit} value={limit}>
                {number(limit)} {unit}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className={styles.field}>
        <span>{t("overlay.opacity")}</span>
        <input
          type="range"
          min={0}
          max={100}
          value={Math.round(pair.opacity * 100)}
          onChange={(event) => set({ opacity: Number(event.target.value) / 100 })}
        />
        <output>{Math.round(pair.opacity * 100)} %</output>
      </label>
    </fieldset>
  );
}

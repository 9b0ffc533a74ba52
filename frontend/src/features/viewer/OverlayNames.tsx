import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { formatDate } from "@/components/formats";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import type { ComparisonStore } from "@/state/comparison";
import type { ComparisonDescriptor, TimePointDescriptor } from "@/volumes";
import styles from "./PaneOverlay.module.css";
import { isSuv } from "./petUnits";

interface Props {
  readonly store: ComparisonStore;
  readonly descriptor: ComparisonDescriptor;
  readonly timePoint: TimePointDescriptor;
}

/** Which two examinations lie over each other, with the date of the one that is not this column's. */
export function OverlayNames({ store, descriptor, timePoint }: Props) {
  const { t } = useTranslation("viewer");
  const language = useSpokenLanguage();
  const { a, aShows, bShows, mode } = useStore(store, (state) => state.overlay);
  const normalisation = useStore(store, (state) => state.normalisation);
  const under = descriptor.time_points[a];
  if (!under) return null;
  const date = formatDate(under.acquired_at, language) ?? "–";
  const names =
    mode === "difference"
      ? `Δ = ${timePoint.label} − ${under.label}`
      : `${timePoint.label} ${t(`content.${bShows}`)} + ${under.label} ${t(`content.${aShows}`)}`;
  const pet = mode === "blend" && aShows === "pet" ? under.pet : null;
  const not = pet && !isSuv(pet, normalisation) ? pet.normalisations[normalisation].unit : null;
  return (
    <span className={styles.pair}>
      {names} ({under.label}: {date})
      {not && ` · ${under.label}: ${t("marks.notSuv", { unit: not })}`}
    </span>
  );
}

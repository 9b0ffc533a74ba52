/** The one normalisation in which every PET is shown, and what its usual ranges are. */
import type { Normalisation } from "@/volumes";
import type { ComparisonState } from "./comparison";
import { PET_RANGES, type PetRange } from "./presets";

export const NORMALISATIONS: readonly Normalisation[] = ["bw", "lbm", "lbmjames", "bsa", "ibw"];

/** As the server writes them. */
export const SUV_UNITS: Readonly<Record<Normalisation, string>> = {
  bw: "SUVbw",
  lbm: "SUVlbm",
  lbmjames: "SUVlbm (James)",
  bsa: "SUVbsa",
  ibw: "SUVibw",
};

/** 70 kg have about 1.8 m²: SUVbsa in cm²/ml is a quarter of SUVbw in g/ml; the masses differ by less than a window. */
export function usualScale(normalisation: Normalisation): number {
  return normalisation === "bsa" ? 0.25 : 1;
}

function scaled({ lo, hi }: PetRange, by: number): PetRange {
  return { lo: lo * by, hi: hi * by };
}

/** The ranges of the menu and of the keys Shift+1 to Shift+5, in the unit of this normalisation. */
export function petRangesOf(normalisation: Normalisation): readonly PetRange[] {
  return PET_RANGES.map((range) => scaled(range, usualScale(normalisation)));
}

/** Range and limit go along, so that the picture keeps about its brightness. */
export function normalisationChosen(
  state: Pick<ComparisonState, "normalisation" | "petRange" | "overlay">,
  normalisation: Normalisation,
): Partial<ComparisonState> {
  const by = usualScale(normalisation) / usualScale(state.normalisation);
  return {
    normalisation,
    petRange: scaled(state.petRange, by),
    overlay: { ...state.overlay, limit: state.overlay.limit * by },
  };
}

/** In which unit a PET is shown, and by what its stored values are multiplied for that. */
import type { ComparisonState } from "@/state/comparison";
import type { Normalisation, PetDescriptor } from "@/volumes";

export function isSuv(pet: PetDescriptor, normalisation: Normalisation): boolean {
  return pet.normalisations[normalisation].factor !== null;
}

/** Stored quantity -> the unit that is shown. */
export function petScale(pet: PetDescriptor, normalisation: Normalisation): number {
  return pet.normalisations[normalisation].factor ?? 1;
}

/** The unit that is shown: the stored one where this normalisation is withheld. */
export function petUnit(pet: PetDescriptor, normalisation: Normalisation): string {
  return isSuv(pet, normalisation) ? pet.normalisations[normalisation].unit : pet.stored_unit;
}

/** The end of the scale of a difference, in the unit that is shown. */
export function differenceLimit(
  state: Pick<ComparisonState, "overlay" | "normalisation">,
  pet: PetDescriptor,
): number {
  const { limit } = state.overlay;
  return isSuv(pet, state.normalisation) ? limit : (limit / 10) * (pet.robust_max || 1);
}

/** In which unit a PET is shown, and by what its stored values are multiplied for that. */
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

/**
 * Why one PET cannot be subtracted from another; null where it can.
 *
 * Only SUV of one normalisation are. Two PET in the same other unit are not either: Bq/ml or counts follow the dose,
 * the time since the injection and the patient's size, and their difference would look like a change of the disease.
 */
export function differenceRefusal(
  a: PetDescriptor | null | undefined,
  b: PetDescriptor | null | undefined,
  normalisation: Normalisation,
): "notPet" | "unitsDiffer" | "notComparable" | null {
  if (!a || !b) return "notPet";
  if (petUnit(a, normalisation) !== petUnit(b, normalisation)) return "unitsDiffer";
  return isSuv(a, normalisation) ? null : "notComparable";
}

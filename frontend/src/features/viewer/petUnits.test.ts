import { describe, expect, it } from "vitest";
import type { Normalisation, PetDescriptor, TimePointDescriptor } from "@/volumes";
import { exampleComparison, exampleState, placeAt } from "./exampleComparison";
import { barOf } from "./paneModel";
import { paneDrawing } from "./paneSpecs";
import { differenceRefusal } from "./petUnits";

const [first, second] = exampleComparison().time_points;

function withheld(pet: PetDescriptor, unit: string): PetDescriptor {
  const none = Object.fromEntries(
    Object.entries(pet.normalisations).map(([name, { unit: suv }]) => [
      name,
      { unit: suv, factor: null, refusal: "No weight." },
    ]),
  ) as PetDescriptor["normalisations"];
  return { ...pet, stored_unit: unit, normalisations: none };
}

function petOf(timePoint: TimePointDescriptor): PetDescriptor {
  if (!timePoint.pet) throw new Error("the example has a PET");
  return timePoint.pet;
}

const [one, other] = [petOf(first), petOf(second)];

describe("which PET can be subtracted from which", () => {
  const refusal = (
    a: PetDescriptor | null,
    b: PetDescriptor,
    normalisation: Normalisation = "bw",
  ) => differenceRefusal(a, b, normalisation);

  it("are two in SUV of one normalisation", () => {
    expect(refusal(one, other)).toBeNull();
    expect(refusal(null, other)).toBe("notPet");
    expect(refusal(one, withheld(other, "Bq/ml"))).toBe("unitsDiffer");
  });

  it("are not two without SUV, even in the same unit: dose and time would look like disease", () => {
    expect(refusal(withheld(one, "Bq/ml"), withheld(other, "Bq/ml"))).toBe("notComparable");
    expect(refusal(withheld(one, "counts"), withheld(other, "Bq/ml"))).toBe("unitsDiffer");
  });
});

describe("what is drawn and labelled of two PET", () => {
  const shown = (mode: "blend" | "difference", units: readonly (string | null)[]) => {
    const descriptor = exampleComparison((points) =>
      points.map((point, at) => {
        const unit = units[at];
        return unit ? { ...point, pet: withheld(petOf(point), unit) } : point;
      }),
    );
    const state = exampleState(descriptor, {
      rows: [{ id: "o", content: "overlay", plane: "axial" }],
    });
    const looked = { ...state, overlay: { ...state.overlay, mode } };
    const bar = barOf(looked, looked.rows[0], descriptor.time_points[1], descriptor, String);
    return { empty: paneDrawing(looked, descriptor, placeAt(1, 0), 1).empty, bar };
  };

  it("is no difference and no colour bar of one where both lack SUV", () => {
    expect(shown("difference", ["Bq/ml", "Bq/ml"])).toEqual({ empty: "notComparable", bar: null });
    expect(shown("difference", [null, null]).bar?.unit).toBe("Δ SUVbw");
  });

  it("is no blend of two units under one colour bar", () => {
    expect(shown("blend", [null, "Bq/ml"]).empty).toBe("unitsDiffer");
    expect(shown("blend", [null, null]).empty).toBeNull();
  });
});

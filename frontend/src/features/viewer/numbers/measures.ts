/** One number out of what was measured, how it has changed, and whether that is more than repeating it would. */
import type { InOrgan, Repeatability, Statistics } from "./statistics";

export const MEASURES = ["volume", "hu_mean", "mean", "median", "max"] as const;
export type Measure = (typeof MEASURES)[number];

export const AGAINST = ["first", "previous", "none"] as const;
export type Against = (typeof AGAINST)[number];

export interface Measured {
  readonly value: number;
  readonly unit: string;
  /** Standard deviation, of HU. */
  readonly sd: number | null;
}

const isOfPet = (measure: Measure) => measure !== "volume" && measure !== "hu_mean";

export function measured(found: InOrgan | null | undefined, measure: Measure): Measured | null {
  if (!found) return null;
  if (measure === "volume") {
    return found.volume_ml === null ? null : { value: found.volume_ml, unit: "ml", sd: null };
  }
  if (measure === "hu_mean") {
    return found.hu_mean === null ? null : { value: found.hu_mean, unit: "HU", sd: found.hu_sd };
  }
  return found.pet && { value: found.pet[measure], unit: found.pet.unit, sd: null };
}

/** The unit of a measure in the head of the table; a cell in another unit names its own. */
export function unitOf(statistics: Pick<Statistics, "unit">, measure: Measure): string {
  if (measure === "volume") return "ml";
  return measure === "hu_mean" ? "HU" : statistics.unit;
}

export interface Change {
  readonly amount: number;
  readonly unit: "%" | "HU";
}

const isComparable = (unit: string) => unit === "ml" || unit === "HU" || unit.startsWith("SUV");

/** In one unit that means the same at both dates. */
export function areComparable(one: Measured, other: Measured): boolean {
  return one.unit === other.unit && isComparable(one.unit);
}

/**
 * Change in %; of HU the difference, since its zero is water and no amount. Null where there is nothing to compare:
 * one of both is missing, has another unit, or the earlier one is not above zero. Nor are two PET without SUV compared,
 * whatever their unit: the dose and the time since the injection would look like a change.
 */
export function changeOf(now: Measured | null, before: Measured | null): Change | null {
  if (!now || !before || !areComparable(now, before)) return null;
  if (now.unit === "HU") return { amount: now.value - before.value, unit: "HU" };
  if (!(before.value > 0)) return null;
  return { amount: 100 * (now.value / before.value - 1), unit: "%" };
}

/** The column that a change is counted from: the first or the next earlier one that has a value. */
export function comparedWith(
  values: readonly (Measured | null)[],
  column: number,
  against: Against,
): number | null {
  if (against === "none") return null;
  const earlier = values.slice(0, column).flatMap((value, at) => (value ? [at] : []));
  const found = against === "first" ? earlier[0] : earlier.at(-1);
  return found ?? null;
}

/** What repeated measurements of this differ by: of this organ, else of any; null where nothing is known. */
export function repeatabilityOf(
  statistics: Pick<Statistics, "repeatability">,
  measure: Measure,
  structure: string,
): Repeatability | null {
  const of = statistics.repeatability.filter(
    (one) => one.measure === measure || one.measure === ALIASES[measure],
  );
  return (
    of.find((one) => one.structure === structure) ??
    of.find((one) => one.structure === null) ??
    null
  );
}

const ALIASES: Readonly<Record<Measure, string>> = {
  volume: "volume_ml",
  hu_mean: "hu",
  mean: "suv_mean",
  median: "suv_median",
  max: "suv_max",
};

export function isBeyond(change: Change | null, band: Repeatability | null): boolean | null {
  if (change?.unit !== "%" || !band) return null;
  return change.amount < band.low_percent || change.amount > band.high_percent;
}

/** Which units of PET there are besides the one that the table names. */
export function otherUnits(statistics: Statistics, measure: Measure): string[] {
  if (!isOfPet(measure)) return [];
  const units = statistics.rows.flatMap(({ values }) =>
    values.flatMap((value) => (value?.pet ? [value.pet.unit] : [])),
  );
  return [...new Set(units)].filter((unit) => unit !== statistics.unit);
}

/** The courses that are drawn: one number for each dated examination, and the band around the first of them. */
import { changeOf, type Measure, measured, repeatabilityOf, unitOf } from "./measures";
import type { Repeatability, Statistics } from "./statistics";

export interface Curve {
  readonly structure: string;
  /** One for each of `days`; null where nothing was measured, or in another unit. */
  readonly values: readonly (number | null)[];
  /** What repeated measurements differ by, in the unit that is drawn; null where nothing is known. */
  readonly band: readonly [number, number] | null;
  readonly source: Repeatability | null;
}

export interface Course {
  readonly days: readonly number[];
  /** Index of the time point of each day. */
  readonly columns: readonly number[];
  /** "SUVbw", "%", "Δ HU", ... */
  readonly unit: string;
  readonly curves: readonly Curve[];
  /** Labels of examinations without a date. */
  readonly undated: readonly string[];
  /** Labels of examinations with a value in another unit than the one drawn. */
  readonly otherUnit: readonly string[];
}

export function courseOf(
  statistics: Statistics,
  structures: readonly string[],
  measure: Measure,
  scale: "absolute" | "relative",
): Course {
  const points = statistics.time_points;
  const columns = points.flatMap(({ days_since_first }, column) =>
    days_since_first === null ? [] : [column],
  );
  const unit = unitOf(statistics, measure);
  const other = new Set<string>();
  const curves = structures.map((structure): Curve => {
    const row = statistics.rows.find((one) => one.structure === structure);
    const found = columns.map((column) => {
      const value = measured(row?.values[column], measure);
      if (value && value.unit !== unit) other.add(points[column]?.label ?? "");
      return value && value.unit === unit ? value : null;
    });
    const first = found.find((value) => value !== null) ?? null;
    const source = repeatabilityOf(statistics, measure, structure);
    const values = found.map((value) =>
      scale === "absolute" ? (value?.value ?? null) : (changeOf(value, first)?.amount ?? null),
    );
    return { structure, values, band: bandOf(source, first?.value ?? null, scale), source };
  });
  const relative = unit === "HU" ? "Δ HU" : "%";
  return {
    days: columns.map((column) => points[column]?.days_since_first ?? 0),
    columns,
    unit: scale === "absolute" ? unit : relative,
    curves,
    undated: points.filter((point) => point.days_since_first === null).map(({ label }) => label),
    otherUnit: [...other],
  };
}

function bandOf(
  source: Repeatability | null,
  first: number | null,
  scale: "absolute" | "relative",
): readonly [number, number] | null {
  if (!source || first === null) return null;
  const { low_percent: low, high_percent: high } = source;
  return scale === "relative" ? [low, high] : [first * (1 + low / 100), first * (1 + high / 100)];
}

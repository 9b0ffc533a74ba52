/** HU and PET value under the crosshair of each column, computed by the server from the original voxels. */
import { useEffect, useState } from "react";
import { ask } from "@/api/client";
import { applyToPoint, inverse, type Vec3 } from "@/geometry";
import type { ComparisonState, ComparisonStore } from "@/state/comparison";
import type { ComparisonDescriptor, Normalisation } from "@/volumes";
import { LatestOnly } from "./latest";

export interface PointValue {
  readonly hu: number | null;
  readonly pet: number | null;
  readonly pet_unit: string | null;
}

export interface ShownValue {
  readonly value: PointValue | null;
  /** The crosshair has moved on since this was asked: not the value of the place that is shown. */
  readonly stale: boolean;
}

interface Point {
  readonly examination: string;
  readonly point_mm: Vec3;
}

interface Wanted {
  readonly points: readonly Point[];
  readonly normalisation: Normalisation;
}

/** The crosshair in each time point's own patient coordinates. */
export function pointsAt(
  state: Pick<ComparisonState, "crosshair" | "placements">,
  descriptor: ComparisonDescriptor,
): Point[] {
  return descriptor.time_points.map(({ examination }, column) => ({
    examination,
    point_mm: applyToPoint(inverse(state.placements[column].toCommon), state.crosshair),
  }));
}

const NONE: ShownValue = { value: null, stale: true };

export function useValues(
  store: ComparisonStore,
  descriptor: ComparisonDescriptor,
  series: readonly string[],
): readonly ShownValue[] {
  const [shown, setShown] = useState<readonly ShownValue[]>([]);
  useEffect(() => {
    let over = false;
    let newest: Wanted | null = null;
    const latest = new LatestOnly<Wanted, { values: PointValue[] }>(
      (wanted) => ask("POST", "/api/comparisons/values", { body: { ...wanted, series } }),
      (wanted, { values }) => {
        if (!over) setShown(values.map((value) => ({ value, stale: wanted !== newest })));
      },
      (wanted) => {
        // Better no number than one of another place.
        if (!over && wanted === newest) setShown([]);
      },
    );
    const put = (state: ComparisonState) => {
      newest = { points: pointsAt(state, descriptor), normalisation: state.normalisation };
      setShown((old) =>
        old.some(({ stale }) => !stale) ? old.map(({ value }) => ({ value, stale: true })) : old,
      );
      latest.put(newest);
    };
    put(store.getState());
    const end = store.subscribe((state, old) => {
      const same =
        state.crosshair === old.crosshair &&
        state.placements === old.placements &&
        state.normalisation === old.normalisation;
      if (!same) put(state);
    });
    return () => {
      over = true;
      end();
    };
  }, [store, descriptor, series]);
  return descriptor.time_points.map((_, column) => shown[column] ?? NONE);
}

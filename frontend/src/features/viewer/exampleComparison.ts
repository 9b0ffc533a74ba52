/** A small comparison for the tests of this folder: T2 lies 10 mm to the left, 20 mm behind and 30 mm above T1. */

import { type ComparisonState, initialState } from "@/state/comparison";
import type { PanePlace } from "@/state/layout";
import { comparisonStart } from "@/state/start";
import type {
  ComparisonDescriptor,
  PetDescriptor,
  TimePointDescriptor,
  VolumeDescriptor,
} from "@/volumes";

function volume(
  id: string,
  quantity: string,
  shape: [number, number, number],
  spacing: number,
): VolumeDescriptor {
  return {
    id,
    quantity,
    range: [0, 1000],
    robust_max: 20_000,
    body_centre_mm: [0, 0, 0],
    levels: [
      {
        shape,
        origin_mm: [
          (-(shape[2] - 1) / 2) * spacing,
          (-(shape[1] - 1) / 2) * spacing,
          (-(shape[0] - 1) / 2) * 3,
        ],
        step_i_mm: [spacing, 0, 0],
        step_j_mm: [0, spacing, 0],
        step_k_mm: [0, 0, 3],
        dtype: "int16",
        slab_slices: 10,
        slabs: 10,
        slope: [1],
        intercept: [0],
        url: "/volumes/x/0/c/{slab}/0/0",
      },
    ],
  };
}

function pet(id: string): PetDescriptor {
  return {
    ...volume(id, "BQML", [100, 100, 100], 5),
    series: `series-of-${id}`,
    normalisations: {
      bw: { unit: "SUVbw", factor: 0.0004, refusal: null },
      lbm: { unit: "SUVlbm", factor: 0.0003, refusal: null },
      lbmjames: { unit: "SUVlbm (James)", factor: 0.00028, refusal: null },
      bsa: { unit: "SUVbsa", factor: 0.0001, refusal: null },
      ibw: { unit: "SUVibw", factor: 0.00035, refusal: null },
    },
    stored_unit: "Bq/ml",
    corrected: [],
    attenuation_corrected: true,
  };
}

function timePoint(at: number): TimePointDescriptor {
  const shift = [0, 10 * at, 20 * at, 30 * at];
  return {
    examination: `examination-${at}`,
    label: `T${at + 1}`,
    acquired_at: "2026-01-05T10:12:00",
    days_since_first: 30 * at,
    weight_kg: 80,
    uptake_min: 60,
    dose_mbq: 350,
    tracer: "FDG",
    to_common: [1, 0, 0, -shift[1], 0, 1, 0, -shift[2], 0, 0, 1, -shift[3], 0, 0, 0, 1],
    transform_source: at === 0 ? "reference" : "body-centre",
    manual_shift_mm: [0, 0, 0],
    ct: volume(`ct-${at}`, "HU", [100, 250, 250], 2),
    pet: pet(`pet-${at}`),
    mip: {
      id: `mip-${at}`,
      quantity: "BQML",
      angles: 36,
      shape: [36, 75, 125],
      u0_mm: -248,
      du_mm: 4,
      z0_mm: -148,
      dz_mm: 4,
      centre_mm: [0, 0],
      slope: 1,
      intercept: 0,
      url: "/volumes/x/0/c/0/0/0",
      thumbnail_url: null,
    },
    pet_ct_share_frame: true,
    state: "ready",
    progress: 1,
    notices: [],
  };
}

export function exampleComparison(
  change: (timePoints: TimePointDescriptor[]) => TimePointDescriptor[] = (same) => same,
): ComparisonDescriptor {
  return {
    patient: { key: "k", id: "P-1", name: "Muster^Maria", birth_date: "1958-03-14", sex: "F" },
    time_points: change([timePoint(0), timePoint(1)]),
  };
}

export function exampleState(
  descriptor: ComparisonDescriptor,
  change: Partial<ComparisonState> = {},
): ComparisonState {
  return { ...initialState(comparisonStart(descriptor)), ...change };
}

export function placeAt(column: number, row: number): PanePlace {
  return { id: `${column}:${row}`, column, row, rect: { x: 10, y: 20, width: 500, height: 500 } };
}

import {
  applyToPoint,
  finestFittingLevel,
  type Grid,
  inverse,
  mmToIndex,
  norm,
  type Vec3,
} from "@/geometry";
import type {
  ComparisonDescriptor,
  MipDescriptor,
  TimePointDescriptor,
  VolumeDescriptor,
} from "./descriptor";
import type { SlabRequest } from "./fetch-slab";
import { displayUnit } from "./slab-conversion";
import type { QueuedSlab } from "./slab-queue";

export type SlabKind = QueuedSlab["kind"];

/** One chunk to fetch. */
export interface PlannedSlab {
  readonly volume: string;
  /** Number of the column: slabs that are equally near are asked for in the order of time. */
  readonly column: number;
  readonly kind: SlabKind;
  readonly level: number;
  readonly slab: number;
  readonly firstSlice: number;
  readonly slices: number;
  readonly unit: number;
  readonly request: SlabRequest;
}

function slabsOfLevel(
  volume: VolumeDescriptor,
  level: number,
  column: number,
  kind: SlabKind,
): readonly PlannedSlab[] {
  const found = volume.levels[level];
  if (!found) {
    return [];
  }
  const unit = displayUnit(volume.quantity, volume.range);
  return Array.from({ length: found.slabs }, (_, slab) => {
    const firstSlice = slab * found.slab_slices;
    const slices = Math.min(found.slab_slices, found.shape[0] - firstSlice);
    const ofSlices = (numbers: readonly number[]) =>
      numbers.length === 1 ? numbers : numbers.slice(firstSlice, firstSlice + slices);
    const layout = {
      dtype: found.dtype,
      voxelsPerSlice: found.shape[1] * found.shape[2],
      storedSlices: found.slab_slices,
      slices,
      slope: ofSlices(found.slope),
      intercept: ofSlices(found.intercept),
      unit,
    };
    const request = { url: found.url.replace("{slab}", String(slab)), layout };
    return { volume: volume.id, column, kind, level, slab, firstSlice, slices, unit, request };
  });
}

function slabsOfVolume(
  volume: VolumeDescriptor,
  column: number,
  longestTextureSide: number,
): readonly PlannedSlab[] {
  const full = finestFittingLevel(volume.levels, longestTextureSide);
  const coarse = volume.levels.length - 1;
  const coarseSlabs = coarse > full ? slabsOfLevel(volume, coarse, column, "coarse") : [];
  return [...coarseSlabs, ...slabsOfLevel(volume, full, column, "full")];
}

function slabOfMip(mip: MipDescriptor, column: number): PlannedSlab {
  const [angles, nz, nu] = mip.shape;
  // The largest value that 16 bits can mean: the true one is not known here, and a factor of two costs nothing.
  const largest = 65_535 * Math.abs(mip.slope) + Math.abs(mip.intercept);
  const unit = displayUnit(mip.quantity, [0, largest]);
  const layout = {
    dtype: "uint16" as const,
    voxelsPerSlice: nz * nu,
    storedSlices: angles,
    slices: angles,
    slope: [mip.slope],
    intercept: [mip.intercept],
    unit,
  };
  const url = mip.url.replace("{slab}", "0");
  return {
    volume: mip.id,
    column,
    kind: "mip",
    level: 0,
    slab: 0,
    firstSlice: 0,
    slices: angles,
    unit,
    request: { url, layout },
  };
}

/** Every chunk of a comparison; a volume that stands in two columns is loaded once. */
export function planSlabs(
  { time_points }: ComparisonDescriptor,
  longestTextureSide: number,
): readonly PlannedSlab[] {
  const seen = new Set<string>();
  return time_points.flatMap((point, column) => {
    const isNew = <T extends { readonly id: string }>(one: T | null): one is T => {
      const fresh = one !== null && !seen.has(one.id);
      if (one) {
        seen.add(one.id);
      }
      return fresh;
    };
    return [
      ...[point.pet, point.ct]
        .filter(isNew)
        .flatMap((volume) => slabsOfVolume(volume, column, longestTextureSide)),
      ...[point.mip].filter(isNew).map((mip) => slabOfMip(mip, column)),
    ];
  });
}

/** How far a point of common space is, along the slices, from the nearest slice of a slab; 0 inside. */
export function distanceMm(
  slab: Pick<PlannedSlab, "firstSlice" | "slices">,
  level: Grid,
  point: Pick<TimePointDescriptor, "to_common">,
  focus_mm: Vec3,
): number {
  const here = applyToPoint(inverse(point.to_common), focus_mm);
  const [, , k] = applyToPoint(mmToIndex(level), here);
  const within = Math.min(Math.max(k, 0), level.shape[0] - 1);
  const last = slab.firstSlice + slab.slices - 1;
  // One slice of margin: between two slabs both are needed.
  const slices = Math.max(0, slab.firstSlice - 1 - within, within - last - 1);
  return slices * norm(level.step_k_mm);
}

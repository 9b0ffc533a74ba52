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

/** One chunk to fetch, or several that lie one behind the other and come in one answer. */
export interface PlannedSlab {
  readonly volume: string;
  /** Number of the column: slabs that are equally near are asked for in the order of time. */
  readonly column: number;
  readonly kind: SlabKind;
  readonly level: number;
  /** The first of them. */
  readonly slab: number;
  readonly firstSlice: number;
  readonly slices: number;
  readonly unit: number;
  readonly request: SlabRequest;
}

/** The slabs of the coarsest level are thin: the first picture takes one of them, and then they come so many bytes at once. */
const ANSWER_BYTES = 12_600_000;

/** A level of a volume that is to be shown. */
export interface ShownLevel {
  readonly volume: VolumeDescriptor;
  readonly column: number;
  readonly kind: "coarse" | "full";
  readonly level: number;
}

/** Some slabs as one request. @throws RangeError when the volume has no such level. */
export function plannedSlabs(shown: ShownLevel, slab: number, count: number): PlannedSlab {
  const { volume, column, kind, level } = shown;
  const found = levelOf(shown);
  const unit = displayUnit(volume.quantity, volume.range);
  const first = slab * found.slab_slices;
  const layouts = Array.from({ length: count }, (_, n) => {
    const firstSlice = first + n * found.slab_slices;
    const slices = Math.min(found.slab_slices, found.shape[0] - firstSlice);
    const ofSlices = (numbers: readonly number[]) =>
      numbers.length === 1 ? numbers : numbers.slice(firstSlice, firstSlice + slices);
    return {
      dtype: found.dtype,
      voxelsPerSlice: found.shape[1] * found.shape[2],
      storedSlices: found.slab_slices,
      slices,
      slope: ofSlices(found.slope),
      intercept: ofSlices(found.intercept),
      unit,
    };
  });
  const named = count > 1 ? `${slab}-${slab + count - 1}` : String(slab);
  return {
    volume: volume.id,
    column,
    kind,
    level,
    slab,
    firstSlice: first,
    slices: layouts.reduce((sum, { slices }) => sum + slices, 0),
    unit,
    request: { url: found.url.replace("{slab}", named), layouts },
  };
}

/** @throws RangeError when the volume has no such level. */
export function levelOf({ volume, level }: ShownLevel): VolumeDescriptor["levels"][number] {
  const found = volume.levels[level];
  if (!found) {
    throw new RangeError(`a volume without level ${level}`);
  }
  return found;
}

function slabsOfLevel(shown: ShownLevel): readonly PlannedSlab[] {
  const { slab_slices, slabs, shape } = levelOf(shown);
  const bytes = slab_slices * shape[1] * shape[2] * 2;
  const isCoarsest = shown.level === shown.volume.levels.length - 1;
  const atOnce = isCoarsest ? Math.max(1, Math.floor(ANSWER_BYTES / bytes)) : 1;
  return Array.from({ length: Math.ceil(slabs / atOnce) }, (_, n) =>
    plannedSlabs(shown, n * atOnce, Math.min(atOnce, slabs - n * atOnce)),
  );
}

/**
 * The levels of all volumes that are shown, a volume's coarsest before the finest that fits into a texture; where they
 * are the same there is only that one. A volume that stands in two columns is loaded once.
 */
export function shownLevels(
  { time_points }: Pick<ComparisonDescriptor, "time_points">,
  longestTextureSide: number,
): readonly ShownLevel[] {
  const seen = new Set<string>();
  return time_points.flatMap(({ pet, ct }, column) =>
    [pet, ct].flatMap((volume): ShownLevel[] => {
      if (volume === null || volume.levels.length === 0 || seen.has(volume.id)) {
        return [];
      }
      seen.add(volume.id);
      const level = finestFittingLevel(volume.levels, longestTextureSide);
      const last = volume.levels.length - 1;
      const full = { volume, column, kind: "full", level } as const;
      return last > level ? [{ volume, column, kind: "coarse", level: last }, full] : [full];
    }),
  );
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
    request: { url, layouts: [layout] },
  };
}

/** Every chunk of a comparison; projections that stand in two columns are loaded once. */
export function planSlabs(
  descriptor: Pick<ComparisonDescriptor, "time_points">,
  longestTextureSide: number,
): readonly PlannedSlab[] {
  const mips = new Map<string, PlannedSlab>();
  descriptor.time_points.forEach(({ mip }, column) => {
    if (mip && !mips.has(mip.id)) {
      mips.set(mip.id, slabOfMip(mip, column));
    }
  });
  return [...shownLevels(descriptor, longestTextureSide).flatMap(slabsOfLevel), ...mips.values()];
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

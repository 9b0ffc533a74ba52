import { finestFittingLevel, type Mat4, type Vec3 } from "@/geometry";
import type { LabelVolumeDescriptor, MipLabelsDescriptor } from "./label-descriptor";
import { distanceMm } from "./slab-plan";
import type { QueuedSlab } from "./slab-queue";

/** A label volume that is to be loaded; `key` names it in the engine. */
export interface OpenedLabels {
  readonly key: string;
  readonly descriptor: LabelVolumeDescriptor;
  readonly commonFromVolume: Mat4;
}

export interface OpenedMipLabels {
  readonly key: string;
  readonly descriptor: MipLabelsDescriptor;
}

/** One chunk of labels to fetch. */
export interface PlannedLabels extends QueuedSlab {
  readonly column: number;
  readonly firstSlice: number;
  readonly slices: number;
  readonly url: string;
  readonly dtype: "uint8" | "uint16";
  /** Voxels that are real; the chunk may be padded behind them. */
  readonly voxels: number;
  /** In the stored chunk, padding included. */
  readonly bytes: number;
}

function bytesOf(dtype: "uint8" | "uint16"): number {
  return dtype === "uint8" ? 1 : 2;
}

function slabsOf(
  { key, descriptor }: OpenedLabels,
  column: number,
  index: number,
  kind: "coarse" | "full",
): readonly PlannedLabels[] {
  const level = descriptor.levels[index];
  if (!level) {
    return [];
  }
  const { dtype } = descriptor;
  const [nk, nj, ni] = level.shape;
  return Array.from({ length: level.slabs }, (_, slab) => {
    const firstSlice = slab * level.slab_slices;
    const slices = Math.min(level.slab_slices, nk - firstSlice);
    const voxels = slices * nj * ni;
    const bytes = level.slab_slices * nj * ni * bytesOf(dtype);
    const url = level.url.replace("{slab}", String(slab));
    return { volume: key, column, kind, level: index, slab, firstSlice, slices, url, dtype, voxels, bytes }; // biome-ignore format: one fact
  });
}

function slabOfMip({ key, descriptor }: OpenedMipLabels, column: number): PlannedLabels {
  const { dtype, shape, url } = descriptor;
  const voxels = shape[0] * shape[1] * shape[2];
  return {
    volume: key,
    column,
    kind: "mip",
    level: 0,
    slab: 0,
    firstSlice: 0,
    slices: shape[0],
    url: url.replace("{slab}", "0"),
    dtype,
    voxels,
    bytes: voxels * bytesOf(dtype),
  };
}

/** Every chunk of labels; a key that stands there twice is loaded once. */
export function planLabels(
  volumes: readonly OpenedLabels[],
  mips: readonly OpenedMipLabels[],
  longestTextureSide: number,
): readonly PlannedLabels[] {
  const slabs = volumes.flatMap((volume, column) => {
    const { levels } = volume.descriptor;
    const full = finestFittingLevel(levels, longestTextureSide);
    const last = levels.length - 1;
    const coarse = last > full ? slabsOf(volume, column, last, "coarse") : [];
    return [...coarse, ...slabsOf(volume, column, full, "full")];
  });
  return [...slabs, ...mips.map(slabOfMip)];
}

/** Something of every time point, the projections, then the slabs at the focus, then outwards. */
const COARSE = 0;
const MIP = 1;
const FULL = 2;

type Rank = readonly [step: number, distance_mm: number, column: number, slab: number];

function rank(slab: PlannedLabels, volumes: readonly OpenedLabels[], focus_mm: Vec3 | null): Rank {
  if (slab.kind !== "full") {
    return [slab.kind === "coarse" ? COARSE : MIP, 0, slab.column, slab.slab];
  }
  const volume = volumes.find(({ key }) => key === slab.volume);
  const level = volume?.descriptor.levels[slab.level];
  const distance_mm =
    focus_mm && volume && level
      ? distanceMm(slab, level, { to_common: volume.commonFromVolume }, focus_mm)
      : 0;
  return [FULL, distance_mm, slab.column, slab.slab];
}

/** The slabs in the order in which they are to be asked for. */
export function labelsInOrder(
  slabs: readonly PlannedLabels[],
  volumes: readonly OpenedLabels[],
  focus_mm: Vec3 | null,
): readonly PlannedLabels[] {
  return slabs
    .map((slab) => ({ slab, rank: rank(slab, volumes, focus_mm) }))
    .sort((a, b) => {
      const differs = a.rank.findIndex((value, n) => value !== b.rank[n]);
      return differs < 0 ? 0 : (a.rank[differs] as number) - (b.rank[differs] as number);
    })
    .map(({ slab }) => slab);
}

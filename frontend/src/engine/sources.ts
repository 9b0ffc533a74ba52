import type { Grid } from "@/geometry";

/** What the engine needs to know of a volume (a VolumeDescriptor has all of it). Finest level first. */
export interface VolumeSource {
  readonly levels: readonly (Grid & { readonly slab_slices: number; readonly slabs: number })[];
}

/** What the engine needs to know of a MIP (a MipDescriptor has all of it). */
export interface MipSource {
  readonly angles: number;
  readonly shape: readonly [number, number, number];
  readonly u0_mm: number;
  readonly du_mm: number;
  readonly z0_mm: number;
  readonly dz_mm: number;
  readonly centre_mm: readonly [number, number];
}

/** Voxels for a texture (a LoadedChunk has all of it): half floats, value divided by `unit`. */
export interface ChunkSource {
  readonly volume: string;
  readonly level: number;
  readonly slab: number;
  readonly firstSlice: number;
  readonly slices: number;
  readonly halfFloats: Uint16Array<ArrayBuffer>;
  readonly unit: number;
  /** Shown until its level is there, and not kept for it. */
  readonly ahead: boolean;
}

export type LabelDtype = "uint8" | "uint16";
export type LabelVoxels = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** What the engine needs to know of a label volume (a LabelVolumeDescriptor has all of it). Finest level first. */
export interface LabelSource extends VolumeSource {
  readonly dtype: LabelDtype;
}

/** What the engine needs to know of the labels of a MIP (a MipLabelsDescriptor has all of it): voxel for voxel the MIP's. */
export interface MipLabelsSource {
  readonly dtype: LabelDtype;
  /** (angles, nz, nu) */
  readonly shape: readonly [number, number, number];
}

/** Labels for a texture (a LoadedLabels has all of it): stored values as they are. */
export interface LabelChunkSource {
  /** Key of `addLabels` or `addMipLabels`. */
  readonly volume: string;
  readonly level: number;
  readonly slab: number;
  readonly firstSlice: number;
  readonly slices: number;
  readonly labels: LabelVoxels;
}

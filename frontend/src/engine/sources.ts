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
}

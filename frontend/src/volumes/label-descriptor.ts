import type { Grid } from "@/geometry";

/** One level of a label volume; level 0 is the organ map on the grid of its CT unchanged. */
export interface LabelLevelDescriptor extends Grid {
  /** Slices in one chunk; the last chunk is padded to full. */
  readonly slab_slices: number;
  readonly slabs: number;
  /** Address with `{slab}` in it. */
  readonly url: string;
}

/** Which structure every voxel of a CT belongs to: stored values whose meaning stands beside it; 0 is nothing. */
export interface LabelVolumeDescriptor {
  readonly id: string;
  readonly dtype: "uint8" | "uint16";
  /** Finest first; a coarser voxel has the value most frequent in its block. */
  readonly levels: readonly LabelLevelDescriptor[];
}

/** The stored label at the place of each maximum of a projected PET; 0: none. */
export interface MipLabelsDescriptor {
  readonly id: string;
  /** id of the MIP to which it belongs, voxel for voxel. */
  readonly mip: string;
  readonly dtype: "uint8" | "uint16";
  /** (angles, nz, nu) */
  readonly shape: readonly [number, number, number];
  readonly url: string;
}

/** WebGL2 drawing of slices and projections; no React, no network. */
export { isLight } from "./background";
export { COLOUR_MAPS, colourMap } from "./colour-maps";
export { Engine, type EngineOptions } from "./engine";
export type { EngineEvents } from "./listeners";
export type {
  CtLayer,
  Difference,
  LabelLayer,
  Layer,
  MipLabelLayer,
  MipPane,
  PaneSpec,
  PetLayer,
  Rect,
  Residency,
  SlicePane,
  SurfacePane,
} from "./panes";
export type {
  ChunkSource,
  LabelChunkSource,
  LabelDtype,
  LabelSource,
  LabelVoxels,
  MipLabelsSource,
  MipSource,
  VolumeSource,
} from "./sources";

/** WebGL2 drawing of slices and projections; no React, no network. */
export { isLight } from "./background";
export { COLOUR_MAPS, colourMap } from "./colour-maps";
export { Engine, type EngineEvents, type EngineOptions } from "./engine";
export type {
  CtLayer,
  Difference,
  Layer,
  MipPane,
  PaneSpec,
  PetLayer,
  Rect,
  Residency,
  SlicePane,
} from "./panes";
export type { ChunkSource, MipSource, VolumeSource } from "./sources";

/** Loading of prepared volumes: descriptor, chunks, workers. */
export type {
  ComparisonDescriptor,
  LevelDescriptor,
  MipDescriptor,
  Normalisation,
  NormalisationDescriptor,
  Notice,
  PatientDescriptor,
  PetDescriptor,
  TimePointDescriptor,
  TransformSource,
  VolumeDescriptor,
} from "./descriptor";
export { type LoaderOptions, VolumeLoader } from "./loader";
export type {
  LoadError,
  LoadErrorCode,
  LoadedChunk,
  LoaderEvents,
  LoadProgress,
} from "./loader-events";
export { warmUp } from "./slab-workers";

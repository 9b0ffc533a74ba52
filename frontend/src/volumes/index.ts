/** Loading of prepared volumes: descriptor, chunks, workers. */
export type {
  ComparisonDescriptor,
  LevelDescriptor,
  MipDescriptor,
  Normalisation,
  NormalisationDescriptor,
  Notice,
  OrganPathDescriptor,
  PatientDescriptor,
  PetDescriptor,
  TimePointDescriptor,
  TransformSource,
  VolumeDescriptor,
} from "./descriptor";
export type { FirstLook } from "./first-look";
export type {
  LabelLevelDescriptor,
  LabelVolumeDescriptor,
  MipLabelsDescriptor,
} from "./label-descriptor";
export { LabelLoader, type LabelLoaderOptions } from "./label-loader";
export type { OpenedLabels, OpenedMipLabels } from "./label-plan";
export { type LoaderOptions, VolumeLoader } from "./loader";
export type {
  LabelLoaderEvents,
  LoadError,
  LoadErrorCode,
  LoadedChunk,
  LoadedLabels,
  LoaderEvents,
  LoadProgress,
} from "./loader-events";

import type { Grid, Mat4, OrganPath, Vec3 } from "@/geometry";

/** One level of the pyramid of a prepared volume; level 0 holds the stored values of the DICOM slices unchanged. */
export interface LevelDescriptor extends Grid {
  readonly dtype: "int16" | "uint16";
  /** Slices in one chunk; the last chunk is padded to full. */
  readonly slab_slices: number;
  readonly slabs: number;
  /** value = slope[k] * stored + intercept[k] in `quantity`; one number when it is the same in all slices. */
  readonly slope: readonly number[];
  readonly intercept: readonly number[];
  /** Address with `{slab}` in it. */
  readonly url: string;
}

export interface VolumeDescriptor {
  readonly id: string;
  readonly quantity: string;
  readonly range: readonly [number, number];
  readonly robust_max: number;
  /** Finest first. */
  readonly levels: readonly LevelDescriptor[];
  readonly body_centre_mm: Vec3 | null;
}

/** What activity and dose are divided by: weight, lean mass (Janmahasatian, James), surface, ideal weight. */
export type Normalisation = "bw" | "lbm" | "lbmjames" | "bsa" | "ibw";

/** Stored quantity * factor is in `unit`; without a factor there is a sentence that says why. */
export interface NormalisationDescriptor {
  readonly unit: string;
  readonly factor: number | null;
  readonly refusal: string | null;
}

export interface PetDescriptor extends VolumeDescriptor {
  /** Key of the series, to ask where its numbers come from. */
  readonly series: string;
  readonly normalisations: Readonly<Record<Normalisation, NormalisationDescriptor>>;
  /** What is shown where a normalisation has no factor. */
  readonly stored_unit: string;
  /** Names of the values that a person has corrected. */
  readonly corrected: readonly string[];
  readonly attenuation_corrected: boolean | null;
}

/** Maximum intensity projections over half a turn, an artefact of its own. */
export interface MipDescriptor {
  readonly id: string;
  readonly quantity: string;
  readonly angles: number;
  /** (angles, nz, nu) */
  readonly shape: readonly [number, number, number];
  readonly u0_mm: number;
  readonly du_mm: number;
  readonly z0_mm: number;
  readonly dz_mm: number;
  readonly centre_mm: readonly [number, number];
  readonly slope: number;
  readonly intercept: number;
  readonly url: string;
  readonly thumbnail_url: string | null;
}

export interface Notice {
  readonly code: string;
  readonly text: string;
}

export interface PatientDescriptor {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly birth_date: string | null;
  readonly sex: string | null;
}

export type TransformSource =
  | "reference"
  | "same-frame-of-reference"
  | "organs"
  | "body-centre"
  | "none";

/** In step by organ, and how well it fits where that could be checked. */
export interface OrganPathDescriptor extends OrganPath {
  /** How many it rests on. */
  readonly landmarks: number;
  readonly quality: {
    readonly median_mm: number | null;
    readonly worst_mm: number | null;
    readonly checked: number;
  };
}

export interface TimePointDescriptor {
  readonly examination: string;
  /** T1..T4 */
  readonly label: string;
  readonly acquired_at: string | null;
  readonly days_since_first: number | null;
  readonly weight_kg: number | null;
  readonly uptake_min: number | null;
  readonly dose_mbq: number | null;
  readonly tracer: string | null;
  /** common mm = matrix · this time point's patient mm */
  readonly to_common: Mat4;
  readonly transform_source: TransformSource;
  readonly manual_shift_mm: Vec3;
  /** In force where the source is "organs"; null or missing where there is none. */
  readonly organ_path?: OrganPathDescriptor | null;
  readonly ct: VolumeDescriptor | null;
  readonly pet: PetDescriptor | null;
  readonly mip: MipDescriptor | null;
  readonly pet_ct_share_frame: boolean;
  readonly state: "arriving" | "waiting" | "preparing" | "ready" | "failed";
  readonly progress: number;
  readonly notices: readonly Notice[];
}

/** Answer of GET /api/comparisons: everything the viewer needs to ask for chunks. */
export interface ComparisonDescriptor {
  readonly patient: PatientDescriptor;
  readonly time_points: readonly TimePointDescriptor[];
}

/** Voxels of one chunk, ready to go into a texture. */
export interface LoadedChunk {
  /** id of the volume or of the MIP */
  readonly volume: string;
  readonly level: number;
  readonly slab: number;
  /** Slices (or MIP frames) that it holds, without padding. */
  readonly firstSlice: number;
  readonly slices: number;
  /** IEEE half floats, C-order [slice, row, column]: value in the stored quantity divided by `unit`. */
  readonly halfFloats: Uint16Array<ArrayBuffer>;
  readonly unit: number;
  /** Of the first pictures: the rest of its level is asked for later, and this once more with it. */
  readonly ahead: boolean;
}

export interface LoadProgress {
  readonly volume: string;
  readonly coarse: boolean;
  readonly complete: boolean;
  /** 0..1 of the chunks of the finest level. */
  readonly fraction: number;
}

export type LoadErrorCode =
  | "sign-in-needed"
  | "not-found"
  | "unreachable"
  | "server"
  | "wrong-length";

export interface LoadError {
  readonly volume: string;
  readonly code: LoadErrorCode;
  readonly status: number | null;
}

export interface LoaderEvents {
  /** The loader waits for a returned promise before it counts the chunk as gone: memory stays bounded. */
  chunk: (chunk: LoadedChunk) => void | Promise<void>;
  progress: (progress: LoadProgress) => void;
  error: (error: LoadError) => void;
}

/** Labels of one chunk, as they are stored. */
export interface LoadedLabels {
  /** Key under which the label volume, or the labels of a MIP, was opened. */
  readonly volume: string;
  readonly level: number;
  readonly slab: number;
  /** Slices (or MIP frames) that it holds, without padding. */
  readonly firstSlice: number;
  readonly slices: number;
  /** C-order [slice, row, column] */
  readonly labels: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
}

export interface LabelLoaderEvents {
  /** As in `LoaderEvents`. */
  chunk: (chunk: LoadedLabels) => void | Promise<void>;
  progress: (progress: LoadProgress) => void;
  error: (error: LoadError) => void;
}

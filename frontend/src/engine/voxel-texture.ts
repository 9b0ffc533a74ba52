import type { ChunkSource, LabelChunkSource, LabelDtype } from "./sources";
import type { Zeroes } from "./zeroes";

let textures = 0;

/** What a texel is made of; names are those of the constants of WebGL. */
export interface TexelFormat {
  readonly internal: "R16F" | "R8UI" | "R16UI";
  readonly format: "RED" | "RED_INTEGER";
  readonly type: "HALF_FLOAT" | "UNSIGNED_BYTE" | "UNSIGNED_SHORT";
  readonly filter: "LINEAR" | "NEAREST";
  readonly bytes: 1 | 2;
}

export const HALF_FLOATS: TexelFormat = {
  internal: "R16F",
  format: "RED",
  type: "HALF_FLOAT",
  filter: "LINEAR",
  bytes: 2,
};

/** Labels are numbers of things: what lies between two of them means nothing, so they are never filtered. */
const LABELS: Readonly<Record<LabelDtype, TexelFormat>> = {
  uint8: {
    internal: "R8UI",
    format: "RED_INTEGER",
    type: "UNSIGNED_BYTE",
    filter: "NEAREST",
    bytes: 1,
  },
  uint16: {
    internal: "R16UI",
    format: "RED_INTEGER",
    type: "UNSIGNED_SHORT",
    filter: "NEAREST",
    bytes: 2,
  },
};

export function labelFormat(dtype: LabelDtype): TexelFormat {
  return LABELS[dtype];
}

export type Texels = Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

export function texelsOf(chunk: ChunkSource | LabelChunkSource): Texels {
  return "labels" in chunk ? chunk.labels : chunk.halfFloats;
}

/** A texture of voxels: a volume, or the frames of a projection. */
export class VoxelTexture {
  /** No other texture ever has the same. */
  readonly serial = textures++;
  readonly handle: WebGLTexture;
  readonly target: GLenum;
  readonly #gl: WebGL2RenderingContext;
  readonly #format: TexelFormat;
  readonly #width: number;
  readonly #height: number;

  constructor(
    gl: WebGL2RenderingContext,
    target: GLenum,
    format: TexelFormat,
    shape: readonly [depth: number, height: number, width: number],
    /** For a texture that is written in parts. */
    zeroes?: Zeroes,
  ) {
    this.#gl = gl;
    this.target = target;
    this.#format = format;
    [, this.#height, this.#width] = shape;
    this.handle = gl.createTexture();
    this.bind(gl.TEXTURE0);
    gl.texStorage3D(target, 1, gl[format.internal], this.#width, this.#height, shape[0]);
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R]) {
      gl.texParameteri(target, side, gl.CLAMP_TO_EDGE);
    }
    gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, gl[format.filter]);
    gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, gl[format.filter]);
    zeroes?.fill(format, shape[0], this.#height, this.#width);
  }

  bind(unit: GLenum): void {
    this.#gl.activeTexture(unit);
    this.#gl.bindTexture(this.target, this.handle);
  }

  /** @throws RangeError when the number of voxels is not that of the slices. */
  write(firstSlice: number, slices: number, texels: Texels): void {
    const gl = this.#gl;
    if (texels.length !== slices * this.#height * this.#width) {
      throw new RangeError(`${texels.length} voxels are not ${slices} slices`);
    }
    this.bind(gl.TEXTURE0);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, this.#format.bytes);
    gl.texSubImage3D(
      this.target,
      0,
      0,
      0,
      firstSlice,
      this.#width,
      this.#height,
      slices,
      gl[this.#format.format],
      gl[this.#format.type],
      texels,
    );
  }

  dispose(): void {
    this.#gl.deleteTexture(this.handle);
  }
}

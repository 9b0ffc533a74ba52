import type { Zeroes } from "./zeroes";

let textures = 0;

/** A texture of half floats with linear filtering: a volume, or the frames of a projection. */
export class HalfTexture {
  /** No other texture ever has the same. */
  readonly serial = textures++;
  readonly handle: WebGLTexture;
  readonly target: GLenum;
  readonly #gl: WebGL2RenderingContext;
  readonly #width: number;
  readonly #height: number;

  constructor(
    gl: WebGL2RenderingContext,
    target: GLenum,
    shape: readonly [depth: number, height: number, width: number],
    /** For a texture that is written in parts. */
    zeroes?: Zeroes,
  ) {
    this.#gl = gl;
    this.target = target;
    [, this.#height, this.#width] = shape;
    this.handle = gl.createTexture();
    this.bind(gl.TEXTURE0);
    gl.texStorage3D(target, 1, gl.R16F, this.#width, this.#height, shape[0]);
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R]) {
      gl.texParameteri(target, side, gl.CLAMP_TO_EDGE);
    }
    gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    zeroes?.fill(shape[0], this.#height, this.#width);
  }

  bind(unit: GLenum): void {
    this.#gl.activeTexture(unit);
    this.#gl.bindTexture(this.target, this.handle);
  }

  /** @throws RangeError when the number of voxels is not that of the slices. */
  write(firstSlice: number, slices: number, halfFloats: Uint16Array<ArrayBuffer>): void {
    const gl = this.#gl;
    if (halfFloats.length !== slices * this.#height * this.#width) {
      throw new RangeError(`${halfFloats.length} voxels are not ${slices} slices`);
    }
    this.bind(gl.TEXTURE0);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 2);
    gl.texSubImage3D(
      this.target,
      0,
      0,
      0,
      firstSlice,
      this.#width,
      this.#height,
      slices,
      gl.RED,
      gl.HALF_FLOAT,
      halfFloats,
    );
  }

  dispose(): void {
    this.#gl.deleteTexture(this.handle);
  }
}

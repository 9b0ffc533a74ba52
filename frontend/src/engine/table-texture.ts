/** Entries of a row of the texture: a stored value v is at (v & 255, v >> 8). */
const ROW = 256;

let versions = 0;

/**
 * What is looked up for each stored label value, in a texture that a few bytes change: colouring, fading or hiding
 * organs uploads no voxel. The bytes are kept, so that they survive a lost graphics context.
 */
export class TableTexture {
  readonly #gl: WebGL2RenderingContext;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #handle: WebGLTexture | null = null;
  /** Rows, from the first on, that the texture does not have yet. */
  #staleRows = 0;
  /** No table ever has the same with another content. */
  #version = versions++;

  /** `entries` values can be looked up; each is RGBA, `fill` to begin with. */
  constructor(gl: WebGL2RenderingContext, entries: number, fill: number) {
    this.#gl = gl;
    this.#bytes = new Uint8Array(Math.ceil(entries / ROW) * ROW * 4).fill(fill);
  }

  get version(): number {
    return this.#version;
  }

  /** The table of entry n; entries beyond its end stay what they are. @throws RangeError when it has more entries than there can be. */
  set(rgba: Uint8Array): void {
    if (rgba.length > this.#bytes.length || rgba.length % 4 !== 0) {
      throw new RangeError(`${rgba.length} bytes for ${this.#bytes.length / 4} entries of four`);
    }
    this.#bytes.set(rgba);
    this.#staleRows = Math.max(this.#staleRows, Math.ceil(rgba.length / 4 / ROW));
    this.#version = versions++;
  }

  bind(unit: GLenum): void {
    const gl = this.#gl;
    const height = this.#bytes.length / 4 / ROW;
    gl.activeTexture(unit);
    if (!this.#handle) {
      this.#handle = gl.createTexture();
      gl.bindTexture(gl.TEXTURE_2D, this.#handle);
      gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, ROW, height);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
      this.#staleRows = height;
    }
    gl.bindTexture(gl.TEXTURE_2D, this.#handle);
    const rows = this.#staleRows;
    if (rows > 0) {
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, ROW, rows, gl.RGBA, gl.UNSIGNED_BYTE, this.#bytes);
      this.#staleRows = 0;
    }
  }

  /** Forgets what a lost graphics context has forgotten, or frees what it still has. */
  clear(): void {
    this.#gl.deleteTexture(this.#handle);
    this.#handle = null;
  }
}

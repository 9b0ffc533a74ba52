import type { Mat4, Vec3 } from "@/geometry";
import type { Residency } from "./panes";
import { readSurfaces, type SurfaceStructure, type Surfaces } from "./surface-file";

/** One structure, and where it lies. */
export interface PlacedStructure extends SurfaceStructure {
  /** Corners of the box around it in patient mm. */
  readonly low_mm: Vec3;
  readonly high_mm: Vec3;
}

let versions = 0;

/** The surfaces of one organ map; the bytes are kept, so that they survive a lost graphics context. */
export class SurfaceSlot {
  readonly #gl: WebGL2RenderingContext;
  readonly #surfaces: Surfaces;
  readonly structures: readonly PlacedStructure[];
  commonFromVolume: Mat4;
  /** RGBA, 4 bytes for each number of a segment; what it does not reach is hidden. */
  #colours: Uint8Array = new Uint8Array();
  #vertexArray: WebGLVertexArrayObject | null = null;
  #buffers: WebGLBuffer[] = [];
  /** No surfaces ever have the same in other colours. */
  version = versions++;

  /** @throws RangeError as `readSurfaces`. */
  constructor(gl: WebGL2RenderingContext, buffer: ArrayBuffer, commonFromVolume: Mat4) {
    this.#gl = gl;
    this.#surfaces = readSurfaces(buffer);
    this.structures = this.#surfaces.structures.map((one) => placed(one, this.#surfaces));
    this.commonFromVolume = commonFromVolume;
  }

  setTransform(commonFromVolume: Mat4): void {
    this.commonFromVolume = commonFromVolume;
  }

  setColours(rgba: Uint8Array): void {
    this.#colours = rgba.slice();
    this.version = versions++;
  }

  /** 0..255 each; hidden where the table says nothing. */
  colourOf(number: number): readonly [red: number, green: number, blue: number, alpha: number] {
    const [red = 0, green = 0, blue = 0, alpha = 0] = this.#colours.subarray(
      number * 4,
      number * 4 + 4,
    );
    return [red, green, blue, alpha];
  }

  get residency(): Residency {
    return { coarse: true, complete: true, fraction: 1, reduced: false };
  }

  bind(): void {
    const gl = this.#gl;
    if (this.#vertexArray) {
      gl.bindVertexArray(this.#vertexArray);
      return;
    }
    this.#vertexArray = gl.createVertexArray();
    gl.bindVertexArray(this.#vertexArray);
    const { positions, normals, indices } = this.#surfaces;
    this.#fill(gl.ARRAY_BUFFER, positions);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 3, gl.FLOAT, false, 0, 0);
    this.#fill(gl.ARRAY_BUFFER, normals);
    gl.enableVertexAttribArray(1);
    gl.vertexAttribPointer(1, 4, gl.BYTE, true, 0, 0);
    this.#fill(gl.ELEMENT_ARRAY_BUFFER, indices);
  }

  clear(): void {
    this.#gl.deleteVertexArray(this.#vertexArray);
    for (const buffer of this.#buffers) {
      this.#gl.deleteBuffer(buffer);
    }
    this.#vertexArray = null;
    this.#buffers = [];
  }

  #fill(target: GLenum, data: AllowSharedBufferSource): void {
    const buffer = this.#gl.createBuffer();
    this.#buffers.push(buffer);
    this.#gl.bindBuffer(target, buffer);
    this.#gl.bufferData(target, data, this.#gl.STATIC_DRAW);
  }
}

function placed(structure: SurfaceStructure, { positions, indices }: Surfaces): PlacedStructure {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  const first = structure.first_triangle * 3;
  for (let n = first; n < first + structure.triangles * 3; n++) {
    const vertex = (indices[n] as number) * 3;
    for (let axis = 0; axis < 3; axis++) {
      const mm = positions[vertex + axis] as number;
      if (mm < (low[axis] as number)) low[axis] = mm;
      if (mm > (high[axis] as number)) high[axis] = mm;
    }
  }
  return { ...structure, low_mm: low as unknown as Vec3, high_mm: high as unknown as Vec3 };
}

/** Most slabs that the shader can tell apart: four words of 32 bits. */
const MOST_BITS = 128;

export type Extent = "whole" | "partly" | "nothing";

/** Which slabs of a texture hold voxels. */
export class SlabResidency {
  readonly slices: number;
  readonly #slabSlices: number;
  readonly #resident: boolean[];
  #count = 0;

  constructor(slices: number, slabSlices: number) {
    this.slices = slices;
    this.#slabSlices = slabSlices;
    this.#resident = new Array<boolean>(Math.ceil(slices / slabSlices)).fill(false);
  }

  /** Whole slabs have come. */
  add(firstSlice: number, slices: number): void {
    const end = Math.ceil((firstSlice + slices) / this.#slabSlices);
    for (let slab = Math.floor(firstSlice / this.#slabSlices); slab < end; slab++) {
      if (this.#resident[slab] === false) {
        this.#resident[slab] = true;
        this.#count += 1;
      }
    }
  }

  get complete(): boolean {
    return this.#count === this.#resident.length;
  }

  get fraction(): number {
    return this.#count / this.#resident.length;
  }

  /** Of the slices that trilinear sampling between two slice coordinates touches (beyond the ends: the last ones). */
  within(lowest: number, highest: number): Extent {
    const clamp = (k: number) => Math.min(Math.max(k, 0), this.slices - 1);
    const first = Math.floor(Math.floor(clamp(lowest)) / this.#slabSlices);
    const last = Math.floor(
      Math.min(Math.floor(clamp(highest)) + 1, this.slices - 1) / this.#slabSlices,
    );
    const touched = this.#resident.slice(first, last + 1);
    if (touched.every(Boolean)) {
      return "whole";
    }
    return touched.some(Boolean) ? "partly" : "nothing";
  }

  /** For the shader: slices that one bit stands for, and the bits. */
  bits(): { readonly slices: number; readonly words: Uint32Array } {
    const slabsPerBit = Math.ceil(this.#resident.length / MOST_BITS);
    const words = new Uint32Array(4);
    for (let bit = 0; bit * slabsPerBit < this.#resident.length; bit++) {
      const slabs = this.#resident.slice(bit * slabsPerBit, (bit + 1) * slabsPerBit);
      if (slabs.every(Boolean)) {
        words[bit >> 5] = (words[bit >> 5] ?? 0) | (1 << (bit & 31));
      }
    }
    return { slices: this.#slabSlices * slabsPerBit, words };
  }
}

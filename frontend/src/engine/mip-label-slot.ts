import { valuesOf } from "./label-slot";
import type { Residency } from "./panes";
import type { LabelChunkSource, MipLabelsSource } from "./sources";
import { TableTexture } from "./table-texture";
import { labelFormat, VoxelTexture } from "./voxel-texture";

/** The labels under the projections of one PET; they lie where the MIP lies. */
export class MipLabelSlot {
  readonly #gl: WebGL2RenderingContext;
  readonly #source: MipLabelsSource;
  #texture: VoxelTexture | null = null;
  /** What is left of the projection, 0..255, in every channel; at first all of it. */
  readonly strength: TableTexture;
  readonly colours: TableTexture;

  constructor(gl: WebGL2RenderingContext, source: MipLabelsSource) {
    this.#gl = gl;
    this.#source = source;
    this.strength = new TableTexture(gl, valuesOf(source.dtype), 255);
    this.colours = new TableTexture(gl, valuesOf(source.dtype), 0);
  }

  setTransform(): void {
    // The MIP says where both are.
  }

  isUrgent(): boolean {
    return false;
  }

  setColours(rgba: Uint8Array): void {
    const table = rgba.slice();
    table.fill(0, 0, 4);
    this.colours.set(table);
  }

  /** One byte for each stored value. */
  setStrength(table: Uint8Array): void {
    const rgba = new Uint8Array(table.length * 4);
    table.forEach((byte, value) => void rgba.fill(byte, value * 4, value * 4 + 4));
    this.strength.set(rgba);
  }

  write(chunk: LabelChunkSource): void {
    const { shape, dtype } = this.#source;
    const target = this.#gl.TEXTURE_2D_ARRAY;
    this.#texture ??= new VoxelTexture(this.#gl, target, labelFormat(dtype), shape);
    this.#texture.write(chunk.firstSlice, chunk.slices, chunk.labels);
  }

  get residency(): Residency {
    const there = this.#texture !== null;
    return { coarse: there, complete: there, fraction: there ? 1 : 0, reduced: false };
  }

  /** Null until it has come. */
  get texture(): VoxelTexture | null {
    return this.#texture;
  }

  clear(): void {
    this.#texture?.dispose();
    this.#texture = null;
    this.strength.clear();
    this.colours.clear();
  }
}

import type { Mat4, SliceView } from "@/geometry";
import type { Residency } from "./panes";
import type { LabelChunkSource, LabelDtype, LabelSource } from "./sources";
import { TableTexture } from "./table-texture";
import { type Sampling, VolumeSlot } from "./volume-slot";
import { labelFormat } from "./voxel-texture";
import type { Zeroes } from "./zeroes";

/** How many different values there can be. */
export function valuesOf(dtype: LabelDtype): number {
  return dtype === "uint8" ? 256 : 65_536;
}

/** How the labels of a pane are to be sampled and coloured. */
export interface LabelSampling extends Sampling {
  readonly colours: TableTexture;
  /** The table has entries, other than that of nothing, that cannot be seen. */
  readonly someHidden: boolean;
}

/** A label volume in the graphics card: its voxels as those of any volume, and its table of colours. */
export class LabelSlot {
  readonly #volume: VolumeSlot;
  /** Hidden until somebody says which colours. */
  readonly colours: TableTexture;
  #someHidden = true;

  constructor(
    gl: WebGL2RenderingContext,
    source: LabelSource,
    commonFromVolume: Mat4,
    longestSide: number,
    zeroes: Zeroes,
  ) {
    const format = labelFormat(source.dtype);
    this.#volume = new VolumeSlot(gl, source, commonFromVolume, longestSide, zeroes, format);
    this.colours = new TableTexture(gl, valuesOf(source.dtype), 0);
  }

  /** @throws RangeError when the table has more entries than there can be values. */
  setColours(rgba: Uint8Array): void {
    const table = rgba.slice();
    // 0 is nothing: it never has a colour.
    table.fill(0, 0, 4);
    this.colours.set(table);
    this.#someHidden = table.some((byte, n) => n % 4 === 3 && n > 3 && byte === 0);
  }

  setTransform(commonFromVolume: Mat4): void {
    this.#volume.setTransform(commonFromVolume);
  }

  isUrgent(chunk: LabelChunkSource): boolean {
    return this.#volume.isUrgent(chunk);
  }

  write(chunk: LabelChunkSource): void {
    this.#volume.write(chunk);
  }

  get isAllocated(): boolean {
    return this.#volume.isAllocated;
  }

  get residency(): Residency {
    return this.#volume.residency;
  }

  /** Null when nothing of it is resident. */
  sampling(view: SliceView, width: number, height: number): LabelSampling | null {
    const sampling = this.#volume.sampling(view, width, height);
    return sampling && { ...sampling, colours: this.colours, someHidden: this.#someHidden };
  }

  clear(): void {
    this.#volume.clear();
    this.colours.clear();
  }
}

import { type Grid, type Mat4, mmToTexture, multiply, type SliceView } from "@/geometry";
import { SlabResidency } from "./slab-residency";
import type { ChunkSource } from "./sources";
import { depthRange, type TexturePlane, texturePlane } from "./texture-plane";
import { type TexelFormat, VoxelTexture } from "./voxel-texture";

/**
 * A few slices of a level, in a texture of their own, until the level itself is there.
 *
 * Memory for the whole level would have to be taken and filled with zeroes before the first picture can be drawn.
 */
export class SlicesAhead {
  readonly #texture: VoxelTexture;
  readonly #level: Grid;
  readonly #part: Grid;
  readonly #residency: SlabResidency;

  constructor(
    gl: WebGL2RenderingContext,
    format: TexelFormat,
    level: Grid & { readonly slab_slices: number },
    { firstSlice, slices, halfFloats }: ChunkSource,
  ) {
    const [, rows, columns] = level.shape;
    const along = (axis: 0 | 1 | 2) => level.origin_mm[axis] + firstSlice * level.step_k_mm[axis];
    this.#level = level;
    this.#part = {
      ...level,
      shape: [slices, rows, columns],
      origin_mm: [along(0), along(1), along(2)],
    };
    this.#residency = new SlabResidency(level.shape[0], level.slab_slices);
    this.#residency.add(firstSlice, slices);
    this.#texture = new VoxelTexture(gl, gl.TEXTURE_3D, format, this.#part.shape);
    this.#texture.write(0, slices, halfFloats);
  }

  /** Null where a picture shows more than these slices. */
  sampled(
    volumeFromCommon: Mat4,
    view: SliceView,
    width: number,
    height: number,
  ): { readonly texture: VoxelTexture; readonly plane: TexturePlane } | null {
    const cut = (grid: Grid) =>
      texturePlane(multiply(mmToTexture(grid), volumeFromCommon), view, width, height);
    const { slices } = this.#residency;
    const [lowest, highest] = depthRange(cut(this.#level));
    const extent = this.#residency.within(lowest * slices - 0.5, highest * slices - 0.5);
    return extent === "whole" ? { texture: this.#texture, plane: cut(this.#part) } : null;
  }

  dispose(): void {
    this.#texture.dispose();
  }
}

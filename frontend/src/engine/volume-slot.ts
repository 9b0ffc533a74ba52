import {
  finestFittingLevel,
  inverse,
  type Mat4,
  mmToTexture,
  multiply,
  type SliceView,
} from "@/geometry";
import type { Residency } from "./panes";
import { SlabResidency } from "./slab-residency";
import { SlicesAhead } from "./slices-ahead";
import type { ChunkSource, LabelChunkSource, VolumeSource } from "./sources";
import { depthRange, NOWHERE, type TexturePlane, texturePlane } from "./texture-plane";
import { HALF_FLOATS, type TexelFormat, texelsOf, VoxelTexture } from "./voxel-texture";
import type { Zeroes } from "./zeroes";

/** A texture and where the pane cuts it. */
export interface Sampled {
  readonly texture: VoxelTexture;
  readonly plane: TexturePlane;
}

/** How a volume is to be sampled in one pane. */
export interface Sampling {
  readonly whole: Sampled;
  /** Set when some slabs are missing: where `whole` has no voxels yet, this one is sampled. */
  readonly mixed: {
    readonly coarse: Sampled;
    readonly slices: number;
    readonly slicesPerBit: number;
    readonly bits: Uint32Array;
  } | null;
  /** value = texel * unit */
  readonly unit: number;
  /** Somewhere in the picture less than the original voxels is shown. */
  readonly isCoarse: boolean;
  /** Nowhere in the picture voxels are missing that the volume has. */
  readonly isWhole: boolean;
}

interface LevelTexture {
  readonly index: number;
  readonly textureFromVolume: Mat4;
  texture: VoxelTexture | null;
  residency: SlabResidency;
}

/** A volume, of values or of labels, in the graphics card: its finest level that fits, and a coarse one until that is complete. */
export class VolumeSlot {
  readonly #gl: WebGL2RenderingContext;
  readonly #source: VolumeSource;
  readonly #zeroes: Zeroes;
  readonly #format: TexelFormat;
  readonly #full: LevelTexture;
  readonly #coarse: LevelTexture | null;
  /** Until one of the two is complete. */
  #ahead: SlicesAhead | null = null;
  #volumeFromCommon: Mat4;
  #unit = 1;

  constructor(
    gl: WebGL2RenderingContext,
    source: VolumeSource,
    commonFromVolume: Mat4,
    longestSide: number,
    zeroes: Zeroes,
    format: TexelFormat = HALF_FLOATS,
  ) {
    this.#gl = gl;
    this.#format = format;
    this.#zeroes = zeroes;
    this.#source = source;
    this.#volumeFromCommon = inverse(commonFromVolume);
    const full = finestFittingLevel(source.levels, longestSide);
    const last = source.levels.length - 1;
    this.#full = this.#level(full);
    this.#coarse = last > full ? this.#level(last) : null;
  }

  setTransform(commonFromVolume: Mat4): void {
    this.#volumeFromCommon = inverse(commonFromVolume);
  }

  /** Coarse voxels are few and shown at once; the others may wait for their turn. */
  isUrgent(chunk: ChunkSource | LabelChunkSource): boolean {
    return ("ahead" in chunk && chunk.ahead) || chunk.level === this.#coarse?.index;
  }

  write(chunk: ChunkSource | LabelChunkSource): void {
    if ("ahead" in chunk && chunk.ahead) {
      this.#unit = chunk.unit;
      this.#ahead?.dispose();
      this.#ahead = new SlicesAhead(this.#gl, this.#format, this.#grid(chunk.level), chunk);
      return;
    }
    const level = [this.#full, this.#coarse].find((known) => known?.index === chunk.level);
    // The coarse texture goes when the full one is complete; a late coarse chunk has no place any more.
    if (!level || (level === this.#coarse && this.#full.residency.complete)) {
      return;
    }
    level.texture ??= this.#allocate(level, chunk.slices);
    level.texture.write(chunk.firstSlice, chunk.slices, texelsOf(chunk));
    level.residency.add(chunk.firstSlice, chunk.slices);
    this.#unit = "unit" in chunk ? chunk.unit : 1;
    if (level.residency.complete) {
      this.#ahead?.dispose();
      this.#ahead = null;
    }
    if (this.#full.residency.complete) {
      this.#coarse?.texture?.dispose();
      if (this.#coarse) {
        this.#coarse.texture = null;
      }
    }
  }

  /** Memory for the finest level that fits has been taken. */
  get isAllocated(): boolean {
    return this.#full.texture !== null;
  }

  get residency(): Residency {
    const complete = this.#full.residency.complete;
    return {
      coarse: this.#coarse?.residency.complete || this.#full.residency.fraction > 0,
      complete,
      fraction: this.#full.residency.fraction,
      reduced: this.#full.index > 0,
    };
  }

  /** Null when nothing of it is resident that this picture shows. */
  sampling(view: SliceView, width: number, height: number): Sampling | null {
    const { texture, residency } = this.#full;
    const { plane, extent } = this.#cut(this.#full, view, width, height);
    const full = texture && extent !== "nothing" ? { texture, plane } : null;
    const unit = this.#unit;
    if (full && extent === "whole") {
      return { whole: full, mixed: null, unit, isCoarse: this.#full.index > 0, isWhole: true };
    }
    const coarse = this.#coarseSampled(view, width, height);
    if (!full) {
      return coarse && { whole: coarse, mixed: null, unit, isCoarse: true, isWhole: true };
    }
    const bits = residency.bits();
    return {
      whole: full,
      mixed: {
        coarse: coarse ?? { texture: full.texture, plane: NOWHERE },
        slices: residency.slices,
        slicesPerBit: bits.slices,
        bits: bits.words,
      },
      unit,
      isCoarse: true,
      isWhole: coarse !== null,
    };
  }

  /** Forgets what a lost graphics context has forgotten, or frees what it still has. */
  clear(): void {
    this.#ahead?.dispose();
    this.#ahead = null;
    for (const level of [this.#full, this.#coarse]) {
      level?.texture?.dispose();
      if (level) {
        level.texture = null;
        level.residency = this.#emptyResidency(level.index);
      }
    }
  }

  /** Null unless all slices are resident that this picture shows: a part of one is never drawn. */
  #coarseSampled(view: SliceView, width: number, height: number): Sampled | null {
    const texture = this.#coarse?.texture;
    if (this.#coarse && texture) {
      const { plane, extent } = this.#cut(this.#coarse, view, width, height);
      if (extent === "whole") {
        return { texture, plane };
      }
    }
    return this.#ahead?.sampled(this.#volumeFromCommon, view, width, height) ?? null;
  }

  /** Where a picture cuts a level, and how much is resident of what it shows. */
  #cut(level: LevelTexture, view: SliceView, width: number, height: number) {
    const textureFromCommon = multiply(level.textureFromVolume, this.#volumeFromCommon);
    const plane = texturePlane(textureFromCommon, view, width, height);
    const [lowest, highest] = depthRange(plane);
    const { slices } = level.residency;
    const extent = level.residency.within(lowest * slices - 0.5, highest * slices - 0.5);
    return { plane, extent };
  }

  /** @param slices how many of it are written now. */
  #allocate({ index }: LevelTexture, slices: number): VoxelTexture {
    const { shape } = this.#grid(index);
    const zeroes = slices < shape[0] ? this.#zeroes : undefined;
    return new VoxelTexture(this.#gl, this.#gl.TEXTURE_3D, this.#format, shape, zeroes);
  }

  #emptyResidency(index: number): SlabResidency {
    const level = this.#grid(index);
    return new SlabResidency(level.shape[0], level.slab_slices);
  }

  #level(index: number): LevelTexture {
    const residency = this.#emptyResidency(index);
    return { index, textureFromVolume: mmToTexture(this.#grid(index)), texture: null, residency };
  }

  #grid(index: number): VolumeSource["levels"][number] {
    const level = this.#source.levels[index];
    if (!level) {
      throw new RangeError("a volume needs at least one level");
    }
    return level;
  }
}

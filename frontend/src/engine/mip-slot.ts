import { applyToPoint, inverse, type Mat4, nearestMipFrame } from "@/geometry";
import type { MipPane, Residency } from "./panes";
import type { ChunkSource, MipSource } from "./sources";
import type { TexturePlane } from "./texture-plane";
import { HALF_FLOATS, VoxelTexture } from "./voxel-texture";

export interface MipSampling {
  readonly texture: VoxelTexture;
  readonly plane: TexturePlane;
  readonly unit: number;
}

/** The projections of one PET in the graphics card. */
export class MipSlot {
  readonly #gl: WebGL2RenderingContext;
  readonly #source: MipSource;
  #commonFromVolume: Mat4;
  #texture: VoxelTexture | null = null;
  #unit = 1;

  constructor(gl: WebGL2RenderingContext, source: MipSource, commonFromVolume: Mat4) {
    this.#gl = gl;
    this.#source = source;
    this.#commonFromVolume = commonFromVolume;
  }

  setTransform(commonFromVolume: Mat4): void {
    this.#commonFromVolume = commonFromVolume;
  }

  isUrgent(): boolean {
    return false;
  }

  write(chunk: ChunkSource): void {
    this.#texture ??= new VoxelTexture(
      this.#gl,
      this.#gl.TEXTURE_2D_ARRAY,
      HALF_FLOATS,
      this.#source.shape,
    );
    this.#texture.write(chunk.firstSlice, chunk.slices, chunk.halfFloats);
    this.#unit = chunk.unit;
  }

  get residency(): Residency {
    const there = this.#texture !== null;
    return { coarse: there, complete: there, fraction: there ? 1 : 0, reduced: false };
  }

  sampling(pane: MipPane): MipSampling | null {
    if (!this.#texture) {
      return null;
    }
    const plane = mipPlane(this.#source, this.#commonFromVolume, pane);
    return { texture: this.#texture, plane, unit: this.#unit };
  }

  clear(): void {
    this.#texture?.dispose();
    this.#texture = null;
  }
}

/** Where a pane cuts the stack of frames; exact for shifts and turns around z, which is all a projection can follow. */
export function mipPlane(
  source: MipSource,
  commonFromVolume: Mat4,
  { rect, view, angle_deg }: Pick<MipPane, "rect" | "view" | "angle_deg">,
): TexturePlane {
  const turn_deg = (Math.atan2(commonFromVolume[4] ?? 0, commonFromVolume[0] ?? 1) * 180) / Math.PI;
  const { frame, mirrored } = nearestMipFrame(angle_deg - turn_deg, source.angles);
  const [cx, cy] = source.centre_mm;
  const axisInCommon = applyToPoint(commonFromVolume, [cx, cy, source.z0_mm]);
  const [, , z_mm] = applyToPoint(inverse(commonFromVolume), [
    axisInCommon[0],
    axisInCommon[1],
    view.z_mm,
  ]);
  const [, nz, nu] = source.shape;
  const sign = mirrored ? -1 : 1;
  const u = (u_mm: number) => ((u_mm - source.u0_mm) / source.du_mm + 0.5) / nu;
  const v = (mm: number) => ((mm - source.z0_mm) / source.dz_mm + 0.5) / nz;
  const left_mm = sign * (view.u_mm - (rect.width / 2) * view.mm_per_pixel);
  const right_mm = sign * (view.u_mm + (rect.width / 2) * view.mm_per_pixel);
  const top_mm = z_mm + (rect.height / 2) * view.mm_per_pixel;
  const bottom_mm = z_mm - (rect.height / 2) * view.mm_per_pixel;
  return [
    u(right_mm) - u(left_mm),
    0,
    0,
    0,
    v(bottom_mm) - v(top_mm),
    0,
    u(left_mm),
    v(top_mm),
    frame,
  ];
}

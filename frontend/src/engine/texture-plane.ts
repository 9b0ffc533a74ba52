import { applyToDirection, applyToPoint, type Mat4, type SliceView, scale } from "@/geometry";

/**
 * Texture coordinates over a pane: origin at its top left corner, what its whole width adds and what its whole height adds.
 * Column-major as WebGL wants it: [per width xyz, per height xyz, origin xyz].
 */
export type TexturePlane = readonly number[];

/** Lies outside of every texture: a layer that has nothing to show. */
export const NOWHERE: TexturePlane = [0, 0, 0, 0, 0, 0, -9, -9, -9];

export function texturePlane(
  textureFromCommon: Mat4,
  view: SliceView,
  width: number,
  height: number,
): TexturePlane {
  const across = applyToDirection(textureFromCommon, scale(view.right, width * view.mm_per_pixel));
  const downwards = applyToDirection(
    textureFromCommon,
    scale(view.down, height * view.mm_per_pixel),
  );
  const middle = applyToPoint(textureFromCommon, view.centre_mm);
  const origin = [0, 1, 2].map((n) => {
    const axis = n as 0 | 1 | 2;
    return middle[axis] - (across[axis] + downwards[axis]) / 2;
  });
  return [...across, ...downwards, ...origin];
}

/**
 * Lowest and highest third texture coordinate in the pane, as far as the texture reaches in the other two: a picture
 * that is tilted a little would else seem to cut slices that lie above and below the air around the volume.
 */
export function depthRange(plane: TexturePlane): readonly [number, number] {
  const [s0 = 0, t0 = 0, r0 = 0, s1 = 0, t1 = 0, r1 = 0, s = 0, t = 0, r = 0] = plane;
  const low = r + Math.min(r0, 0) + Math.min(r1, 0);
  const high = r + Math.max(r0, 0) + Math.max(r1, 0);
  const determinant = s0 * t1 - s1 * t0;
  if ((r0 === 0 && r1 === 0) || determinant === 0) {
    return [low, high];
  }
  const perS = (r0 * t1 - r1 * t0) / determinant;
  const perT = (r1 * s0 - r0 * s1) / determinant;
  const origin = r - perS * s - perT * t;
  const lowest = Math.max(low, origin + Math.min(perS, 0) + Math.min(perT, 0));
  const highest = Math.min(high, origin + Math.max(perS, 0) + Math.max(perT, 0));
  // Where they do not meet, the volume is not in the picture at all.
  return lowest <= highest ? [lowest, highest] : [low, high];
}

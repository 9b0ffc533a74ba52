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

/** Lowest and highest third texture coordinate in the pane. */
export function depthRange(plane: TexturePlane): readonly [number, number] {
  const across = plane[2] ?? 0;
  const downwards = plane[5] ?? 0;
  const origin = plane[8] ?? 0;
  return [
    origin + Math.min(across, 0) + Math.min(downwards, 0),
    origin + Math.max(across, 0) + Math.max(downwards, 0),
  ];
}

/** The three planes of the common space in their own two coordinates (right, down), and how far through. */
import { dot, normalOf, PLANE_AXES, type Plane, scale, type Vec3 } from "@/geometry";

export type Axis = 0 | 1 | 2;

/** Index of the axis (0 = x to the left, 1 = y to posterior, 2 = z to the head) that runs through the picture. */
export function normalAxis(plane: Plane): Axis {
  return normalOf(PLANE_AXES[plane]).findIndex((part) => part !== 0) as Axis;
}

/** Coordinates in mm of a common point along (right, down) of a plane. */
export function onPlane(plane: Plane, point: Vec3): [number, number] {
  const { right, down } = PLANE_AXES[plane];
  return [dot(point, right), dot(point, down)];
}

/** The common point at (right, down) of a plane, at the depth of `through`. */
export function offPlane(plane: Plane, at: readonly [number, number], through: Vec3): Vec3 {
  const { right, down } = PLANE_AXES[plane];
  const flat = [scale(right, at[0]), scale(down, at[1])];
  const depth = normalAxis(plane);
  return [0, 1, 2].map((axis) =>
    axis === depth ? through[axis] : flat[0][axis as Axis] + flat[1][axis as Axis],
  ) as unknown as Vec3;
}

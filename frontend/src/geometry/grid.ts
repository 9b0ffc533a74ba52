import { applyToPoint, fromColumns, inverse, type Mat4 } from "./matrix";
import { add, norm, scale, type Vec3 } from "./vector";

/**
 * Where the voxels of a volume lie (mirrors `domain/geometry.py`; names as in the descriptor).
 * The steps need not be orthogonal: a tilted gantry is exact this way.
 */
export interface Grid {
  /** (slices nk, rows nj, columns ni) */
  readonly shape: readonly [number, number, number];
  /** Centre of voxel i = j = k = 0. */
  readonly origin_mm: Vec3;
  readonly step_i_mm: Vec3;
  readonly step_j_mm: Vec3;
  readonly step_k_mm: Vec3;
}

export function indexToMm(grid: Grid): Mat4 {
  return fromColumns(grid.step_i_mm, grid.step_j_mm, grid.step_k_mm, grid.origin_mm);
}

/** mm -> (i, j, k), voxel centres at whole numbers. */
export function mmToIndex(grid: Grid): Mat4 {
  return inverse(indexToMm(grid));
}

/** mm -> texture coordinates: 0 and 1 are the outer faces of the first and last voxels. */
export function mmToTexture(grid: Grid): Mat4 {
  const toIndex = mmToIndex(grid);
  const counts = [grid.shape[2], grid.shape[1], grid.shape[0]];
  return toIndex.map((value, n) => {
    const count = counts[n >> 2];
    if (count === undefined) {
      return value;
    }
    return (value + (n % 4 === 3 ? 0.5 : 0)) / count;
  });
}

/** (i, j, k) edge lengths of a voxel. */
export function spacingMm(grid: Grid): Vec3 {
  return [norm(grid.step_i_mm), norm(grid.step_j_mm), norm(grid.step_k_mm)];
}

export function pointMm(grid: Grid, index: Vec3): Vec3 {
  return applyToPoint(indexToMm(grid), index);
}

export function centreMm(grid: Grid): Vec3 {
  const [nk, nj, ni] = grid.shape;
  return pointMm(grid, [(ni - 1) / 2, (nj - 1) / 2, (nk - 1) / 2]);
}

/** Axis-aligned box around all voxels, their outer faces included. */
export function boxMm(grid: Grid): readonly [Vec3, Vec3] {
  const [nk, nj, ni] = grid.shape;
  const centre = centreMm(grid);
  const half = [0, 1, 2].map((axis) => {
    const n = axis as 0 | 1 | 2;
    return (
      (Math.abs(grid.step_i_mm[n]) * ni +
        Math.abs(grid.step_j_mm[n]) * nj +
        Math.abs(grid.step_k_mm[n]) * nk) /
      2
    );
  }) as unknown as Vec3;
  return [add(centre, scale(half, -1)), add(centre, half)];
}

/** Whether a point lies in the grid, half a voxel around the outermost centres included. */
export function contains(grid: Grid, point_mm: Vec3): boolean {
  const t = applyToPoint(mmToTexture(grid), point_mm);
  return t.every((value) => value >= 0 && value <= 1);
}

/**
 * Index of the finest level whose every side fits into a 3D texture; the last one when none does.
 */
export function finestFittingLevel(
  levels: readonly Pick<Grid, "shape">[],
  longestSide: number,
): number {
  const found = levels.findIndex((level) => Math.max(...level.shape) <= longestSide);
  return found < 0 ? levels.length - 1 : found;
}

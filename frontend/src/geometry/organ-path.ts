import { add, subtract, type Vec3 } from "./vector";

/**
 * In step by organ: common = here + shift(common z), linear between the heights and constant beyond them.
 *
 * The height here grows strictly with the height in the common space, so that there is one way back; mirrors
 * `totalpetview.domain.organs.organ_path`.
 */
export interface OrganPath {
  /** Heights in the common space, ascending. */
  readonly at_z_mm: readonly number[];
  /** One for each height. */
  readonly shift_mm: readonly Vec3[];
}

const NO_SHIFT: Vec3 = [0, 0, 0];

/** Which interval of ascending numbers holds the value, and where in it (0..1); clamped at both ends. */
function within(ascending: readonly number[], value: number): { at: number; part: number } {
  const last = ascending.length - 1;
  if (last < 1 || value <= ascending[0]) return { at: 0, part: 0 };
  if (value >= ascending[last]) return { at: last - 1, part: 1 };
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= value) low = middle;
    else high = middle;
  }
  return { at: low, part: (value - ascending[low]) / (ascending[high] - ascending[low]) };
}

function between(values: readonly Vec3[], { at, part }: { at: number; part: number }): Vec3 {
  const one = values[at] ?? NO_SHIFT;
  const other = values[at + 1] ?? one;
  const along = (axis: 0 | 1 | 2) => one[axis] + part * (other[axis] - one[axis]);
  return [along(0), along(1), along(2)];
}

/** What is added to a place here to come to this height of the common space. */
export function shiftAt(path: OrganPath, commonZ_mm: number): Vec3 {
  return between(path.shift_mm, within(path.at_z_mm, commonZ_mm));
}

/** Where a place of the common space lies here. */
export function alongPathToHere(path: OrganPath, common_mm: Vec3): Vec3 {
  return subtract(common_mm, shiftAt(path, common_mm[2]));
}

/** Where a place from here lies in the common space: the exact way back. */
export function alongPathToCommon(path: OrganPath, here_mm: Vec3): Vec3 {
  // Both heights are linear within an interval: the same part of one is the same part of the other.
  const here_z = path.at_z_mm.map((z, n) => z - (path.shift_mm[n]?.[2] ?? 0));
  return add(here_mm, between(path.shift_mm, within(here_z, here_mm[2])));
}

import type { Vec3 } from "./vector";

/** 4x4, row-major, acting on column vectors; the last row is 0 0 0 1 (affine). */
export type Mat4 = readonly number[];

export const IDENTITY: Mat4 = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

function at(m: Mat4, index: number): number {
  const value = m[index];
  if (value === undefined) {
    throw new RangeError(`a 4x4 matrix has 16 numbers, this one has ${m.length}`);
  }
  return value;
}

/** Matrix whose first three columns are x, y, z and whose fourth is the translation. */
export function fromColumns(x: Vec3, y: Vec3, z: Vec3, translation: Vec3): Mat4 {
  return [
    x[0], y[0], z[0], translation[0],
    x[1], y[1], z[1], translation[1],
    x[2], y[2], z[2], translation[2],
    0, 0, 0, 1,
  ]; // biome-ignore format: rows of a matrix
}

export function translation(by: Vec3): Mat4 {
  return fromColumns([1, 0, 0], [0, 1, 0], [0, 0, 1], by);
}

/** a · b: first b, then a. */
export function multiply(a: Mat4, b: Mat4): Mat4 {
  const out: number[] = [];
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      let sum = 0;
      for (let n = 0; n < 4; n++) {
        sum += at(a, row * 4 + n) * at(b, n * 4 + column);
      }
      out.push(sum);
    }
  }
  return out;
}

export function applyToPoint(m: Mat4, p: Vec3): Vec3 {
  const moved = applyToDirection(m, p);
  return [moved[0] + at(m, 3), moved[1] + at(m, 7), moved[2] + at(m, 11)];
}

/** As for a point, without the translation. */
export function applyToDirection(m: Mat4, d: Vec3): Vec3 {
  return [
    at(m, 0) * d[0] + at(m, 1) * d[1] + at(m, 2) * d[2],
    at(m, 4) * d[0] + at(m, 5) * d[1] + at(m, 6) * d[2],
    at(m, 8) * d[0] + at(m, 9) * d[1] + at(m, 10) * d[2],
  ];
}

/**
 * Inverse of an affine matrix.
 * @throws RangeError when it has none (a grid with steps in one plane).
 */
export function inverse(m: Mat4): Mat4 {
  const a = at(m, 0),
    b = at(m, 1),
    c = at(m, 2);
  const d = at(m, 4),
    e = at(m, 5),
    f = at(m, 6);
  const g = at(m, 8),
    h = at(m, 9),
    i = at(m, 10);
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (!Number.isFinite(1 / determinant)) {
    throw new RangeError("this matrix has no inverse");
  }
  const s = 1 / determinant;
  const linear = fromColumns(
    [(e * i - f * h) * s, (f * g - d * i) * s, (d * h - e * g) * s],
    [(c * h - b * i) * s, (a * i - c * g) * s, (b * g - a * h) * s],
    [(b * f - c * e) * s, (c * d - a * f) * s, (a * e - b * d) * s],
    [0, 0, 0],
  );
  const moved = applyToDirection(linear, [at(m, 3), at(m, 7), at(m, 11)]);
  return multiply(translation([-moved[0], -moved[1], -moved[2]]), linear);
}

import { expect, test } from "vitest";
import {
  boxMm,
  centreMm,
  contains,
  finestFittingLevel,
  type Grid,
  mmToIndex,
  mmToTexture,
  pointMm,
} from "./grid";
import { applyToPoint } from "./matrix";
import type { Vec3 } from "./vector";

/** Tilted gantry: the step between slices is not at right angles to them. */
const TILTED: Grid = {
  shape: [5, 4, 3],
  origin_mm: [-10, 20, 100],
  step_i_mm: [2, 0, 0],
  step_j_mm: [0, 3, 0],
  step_k_mm: [0, 1, 4],
};

function expectNear(point: Vec3, expected: Vec3): void {
  point.forEach((value, axis) => {
    expect(value).toBeCloseTo(expected[axis as 0 | 1 | 2], 10);
  });
}

test("the steps of a tilted grid add up", () => {
  expectNear(pointMm(TILTED, [1, 2, 3]), [-8, 29, 112]);
  expectNear(applyToPoint(mmToIndex(TILTED), [-8, 29, 112]), [1, 2, 3]);
});

test("texture coordinates put voxel n at (n + 0.5) / count", () => {
  expectNear(applyToPoint(mmToTexture(TILTED), pointMm(TILTED, [0, 0, 0])), [1 / 6, 1 / 8, 1 / 10]);
  expectNear(applyToPoint(mmToTexture(TILTED), pointMm(TILTED, [2.5, 3.5, 4.5])), [1, 1, 1]);
});

test("the box holds the outer faces of the outermost voxels", () => {
  const [low, high] = boxMm(TILTED);
  // x: -10 - 1 .. -6 + 1; y: 20 - 1.5 - 0.5 .. 29 + 1.5 + 4 + 0.5; z: 100 - 2 .. 116 + 2
  expectNear(low, [-11, 18, 98]);
  expectNear(high, [-5, 35, 118]);
  expectNear(centreMm(TILTED), [-8, 26.5, 108]);
});

test("a grid ends half a voxel behind its last centres", () => {
  expect(contains(TILTED, pointMm(TILTED, [2.49, 3.49, 4.49]))).toBe(true);
  expect(contains(TILTED, pointMm(TILTED, [2.51, 0, 0]))).toBe(false);
  expect(contains(TILTED, pointMm(TILTED, [0, -0.51, 0]))).toBe(false);
});

test("the finest level that fits is taken, at worst the last", () => {
  const levels = [{ shape: [3000, 512, 512] }, { shape: [1500, 256, 256] }, { shape: [750, 9, 9] }];
  const typed = levels as unknown as Grid[];
  expect(finestFittingLevel(typed, 4096)).toBe(0);
  expect(finestFittingLevel(typed, 2048)).toBe(1);
  expect(finestFittingLevel(typed, 512)).toBe(2);
});

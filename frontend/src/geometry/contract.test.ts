import { describe, expect, test } from "vitest";
import fixtures from "../../../contracts/geometry/grids.json";
import { boxMm, centreMm, type Grid, mmToIndex, pointMm, spacingMm } from "./grid";
import { applyToPoint } from "./matrix";

function expectNear(numbers: readonly number[], expected: readonly number[]): void {
  expect(numbers).toHaveLength(expected.length);
  numbers.forEach((value, n) => {
    expect(Math.abs(value - (expected[n] as number))).toBeLessThan(1e-9);
  });
}

/** Worked out by hand and read by the Python side too: both must agree with the numbers. */
describe.each(fixtures.grids)("$name", (fixture) => {
  const grid = fixture.grid as unknown as Grid;

  test("index points lie where they should, and back", () => {
    for (const { index, mm } of fixture.points as unknown as {
      index: [number, number, number];
      mm: [number, number, number];
    }[]) {
      expectNear(pointMm(grid, index), mm);
      expectNear(applyToPoint(mmToIndex(grid), mm), index);
    }
  });

  test("spacing, centre and box", () => {
    expectNear(spacingMm(grid), fixture.spacing_mm);
    expectNear(centreMm(grid), fixture.centre_mm);
    expectNear(boxMm(grid)[0], fixture.box_mm[0] as number[]);
    expectNear(boxMm(grid)[1], fixture.box_mm[1] as number[]);
  });
});

import { expect, test } from "vitest";
import { applyToPoint, IDENTITY, inverse, multiply, translation } from "./matrix";

const SHEARED = [2, 0.5, 0, 10, 0, 3, 0.25, -20, 0.1, 0, 4, 30, 0, 0, 0, 1];

test("a matrix times its inverse changes nothing", () => {
  multiply(SHEARED, inverse(SHEARED)).forEach((value, n) => {
    expect(value).toBeCloseTo(IDENTITY[n] as number, 12);
  });
});

test("the right one of two multiplied matrices acts first", () => {
  const doubled = [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1];
  expect(applyToPoint(multiply(doubled, translation([1, 2, 3])), [0, 0, 0])).toEqual([2, 4, 6]);
});

test("a flat matrix has no inverse", () => {
  expect(() => inverse([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])).toThrow(RangeError);
});

import { expect, test } from "vitest";
import { SlabResidency } from "./slab-residency";

test("a slice is there when both slices around it are", () => {
  const residency = new SlabResidency(20, 8);
  residency.add(0);
  expect(residency.within(3, 3)).toBe("whole");
  expect(residency.within(6.5, 6.5)).toBe("whole");
  expect(residency.within(7.5, 7.5)).toBe("partly");
  expect(residency.within(9, 9)).toBe("nothing");
  residency.add(1);
  expect(residency.within(7.5, 7.5)).toBe("whole");
});

test("before and behind the volume its first and last slices count", () => {
  const residency = new SlabResidency(20, 8);
  residency.add(2);
  expect(residency.within(25, 30)).toBe("whole");
  expect(residency.within(-9, -2)).toBe("nothing");
  expect(residency.within(-9, 40)).toBe("partly");
});

test("it is complete when the last slab has come, whatever the order and however often", () => {
  const residency = new SlabResidency(20, 8);
  for (const slab of [2, 0, 0, 2, 7]) {
    residency.add(slab);
  }
  expect(residency.complete).toBe(false);
  expect(residency.fraction).toBeCloseTo(2 / 3, 12);
  residency.add(1);
  expect(residency.complete).toBe(true);
});

test("one bit stands for one slab", () => {
  const residency = new SlabResidency(40 * 3, 3);
  residency.add(0);
  residency.add(33);
  expect(residency.bits().slices).toBe(3);
  expect([...residency.bits().words]).toEqual([1, 2, 0, 0]);
});

test("more slabs than bits share bits, which are set only when all of them are there", () => {
  const residency = new SlabResidency(300, 1);
  for (const slab of [0, 1, 2, 3, 4]) {
    residency.add(slab);
  }
  expect(residency.bits().slices).toBe(3);
  expect([...residency.bits().words]).toEqual([1, 0, 0, 0]);
});

import { expect, test } from "vitest";
import { SlabResidency } from "./slab-residency";

/** One slab after the other, as they come. */
function addSlabs(residency: SlabResidency, slabSlices: number, ...slabs: number[]) {
  for (const slab of slabs) {
    residency.add(slab * slabSlices, slabSlices);
  }
}

test("a slice is there when both slices around it are", () => {
  const residency = new SlabResidency(20, 8);
  addSlabs(residency, 8, 0);
  expect(residency.within(3, 3)).toBe("whole");
  expect(residency.within(6.5, 6.5)).toBe("whole");
  expect(residency.within(7.5, 7.5)).toBe("partly");
  expect(residency.within(9, 9)).toBe("nothing");
  addSlabs(residency, 8, 1);
  expect(residency.within(7.5, 7.5)).toBe("whole");
});

test("before and behind the volume its first and last slices count", () => {
  const residency = new SlabResidency(20, 8);
  residency.add(16, 4);
  expect(residency.within(25, 30)).toBe("whole");
  expect(residency.within(-9, -2)).toBe("nothing");
  expect(residency.within(-9, 40)).toBe("partly");
});

test("it is complete when the last slab has come, whatever the order and however often", () => {
  const residency = new SlabResidency(20, 8);
  addSlabs(residency, 8, 2, 0, 0, 2, 7);
  expect(residency.complete).toBe(false);
  expect(residency.fraction).toBeCloseTo(2 / 3, 12);
  addSlabs(residency, 8, 1);
  expect(residency.complete).toBe(true);
});

test("one bit stands for one slab", () => {
  const residency = new SlabResidency(40 * 3, 3);
  addSlabs(residency, 3, 0, 33);
  expect(residency.bits().slices).toBe(3);
  expect([...residency.bits().words]).toEqual([1, 2, 0, 0]);
});

test("more slabs than bits share bits, which are set only when all of them are there", () => {
  const residency = new SlabResidency(300, 1);
  addSlabs(residency, 1, 0, 1, 2, 3, 4);
  expect(residency.bits().slices).toBe(3);
  expect([...residency.bits().words]).toEqual([1, 0, 0, 0]);
});

test("several slabs may come at once, the last one shorter", () => {
  const residency = new SlabResidency(20, 8);
  residency.add(8, 12);
  expect(residency.within(7, 7)).toBe("partly");
  expect(residency.within(8, 19)).toBe("whole");
  residency.add(0, 20);
  expect(residency.complete).toBe(true);
});

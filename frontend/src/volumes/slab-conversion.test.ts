import { expect, test } from "vitest";
import { fromHalfFloat } from "./half-float";
import { convertSlabs, displayUnit, type SlabLayout } from "./slab-conversion";

/** As numcodecs' shuffle does it: the first bytes of all values, then the second ones. */
function shuffled(values: readonly number[]): ArrayBuffer {
  const bytes = new Uint8Array(values.length * 2);
  values.forEach((value, n) => {
    bytes[n] = value & 0xff;
    bytes[n + values.length] = (value >> 8) & 0xff;
  });
  return bytes.buffer;
}

const convertSlab = (buffer: ArrayBuffer, layout: SlabLayout) => convertSlabs(buffer, [layout]);

const CT: SlabLayout = {
  dtype: "int16",
  voxelsPerSlice: 3,
  storedSlices: 2,
  slices: 2,
  slope: [1],
  intercept: [-1024],
  unit: 1,
};

test("signed stored values become HU", () => {
  const halves = convertSlab(shuffled([0, 1024, -1, 2047, -2048 + 1024, 300]), CT);
  expect([...halves].map(fromHalfFloat)).toEqual([-1024, 0, -1025, 1023, -2048, -724]);
});

test("the padding of the last slab is left out", () => {
  const halves = convertSlab(shuffled([1, 2, 3, 0, 0, 0]), { ...CT, slices: 1 });
  expect([...halves].map(fromHalfFloat)).toEqual([-1023, -1022, -1021]);
});

test("unsigned stored values above 32,767 stay positive", () => {
  const layout: SlabLayout = { ...CT, dtype: "uint16", intercept: [0], unit: 2 };
  const halves = convertSlab(shuffled([65_535, 32_768, 0, 2, 4, 6]), layout);
  expect([...halves].map((half) => fromHalfFloat(half) * 2)).toEqual([65_536, 32_768, 0, 2, 4, 6]);
});

test.each(["int16", "uint16"] as const)("every slice has its own slope (%s)", (dtype) => {
  const layout: SlabLayout = { ...CT, dtype, slope: [0.5, 4], intercept: [0, 8], unit: 4 };
  const halves = convertSlab(shuffled([8, 16, 24, 8, 16, 24]), layout);
  expect([...halves].map((half) => fromHalfFloat(half) * 4)).toEqual([4, 8, 12, 40, 72, 104]);
});

test("one slope for all and one for each slice give the same voxels", () => {
  const values = [-32_768, -5, 0, 1, 777, 32_767];
  const each = { ...CT, slope: [0.37, 0.37], intercept: [1.5, 1.5], unit: 1 };
  const all = { ...CT, slope: [0.37], intercept: [1.5] };
  expect(convertSlab(shuffled(values), each)).toEqual(convertSlab(shuffled(values), all));
});

test("slabs that lie one behind the other become the voxels of all of them, padding left out", () => {
  const odd = { ...CT, slices: 1 };
  const pet: SlabLayout = { ...CT, dtype: "uint16", storedSlices: 1, slices: 1, intercept: [0] };
  const bytes = [shuffled([1, 2, 3, 9, 9, 9]), shuffled([40_000, 5, 6])];
  const joined = new Uint8Array(bytes.flatMap((each) => [...new Uint8Array(each)])).buffer;
  const halves = convertSlabs(joined, [odd, { ...pet, unit: 2 }]);
  expect([...halves].map(fromHalfFloat)).toEqual([-1023, -1022, -1021, 20_000, 2.5, 3]);
});

test("half a slab is refused", () => {
  expect(() => convertSlab(new ArrayBuffer(10), CT)).toThrow(RangeError);
});

test("HU are kept as they are; an activity is scaled to the upper half of what half floats hold", () => {
  expect(displayUnit("HU", [-1024, 3071])).toBe(1);
  expect(displayUnit("HU", [-1024, 200_000])).toBe(8);
  for (const largest of [0.003, 17, 32_768, 40_000, 2_500_000]) {
    const half = largest / displayUnit("BQML", [0, largest]);
    expect(half).toBeGreaterThan(16_383);
    expect(half).toBeLessThanOrEqual(32_768);
  }
  expect(displayUnit("BQML", [0, 0])).toBe(1);
});

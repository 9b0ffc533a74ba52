import { expect, test } from "vitest";
import { fromHalfFloat, halfFloat, halfFloats } from "./half-float";

test("bit patterns are those of IEEE 754 binary16", () => {
  const known: readonly [number, number][] = [
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [1 / 3, 0x3555],
    [65_504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [1023 * 2 ** -24, 0x03ff],
    [65_520, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
  ];
  for (const [value, bits] of known) {
    expect(halfFloat(value), String(value)).toBe(bits);
  }
  expect(halfFloat(Number.NaN) & 0x7c00).toBe(0x7c00);
});

test("many at once are the same as one by one", () => {
  const values = Float32Array.from({ length: 20_000 }, (_, n) =>
    n < 10 ? (n - 5) * 2 ** -25 : Math.sin(n * 12.9898) * 10 ** ((n % 14) - 8),
  );
  values[10] = -0;
  values[11] = Number.POSITIVE_INFINITY;
  const out = new Uint16Array(values.length + 3);
  halfFloats(values, values.length, out, 3);
  expect(Array.from(out.subarray(3))).toEqual(Array.from(values, halfFloat));
});

test("every finite half float comes back as itself", () => {
  const finite = Array.from({ length: 0x10000 }, (_, bits) => bits).filter(
    (bits) => (bits & 0x7c00) !== 0x7c00,
  );
  expect(finite.filter((bits) => halfFloat(fromHalfFloat(bits)) !== bits)).toEqual([]);
});

test("whole numbers up to 2048, the usual HU, are exact", () => {
  for (let hu = -2048; hu <= 2048; hu++) {
    expect(fromHalfFloat(halfFloat(hu))).toBe(hu);
  }
});

test("half way between two halves the even one is taken", () => {
  expect(fromHalfFloat(halfFloat(2049))).toBe(2048);
  expect(fromHalfFloat(halfFloat(2051))).toBe(2052);
  expect(fromHalfFloat(halfFloat(2.5 * 2 ** -24))).toBe(2 * 2 ** -24);
  expect(fromHalfFloat(halfFloat(3.5 * 2 ** -24))).toBe(4 * 2 ** -24);
});

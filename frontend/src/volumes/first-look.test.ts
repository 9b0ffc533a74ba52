import { expect, test } from "vitest";
import { type Mat4, translation, type Vec3 } from "@/geometry";
import type { ComparisonDescriptor, TimePointDescriptor, VolumeDescriptor } from "./descriptor";
import { firstSlabs, together } from "./first-look";

const IDENTITY = translation([0, 0, 0]);

interface Shape {
  readonly slices: number;
  readonly step_mm: number;
  /** Height of the first slice. */
  readonly from_mm: number;
}

/** 10 x 10 voxels of 1 mm; the coarse level in slabs of 8 slices. */
function volume(id: string, { slices, step_mm, from_mm }: Shape): VolumeDescriptor {
  const level = (number: number, slab_slices: number) => ({
    shape: [slices, 10, 10] as const,
    origin_mm: [0, 0, from_mm] as Vec3,
    step_i_mm: [1, 0, 0] as Vec3,
    step_j_mm: [0, 1, 0] as Vec3,
    step_k_mm: [0, 0, step_mm] as Vec3,
    dtype: "int16" as const,
    slab_slices,
    slabs: Math.ceil(slices / slab_slices),
    slope: Array.from({ length: slices }, (_, k) => k),
    intercept: [0],
    url: `${id}/${number}/{slab}`,
  });
  const levels = [level(0, slices), level(1, 8)];
  return { id, quantity: "HU", range: [0, 1], robust_max: 1, levels, body_centre_mm: null };
}

function urls(z_mm: number, toCommon: Mat4, ct: VolumeDescriptor): readonly string[] {
  const point = { ct, pet: null, mip: null, to_common: IDENTITY } as unknown as TimePointDescriptor;
  const descriptor: Pick<ComparisonDescriptor, "time_points"> = { time_points: [point] };
  const look = { focus_mm: [0, 0, z_mm] as Vec3, toCommon: [toCommon] };
  return firstSlabs(descriptor, 2048, look).map(({ request }) => request.url);
}

const upright = volume("a", { slices: 30, step_mm: 2, from_mm: 100 });

test("a picture within a slab needs that slab, one between two slabs needs both", () => {
  expect(urls(100 + 2 * 10, IDENTITY, upright)).toEqual(["a/1/1"]);
  expect(urls(100 + 2 * 7.5, IDENTITY, upright)).toEqual(["a/1/0-1"]);
  expect(urls(100 + 2 * 6.5, IDENTITY, upright)).toEqual(["a/1/0"]);
});

test("a picture that lies on a slice has the next one too, however it is rounded", () => {
  expect(urls(100 + 2 * 8, IDENTITY, upright)).toEqual(["a/1/0-1"]);
});

test("beyond the volume its end is repeated", () => {
  expect(urls(-999, IDENTITY, upright)).toEqual(["a/1/0"]);
  expect(urls(999, IDENTITY, upright)).toEqual(["a/1/3"]);
});

test("each time point lies where its transform says", () => {
  expect(urls(100 + 2 * 10, translation([0, 0, -20]), upright)).toEqual(["a/1/2"]);
});

test("a tilted volume needs all slabs that are cut between its edges", () => {
  // common z = z + x: over 10 mm of columns the picture goes down by 10 mm, which is 5 slices
  const tilted: Mat4 = [1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1];
  expect(urls(100 + 2 * 18, tilted, upright)).toEqual(["a/1/1-2"]);
});

test("a volume whose slices stand upright needs them all", () => {
  const turned: Mat4 = [0, 0, 1, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 0, 1];
  expect(urls(-5, turned, upright)).toEqual(["a/1/0-3"]);
});

test("each slab has the slopes of its own slices, and the answer holds all of them in order", () => {
  const point = { ct: upright, pet: { ...upright, id: "b" }, mip: null, to_common: IDENTITY };
  const descriptor = { time_points: [point as unknown as TimePointDescriptor] };
  const look = { focus_mm: [0, 0, 100 + 2 * 23.5] as Vec3, toCommon: [IDENTITY] };
  const slabs = firstSlabs(descriptor, 2048, look);
  expect(slabs.map(({ volume, firstSlice, slices }) => [volume, firstSlice, slices])).toEqual([
    ["b", 16, 14],
    ["a", 16, 14],
  ]);
  const { url, layouts } = together(slabs);
  expect(url).toBe("/volumes/together?of=a/1/2-3&of=a/1/2-3");
  expect(layouts.map(({ slope }) => [slope[0], slope.length])).toEqual([
    [16, 8],
    [24, 6],
    [16, 8],
    [24, 6],
  ]);
});

import { expect, test } from "vitest";
import { mipToPoint, nearestMipFrame, projectToMip } from "./mip-projection";
import { edgeLetters, orientationLetters } from "./orientation";
import { scaleBar } from "./scale-bar";
import { mmToPixel, normalOf, PLANE_AXES, pixelToMm, sliceView, throughPoint } from "./slice-view";

const SIZE = { width: 400, height: 300 };

test("the middle of a picture is its centre, and pixels run right and down", () => {
  const view = sliceView("coronal", [10, 20, 30], 2);
  expect(pixelToMm(view, SIZE, 200, 150)).toEqual([10, 20, 30]);
  expect(pixelToMm(view, SIZE, 201, 150)).toEqual([12, 20, 30]);
  expect(pixelToMm(view, SIZE, 200, 151)).toEqual([10, 20, 28]);
});

test("a point comes back from its pixel, with its distance from the picture", () => {
  const view = sliceView("sagittal", [1, 2, 3], 0.7);
  const pixel = mmToPixel(view, SIZE, [5, 9, -4]);
  expect(pixel.distance_mm).toBeCloseTo(-4, 12);
  const [x, y, z] = pixelToMm(view, SIZE, pixel.x, pixel.y);
  expect([x, y, z].map((mm) => Math.round(mm * 1e9) / 1e9)).toEqual([1, 9, -4]);
});

test("a view through another point keeps its panning", () => {
  const view = throughPoint(sliceView("axial", [10, 20, 30], 1), [-7, -8, 99]);
  expect(view.centre_mm).toEqual([10, 20, 99]);
});

test.each([
  ["axial", [0, 0, 1]],
  ["coronal", [0, 1, 0]],
  ["sagittal", [-1, 0, 0]],
] as const)("the normal of the %s plane", (plane, normal) => {
  normalOf(PLANE_AXES[plane]).forEach((value, axis) => {
    expect(value).toBeCloseTo(normal[axis] as number, 12);
  });
});

test("the patient's left is on the right, the head at the top", () => {
  expect(edgeLetters(PLANE_AXES.axial)).toEqual({ left: "R", right: "L", top: "A", bottom: "P" });
  expect(edgeLetters(PLANE_AXES.coronal)).toEqual({ left: "R", right: "L", top: "H", bottom: "F" });
  expect(edgeLetters(PLANE_AXES.sagittal)).toEqual({
    left: "A",
    right: "P",
    top: "H",
    bottom: "F",
  });
});

test("an oblique direction has several letters, the largest part first", () => {
  expect(orientationLetters([-0.3, 0.9, 0.1])).toBe("PRH");
  expect(orientationLetters([0, 0.01, -5])).toBe("F");
  expect(() => orientationLetters([0, 0, 0])).toThrow(RangeError);
});

test.each([
  [1, 120, 100, 100],
  [0.5, 120, 50, 100],
  [0.37, 100, 20, 54.054],
  [0.01, 99, 0.5, 50],
])("a scale bar at %d mm a pixel within %d pixels is %d mm", (mmPerPixel, most, length, pixels) => {
  const bar = scaleBar(mmPerPixel, most);
  expect(bar.length_mm).toBeCloseTo(length, 10);
  expect(bar.length_pixels).toBeCloseTo(pixels, 2);
});

test("from the front the left is right, from the left the back is right", () => {
  const left = [110, 50, 7] as const;
  const back = [100, 60, 7] as const;
  expect(projectToMip(left, [100, 50], 0)).toEqual({ u_mm: 10, z_mm: 7, depth_mm: 0 });
  expect(projectToMip(back, [100, 50], 0).depth_mm).toBeCloseTo(10, 12);
  expect(projectToMip(back, [100, 50], 90).u_mm).toBeCloseTo(10, 12);
});

test("a projected point comes back", () => {
  const point = mipToPoint(projectToMip([3, -4, 5], [1, 2], 37), [1, 2], 37);
  expect(point.map((mm) => Math.round(mm * 1e9) / 1e9)).toEqual([3, -4, 5]);
});

test.each([
  [0, 0, false],
  [2.4, 0, false],
  [2.6, 1, false],
  [177.4, 35, false],
  [178, 0, true],
  [270, 18, true],
  [359, 0, false],
  [-5, 35, true],
  [725, 1, false],
])("at %d degrees the nearest of 36 projections is %d, mirrored: %s", (angle, frame, mirrored) => {
  expect(nearestMipFrame(angle, 36)).toEqual({ frame, mirrored });
});

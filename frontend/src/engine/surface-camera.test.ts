import { expect, test } from "vitest";
import { applyToPoint, type Vec3 } from "@/geometry";
import { type Box, boxAround, commonBox, depthMm, surfaceCamera } from "./surface-camera";

const BOX: Box = { low_mm: [-100, -50, 0], high_mm: [80, 60, 400] };
const PANE = {
  rect: { x: 0, y: 0, width: 300, height: 600 },
  view: { centre_mm: [10, 5, 200] as Vec3, mm_per_pixel: 1.5 },
};

test("the middle of the pane is its centre, and its edges are half a pane away", () => {
  const { clipFromCommon } = surfaceCamera({ ...PANE, angle_deg: 0, elevation_deg: 0 }, BOX);
  const [x, y] = applyToPoint(clipFromCommon, [10, 5, 200]);
  expect(x).toBeCloseTo(0, 12);
  expect(y).toBeCloseTo(0, 12);
  const [right] = applyToPoint(clipFromCommon, [10 + 150 * 1.5, 0, 0]);
  const [, top] = applyToPoint(clipFromCommon, [0, 0, 200 + 300 * 1.5]);
  expect(right).toBeCloseTo(1, 12);
  expect(top).toBeCloseTo(1, 12);
});

test("all of the box lies between the nearest and the farthest plane, from every side", () => {
  for (const [angle_deg, elevation_deg] of [
    [0, 0],
    [70, 30],
    [250, -85],
  ] as const) {
    const pane = { ...PANE, angle_deg, elevation_deg };
    const { clipFromCommon } = surfaceCamera(pane, BOX);
    const corners: Vec3[] = [BOX.low_mm, BOX.high_mm, [-100, 60, 400], [80, -50, 0]];
    const seen = corners.map((corner) => ({
      clip: applyToPoint(clipFromCommon, corner)[2],
      depth: depthMm(pane, corner),
    }));
    for (const { clip } of seen) expect(Math.abs(clip)).toBeLessThanOrEqual(1);
    // Nearer to the eye is smaller in the depth buffer.
    seen.sort((a, b) => a.depth - b.depth);
    expect(seen.map(({ clip }) => clip)).toEqual(
      seen.map(({ clip }) => clip).sort((a, b) => a - b),
    );
  }
});

test("a box that is turned lies in a box around its corners; nothing has none", () => {
  const quarterTurn = [0, -1, 0, 5, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  expect(commonBox([BOX], quarterTurn)).toEqual({ low_mm: [-55, -100, 0], high_mm: [55, 80, 400] });
  expect(commonBox([], quarterTurn)).toBeNull();
  expect(boxAround([])).toBeNull();
});

import { expect, test } from "vitest";
import { projectToMip } from "./mip-projection";
import { middleBesideMip, projectToSurface, type SurfaceView, surfaceAxes } from "./surface-view";
import type { Vec3 } from "./vector";

const SIZE = { width: 400, height: 300 };

function view(angle_deg: number, elevation_deg: number): SurfaceView {
  return { centre_mm: [0, 0, 0], mm_per_pixel: 2, angle_deg, elevation_deg };
}

test("from the front the patient's left is on the right, the head at the top, the back farther away", () => {
  const left = projectToSurface(view(0, 0), SIZE, [10, 0, 0]);
  const head = projectToSurface(view(0, 0), SIZE, [0, 0, 10]);
  const back = projectToSurface(view(0, 0), SIZE, [0, 10, 0]);
  expect([left.x, left.y]).toEqual([205, 150]);
  expect([head.x, head.y]).toEqual([200, 145]);
  expect(back.depth_mm).toBeCloseTo(10, 12);
});

test("from the left the back is on the right; from above the back is at the top and the head near", () => {
  expect(projectToSurface(view(90, 0), SIZE, [0, 10, 0]).x).toBeCloseTo(205, 12);
  const back = projectToSurface(view(0, 90), SIZE, [0, 10, 0]);
  expect(back.y).toBeCloseTo(145, 12);
  expect(projectToSurface(view(0, 90), SIZE, [0, 0, 10]).depth_mm).toBeCloseTo(-10, 12);
});

test("the axes are those of a right-handed system at every angle", () => {
  for (const [angle, elevation] of [
    [0, 0],
    [37, 12],
    [200, -80],
  ] as const) {
    const { right, up, away } = surfaceAxes(angle, elevation);
    // right x up points towards the eye
    const towards: Vec3 = [
      right[1] * up[2] - right[2] * up[1],
      right[2] * up[0] - right[0] * up[2],
      right[0] * up[1] - right[1] * up[0],
    ];
    towards.forEach((value, axis) => {
      expect(value).toBeCloseTo(-(away[axis] as number), 12);
    });
  }
});

test("beside a MIP every point is as far from the middle as there", () => {
  const centre = [12, -30] as const;
  const shown = { u_mm: 7, z_mm: 40 };
  for (const angle_deg of [0, 50, 265]) {
    const centre_mm = middleBesideMip(centre, shown, angle_deg);
    const point: Vec3 = [33, 21, 95];
    const here = projectToSurface(
      { centre_mm, mm_per_pixel: 2, angle_deg, elevation_deg: 0 },
      SIZE,
      point,
    );
    const there = projectToMip(point, centre, angle_deg);
    expect(here.x - 200).toBeCloseTo((there.u_mm - shown.u_mm) / 2, 10);
    expect(150 - here.y).toBeCloseTo((there.z_mm - shown.z_mm) / 2, 10);
  }
});

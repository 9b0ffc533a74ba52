import {
  applyToPoint,
  dot,
  fromColumns,
  inverse,
  type Mat4,
  multiply,
  surfaceAxes,
  translation,
  type Vec3,
} from "@/geometry";
import type { SurfacePane } from "./panes";

export interface Box {
  readonly low_mm: Vec3;
  readonly high_mm: Vec3;
}

/** How a pane looks at surfaces; depths are mm away from the eye, 0 at the middle of the pane. */
export interface SurfaceCamera {
  /** Row-major; x and y of the pane and the depths of the box to -1..1. */
  readonly clipFromCommon: Mat4;
  /** Directions in common space: right, up, towards the eye. */
  readonly eyeFromCommon: Mat4;
}

export function cornersOf({ low_mm, high_mm }: Box): readonly Vec3[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].map(
    (n): Vec3 => [
      (n & 1 ? high_mm : low_mm)[0],
      (n & 2 ? high_mm : low_mm)[1],
      (n & 4 ? high_mm : low_mm)[2],
    ],
  );
}

/** The box around points; null when there are none. */
export function boxAround(points: readonly Vec3[]): Box | null {
  const ends = (of: (...values: number[]) => number): Vec3 => [
    of(...points.map(([x]) => x)),
    of(...points.map(([, y]) => y)),
    of(...points.map(([, , z]) => z)),
  ];
  return points.length > 0 ? { low_mm: ends(Math.min), high_mm: ends(Math.max) } : null;
}

/** From the eye to a point along the line of sight. */
export function depthMm(
  { view, angle_deg, elevation_deg }: Pick<SurfacePane, "view" | "angle_deg" | "elevation_deg">,
  point_mm: Vec3,
): number {
  const { away } = surfaceAxes(angle_deg, elevation_deg);
  return dot(point_mm, away) - dot(view.centre_mm, away);
}

/** What may lie before and behind the organs: a crosshair. */
const MARGIN_MM = 1000;

/** `box`: all organs, in common space; the same box gives the same depths, wherever the crosshair is. */
export function surfaceCamera(
  pane: Pick<SurfacePane, "rect" | "view" | "angle_deg" | "elevation_deg">,
  box: Box,
): SurfaceCamera {
  const { right, up, away } = surfaceAxes(pane.angle_deg, pane.elevation_deg);
  const towards: Vec3 = [-away[0], -away[1], -away[2]];
  const eyeFromCommon = inverse(fromColumns(right, up, towards, [0, 0, 0]));
  const { centre_mm, mm_per_pixel } = pane.view;
  const fromMiddle = translation([-centre_mm[0], -centre_mm[1], -centre_mm[2]]);
  const depths = cornersOf(box).map((corner) => depthMm(pane, corner));
  const nearest = Math.min(...depths) - MARGIN_MM;
  const farthest = Math.max(...depths) + MARGIN_MM;
  const half = (farthest - nearest) / 2;
  // Depth is minus what lies towards the eye.
  const clipFromEye: Mat4 = [
    2 / (pane.rect.width * mm_per_pixel), 0, 0, 0,
    0, 2 / (pane.rect.height * mm_per_pixel), 0, 0,
    0, 0, -1 / half, -(nearest + half) / half,
    0, 0, 0, 1,
  ]; // biome-ignore format: rows of a matrix
  const eye = multiply(eyeFromCommon, fromMiddle);
  return { clipFromCommon: multiply(clipFromEye, eye), eyeFromCommon };
}

/** The box of structures, whose corners are patient mm, in common space. */
export function commonBox(boxes: readonly Box[], commonFromVolume: Mat4): Box | null {
  return boxAround(
    boxes.flatMap((box) => cornersOf(box).map((corner) => applyToPoint(commonFromVolume, corner))),
  );
}

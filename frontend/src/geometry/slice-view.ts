import { add, cross, dot, scale, subtract, type Vec3 } from "./vector";

export type Plane = "axial" | "coronal" | "sagittal";

/** A picture plane in common space: where its middle is and how it is turned. */
export interface SliceView {
  readonly centre_mm: Vec3;
  /** Unit vector towards the right of the picture. */
  readonly right: Vec3;
  /** Unit vector towards its lower edge. */
  readonly down: Vec3;
  readonly mm_per_pixel: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface PlaneAxes {
  readonly right: Vec3;
  readonly down: Vec3;
}

/** Radiological convention: the patient's left is on the right of the picture, the head at its top. */
export const PLANE_AXES: Readonly<Record<Plane, PlaneAxes>> = {
  axial: { right: [1, 0, 0], down: [0, 1, 0] },
  coronal: { right: [1, 0, 0], down: [0, 0, -1] },
  sagittal: { right: [0, 1, 0], down: [0, 0, -1] },
};

export function sliceView(plane: Plane, centre_mm: Vec3, mm_per_pixel: number): SliceView {
  return { centre_mm, ...PLANE_AXES[plane], mm_per_pixel };
}

/** Direction of scrolling: right x down (axial +z is towards the head). */
export function normalOf(view: Pick<SliceView, "right" | "down">): Vec3 {
  return cross(view.right, view.down);
}

/** Continuous pixel coordinates: (0, 0) is the upper left corner, pixel centres are at n + 0.5. */
export function pixelToMm(view: SliceView, size: Size, x: number, y: number): Vec3 {
  const right = scale(view.right, (x - size.width / 2) * view.mm_per_pixel);
  const down = scale(view.down, (y - size.height / 2) * view.mm_per_pixel);
  return add(view.centre_mm, add(right, down));
}

/** Foot of the point on the picture, and how far in front of (+) or behind (-) it the point lies. */
export function mmToPixel(
  view: SliceView,
  size: Size,
  point_mm: Vec3,
): { readonly x: number; readonly y: number; readonly distance_mm: number } {
  const offset = subtract(point_mm, view.centre_mm);
  return {
    x: dot(offset, view.right) / view.mm_per_pixel + size.width / 2,
    y: dot(offset, view.down) / view.mm_per_pixel + size.height / 2,
    distance_mm: dot(offset, normalOf(view)),
  };
}

/** The same picture through another point: only its depth changes, panning stays. */
export function throughPoint(view: SliceView, point_mm: Vec3): SliceView {
  const normal = normalOf(view);
  const depth = dot(subtract(point_mm, view.centre_mm), normal);
  return { ...view, centre_mm: add(view.centre_mm, scale(normal, depth)) };
}

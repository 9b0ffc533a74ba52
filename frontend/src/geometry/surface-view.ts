import type { MipPoint } from "./mip-projection";
import { add, dot, scale, subtract, type Vec3 } from "./vector";

/** How organ surfaces are looked at, in parallel projection; angles are those of the MIP. */
export interface SurfaceView {
  /** Lies in the middle of the picture. */
  readonly centre_mm: Vec3;
  readonly mm_per_pixel: number;
  readonly angle_deg: number;
  /** Above 0 the eye is higher than the patient and looks down on the head. */
  readonly elevation_deg: number;
}

export interface SurfaceAxes {
  /** Unit vectors: to the right of the picture, to its upper edge, and away from the eye. */
  readonly right: Vec3;
  readonly up: Vec3;
  readonly away: Vec3;
}

export function surfaceAxes(angle_deg: number, elevation_deg: number): SurfaceAxes {
  const angle = (angle_deg * Math.PI) / 180;
  const elevation = (elevation_deg * Math.PI) / 180;
  const right: Vec3 = [Math.cos(angle), Math.sin(angle), 0];
  const level: Vec3 = [-Math.sin(angle), Math.cos(angle), 0];
  const head: Vec3 = [0, 0, 1];
  return {
    right,
    up: add(scale(head, Math.cos(elevation)), scale(level, Math.sin(elevation))),
    away: add(scale(level, Math.cos(elevation)), scale(head, -Math.sin(elevation))),
  };
}

/** Where a point of common space lies in the picture: continuous pixels from its upper left corner, and mm away from the middle's depth. */
export function projectToSurface(
  view: SurfaceView,
  size: { readonly width: number; readonly height: number },
  point_mm: Vec3,
): { readonly x: number; readonly y: number; readonly depth_mm: number } {
  const { right, up, away } = surfaceAxes(view.angle_deg, view.elevation_deg);
  const offset = subtract(point_mm, view.centre_mm);
  return {
    x: size.width / 2 + dot(offset, right) / view.mm_per_pixel,
    y: size.height / 2 - dot(offset, up) / view.mm_per_pixel,
    depth_mm: dot(offset, away),
  };
}

/**
 * The point that puts surfaces beside a MIP at the same place: on the MIP's axis of rotation plus what it is moved by.
 * With the same angle, mm_per_pixel and elevation 0 a point is as far from the middle in both pictures.
 */
export function middleBesideMip(
  centre_mm: readonly [number, number],
  { u_mm, z_mm }: Pick<MipPoint, "u_mm" | "z_mm">,
  angle_deg: number,
): Vec3 {
  const { right } = surfaceAxes(angle_deg, 0);
  return add([centre_mm[0], centre_mm[1], z_mm], scale(right, u_mm));
}

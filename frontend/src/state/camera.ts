/**
 * Pan and zoom of each kind of view, in millimetres of the common space, so that every column is in step.
 *
 * A camera holds what lies in the middle of the pane (along the view's own right and down axes) and a zoom
 * relative to "everything fits". Panes of different size therefore show the same part of the body.
 */
import type { Plane } from "./presets";

export type ViewKind = Plane | "mip";

export interface Camera {
  /** Middle of the pane in mm along (right, down). */
  readonly centre: readonly [number, number];
  /** 1 shows the whole extent; 2 shows half of it. */
  readonly zoom: number;
}

/** Extent of what can be seen, in mm along (right, down): [from, to] each. */
export interface Extent {
  readonly right: readonly [number, number];
  readonly down: readonly [number, number];
}

export interface PaneSize {
  readonly width: number;
  readonly height: number;
}

const ZOOM_LEAST = 0.5;
const ZOOM_MOST = 40;

export function fitted(extent: Extent): Camera {
  return {
    centre: [(extent.right[0] + extent.right[1]) / 2, (extent.down[0] + extent.down[1]) / 2],
    zoom: 1,
  };
}

/** Millimetres per pixel of a pane (in whichever pixels its size is given). */
export function mmPerPixel(extent: Extent, zoom: number, pane: PaneSize): number {
  const across = (extent.right[1] - extent.right[0]) / Math.max(1, pane.width);
  const along = (extent.down[1] - extent.down[0]) / Math.max(1, pane.height);
  return Math.max(across, along, 1e-6) / zoom;
}

/** Where a pixel of the pane lies, in mm along (right, down). */
export function planePoint(
  camera: Camera,
  mm: number,
  pane: PaneSize,
  pixel: readonly [number, number],
): [number, number] {
  return [
    camera.centre[0] + (pixel[0] - pane.width / 2) * mm,
    camera.centre[1] + (pixel[1] - pane.height / 2) * mm,
  ];
}

/** The pixel of the pane at which a point of the plane lies. */
export function panePixel(
  camera: Camera,
  mm: number,
  pane: PaneSize,
  point: readonly [number, number],
): [number, number] {
  return [
    (point[0] - camera.centre[0]) / mm + pane.width / 2,
    (point[1] - camera.centre[1]) / mm + pane.height / 2,
  ];
}

/** Zooms by a factor so that the point under the pixel stays under it. */
export function zoomedAt(
  camera: Camera,
  extent: Extent,
  pane: PaneSize,
  pixel: readonly [number, number],
  factor: number,
): Camera {
  const zoom = Math.min(ZOOM_MOST, Math.max(ZOOM_LEAST, camera.zoom * factor));
  const held = planePoint(camera, mmPerPixel(extent, camera.zoom, pane), pane, pixel);
  const mm = mmPerPixel(extent, zoom, pane);
  return {
    zoom,
    centre: [
      held[0] - (pixel[0] - pane.width / 2) * mm,
      held[1] - (pixel[1] - pane.height / 2) * mm,
    ],
  };
}

/** Moves the picture along with the hand: pixels dragged, mm per pixel. */
export function panned(camera: Camera, mm: number, dragged: readonly [number, number]): Camera {
  return {
    ...camera,
    centre: [camera.centre[0] - dragged[0] * mm, camera.centre[1] - dragged[1] * mm],
  };
}

/** Moves the picture only as far as needed to bring a point into it, with a margin in pixels. */
export function broughtIntoView(
  camera: Camera,
  mm: number,
  pane: PaneSize,
  point: readonly [number, number],
  marginPixels = 24,
): Camera {
  const half = [
    Math.max(0, pane.width / 2 - marginPixels) * mm,
    Math.max(0, pane.height / 2 - marginPixels) * mm,
  ] as const;
  const along = (axis: 0 | 1) =>
    Math.min(point[axis] + half[axis], Math.max(point[axis] - half[axis], camera.centre[axis]));
  const centre: [number, number] = [along(0), along(1)];
  if (centre[0] === camera.centre[0] && centre[1] === camera.centre[1]) return camera;
  return { ...camera, centre };
}

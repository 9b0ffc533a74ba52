import { describe, expect, it } from "vitest";
import {
  broughtIntoView,
  type Camera,
  type Extent,
  fitted,
  mmPerPixel,
  panePixel,
  panned,
  planePoint,
  zoomedAt,
} from "./camera";

const extent: Extent = { right: [-250, 250], down: [-100, 300] };
const pane = { width: 500, height: 500 };

describe("fitting", () => {
  it("puts the middle of the extent into the middle of the pane", () => {
    expect(fitted(extent)).toEqual({ centre: [0, 100], zoom: 1 });
  });

  it("takes the longer side, so that everything is seen", () => {
    expect(mmPerPixel(extent, 1, pane)).toBe(1);
    expect(mmPerPixel(extent, 1, { width: 1000, height: 200 })).toBe(2);
    expect(mmPerPixel(extent, 2, pane)).toBe(0.5);
  });
});

describe("pixels and millimetres", () => {
  const camera: Camera = { centre: [10, -20], zoom: 1 };

  it("show the camera's centre in the middle of the pane", () => {
    expect(planePoint(camera, 2, pane, [250, 250])).toEqual([10, -20]);
    expect(planePoint(camera, 2, pane, [251, 240])).toEqual([12, -40]);
  });

  it("are each other's inverse", () => {
    const point = planePoint(camera, 0.7, pane, [33, 471]);
    const pixel = panePixel(camera, 0.7, pane, point);
    expect(pixel[0]).toBeCloseTo(33, 9);
    expect(pixel[1]).toBeCloseTo(471, 9);
  });
});

describe("zooming", () => {
  it("keeps the point under the mouse where it is", () => {
    const before: Camera = { centre: [5, 60], zoom: 1.3 };
    const pixel = [120, 400] as const;
    const held = planePoint(before, mmPerPixel(extent, before.zoom, pane), pane, pixel);
    const after = zoomedAt(before, extent, pane, pixel, 1.7);
    const now = planePoint(after, mmPerPixel(extent, after.zoom, pane), pane, pixel);
    expect(now[0]).toBeCloseTo(held[0], 9);
    expect(now[1]).toBeCloseTo(held[1], 9);
    expect(after.zoom).toBeCloseTo(2.21, 9);
  });

  it("ends at limits, without wandering off", () => {
    const start: Camera = { centre: [5, 60], zoom: 40 };
    const after = zoomedAt(start, extent, pane, [10, 10], 3);
    expect(after.zoom).toBe(40);
    expect(after.centre[0]).toBeCloseTo(5, 9);
    expect(after.centre[1]).toBeCloseTo(60, 9);
  });
});

describe("panning", () => {
  it("moves the picture with the hand", () => {
    const before: Camera = { centre: [0, 0], zoom: 1 };
    const after = panned(before, 2, [10, -5]);
    expect(after.centre).toEqual([-20, 10]);
    // What lay at a pixel now lies where the hand has taken it.
    const point = planePoint(before, 2, pane, [100, 100]);
    expect(panePixel(after, 2, pane, point)).toEqual([110, 95]);
  });
});

describe("bringing a point into view", () => {
  const camera: Camera = { centre: [0, 0], zoom: 1 };

  it("leaves a picture alone that shows the point", () => {
    expect(broughtIntoView(camera, 1, pane, [200, -200])).toBe(camera);
  });

  it("moves no further than to the margin", () => {
    expect(broughtIntoView(camera, 1, pane, [300, 0], 50).centre).toEqual([100, 0]);
  });
});

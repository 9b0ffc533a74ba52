import { describe, expect, it } from "vitest";
import { backgroundOf, isLight } from "./background";
import type { PaneSpec, SlicePane } from "./panes";

const rect = { x: 0, y: 0, width: 10, height: 10 };
const view: SlicePane["view"] = {
  centre_mm: [0, 0, 0],
  right: [1, 0, 0],
  down: [0, 1, 0],
  mm_per_pixel: 1,
};
const pet = (colourMap: string) => ({ volume: "p", scale: 1, range: [0, 7] as const, colourMap });
const ct = { volume: "c", window: { centre: 40, width: 400 } };

describe("around a picture", () => {
  it("an inverted PET is white, one in warm colours black", () => {
    const slice = (colourMap: string): PaneSpec => {
      return { kind: "slice", rect, view, opacity: 0, base: pet(colourMap) };
    };
    expect(backgroundOf(slice("inverted-grey"))).toEqual([1, 1, 1]);
    expect(backgroundOf(slice("hot-iron"))).toEqual([0, 0, 0]);
  });

  it("an inverted MIP is white", () => {
    const mip: PaneSpec = {
      kind: "mip",
      rect,
      mip: "m",
      angle_deg: 0,
      scale: 1,
      range: [0, 7],
      colourMap: "inverted-grey",
      view: { u_mm: 0, z_mm: 0, mm_per_pixel: 1 },
    };
    expect(backgroundOf(mip)).toEqual([1, 1, 1]);
  });

  it("a CT is black, whatever lies over it", () => {
    const fused: PaneSpec = {
      kind: "slice",
      rect,
      view,
      opacity: 0.5,
      base: ct,
      overlay: pet("inverted-grey"),
    };
    expect(backgroundOf(fused)).toEqual([0, 0, 0]);
  });

  it("words must be dark on an inverted map only", () => {
    expect(isLight("inverted-grey")).toBe(true);
    expect(isLight("grey")).toBe(false);
    expect(isLight("pet")).toBe(false);
  });
});

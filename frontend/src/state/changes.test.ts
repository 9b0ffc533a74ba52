import { describe, expect, it } from "vitest";
import type { Vec3 } from "@/geometry";
import * as changes from "./changes";
import { type ComparisonState, initialState } from "./comparison";

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const QUARTER_TURN = [0, -1, 0, 11, 1, 0, 0, 22, 0, 0, 1, 33, 0, 0, 0, 1];
const NOT_MOVED: Vec3 = [0, 0, 0];

function state(change: Partial<ComparisonState> = {}): ComparisonState {
  const start = initialState({
    crosshair: [1, 2, 3],
    step: 2.5,
    extents: {
      axial: { right: [-250, 250], down: [-200, 300] },
      coronal: { right: [-250, 250], down: [-400, 600] },
      sagittal: { right: [-200, 300], down: [-400, 600] },
      mip: { right: [-350, 350], down: [-400, 600] },
    },
    placements: [
      { toCommon: IDENTITY, source: "reference", manualShift: NOT_MOVED },
      { toCommon: QUARTER_TURN, source: "body-centre", manualShift: NOT_MOVED },
    ],
  });
  return { ...start, ...change };
}

describe("scrolling", () => {
  it("goes towards the feet in axial planes, by the slice distance", () => {
    expect(changes.scrolled(state(), "axial", 2)).toEqual({ crosshair: [1, 2, -2] });
  });

  it("goes backwards in coronal and to the left in sagittal planes", () => {
    expect(changes.scrolled(state(), "coronal", 1)).toEqual({ crosshair: [1, 4.5, 3] });
    expect(changes.scrolled(state(), "sagittal", 1)).toEqual({ crosshair: [3.5, 2, 3] });
  });

  it("stops at the ends of the bodies", () => {
    expect(changes.scrolled(state(), "axial", -1000)).toEqual({ crosshair: [1, 2, 400] });
    expect(changes.scrolled(state(), "axial", 1000)).toEqual({ crosshair: [1, 2, -600] });
  });
});

describe("the crosshair", () => {
  it("goes where it is put", () => {
    expect(changes.crosshairAt(state(), [10, 20, 30])).toEqual({ crosshair: [10, 20, 30] });
  });

  it("stays within the bodies", () => {
    expect(changes.crosshairAt(state(), [999, -999, 999])).toEqual({ crosshair: [250, -200, 400] });
  });
});

describe("windowing", () => {
  it("widens to the right and darkens upwards", () => {
    const { ctWindow } = changes.windowDragged(state(), [10, -10]);
    expect(ctWindow?.width).toBeGreaterThan(400);
    expect(ctWindow?.centre).toBeGreaterThan(40);
  });

  it("never gets a width below one", () => {
    expect(changes.windowDragged(state(), [-10_000, 0]).ctWindow?.width).toBe(1);
  });

  it("of the PET changes only the SUV range where the values are SUV", () => {
    expect(Object.keys(changes.petRangeDragged(state(), true, [0, 10]))).toEqual(["petRange"]);
    expect(Object.keys(changes.petRangeDragged(state(), false, [0, 10]))).toEqual(["otherRange"]);
  });

  it("of the PET keeps the lower end below the upper end and not below zero", () => {
    for (const pixels of [
      [5000, 5000],
      [-5000, -5000],
      [5000, -5000],
    ] as const) {
      const { petRange } = changes.petRangeDragged(state(), true, pixels);
      expect(petRange?.lo).toBeGreaterThanOrEqual(0);
      expect(petRange?.hi).toBeGreaterThan(petRange?.lo ?? 0);
    }
  });
});

describe("a manual shift", () => {
  it("adds to the translation in common millimetres, whatever the rotation", () => {
    const { placements } = changes.shifted(state(), 1, [5, -6, 7]);
    const moved = placements?.[1];
    expect(moved?.toCommon).toEqual([0, -1, 0, 16, 1, 0, 0, 16, 0, 0, 1, 40, 0, 0, 0, 1]);
    expect(moved?.manualShift).toEqual([5, -6, 7]);
  });

  it("can be taken back exactly", () => {
    const there = { ...state(), ...changes.shifted(state(), 1, [5, -6, 7]) };
    expect(changes.shifted(there, 1, [0, 0, 0]).placements).toEqual(state().placements);
  });

  it("never moves the first time point", () => {
    expect(changes.shifted(state(), 0, [5, 5, 5])).toEqual({});
  });
});

describe("rows", () => {
  it("for several time points begin with fused and MIP", () => {
    expect(state().rows.map(({ content }) => content)).toEqual(["fused", "mip"]);
  });

  it("are added at their usual place and removed again", () => {
    const more = { ...state(), ...changes.contentToggled(state(), "ct") };
    expect(more.rows.map(({ content }) => content)).toEqual(["ct", "fused", "mip"]);
    const less = changes.contentToggled(more, "ct");
    expect(less.rows?.map(({ content }) => content)).toEqual(["fused", "mip"]);
  });

  it("never all disappear", () => {
    const one = { ...state(), ...changes.presetChosen(state(), "mip") };
    expect(changes.contentToggled(one, "mip")).toEqual({});
    expect(changes.rowRemoved(one, 0)).toEqual({});
  });

  it("take the chosen plane", () => {
    const { rows } = changes.planeChosen(state(), "coronal");
    expect(rows?.every(({ plane }) => plane === "coronal")).toBe(true);
  });
});

describe("the rotation of the MIP", () => {
  it("goes round", () => {
    expect(changes.rotated(state({ mipAngle: 350 }), 20)).toEqual({ mipAngle: 10 });
    expect(changes.rotated(state({ mipAngle: 10 }), -20)).toEqual({ mipAngle: 350 });
  });
});

describe("following the crosshair", () => {
  const size = { width: 500, height: 500 };

  it("moves a zoomed picture that would lose it", () => {
    const far = state({ crosshair: [200, 2, 3] });
    const cameras = { ...far.cameras, axial: { centre: [0, 50] as const, zoom: 4 } };
    const moved = changes.followed({ ...far, cameras }, [{ kind: "axial", size }]);
    // 500 mm over 500 pixels at zoom 4: half the pane less the margin of 24 pixels is 56.5 mm.
    expect(moved.cameras?.axial.centre[0]).toBeCloseTo(200 - 56.5, 9);
  });

  it("moves nothing that shows it already", () => {
    expect(changes.followed(state(), [{ kind: "axial", size }])).toEqual({});
  });
});

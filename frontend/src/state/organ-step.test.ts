import { describe, expect, it } from "vitest";
import { exampleComparison } from "@/features/viewer/exampleComparison";
import { applyToPoint, inverse, type Vec3 } from "@/geometry";
import type { TimePointDescriptor } from "@/volumes";
import { crosshairAt, shifted } from "./changes";
import { type ComparisonStore, createComparisonStore } from "./comparison";
import { commonOf, onTissue, organStepChosen } from "./organ-step";
import { comparisonStart } from "./start";

/** T2 is stretched: 100 mm of the common space from 0 on are 80 mm there, and it lies 5 mm to the side. */
const PATH = {
  at_z_mm: [0, 100],
  shift_mm: [
    [5, 0, 0],
    [5, 10, 20],
  ] as Vec3[],
  landmarks: 23,
  quality: { median_mm: 3.1, worst_mm: 6, checked: 23 },
};
const FIXED = [1, 0, 0, 5, 0, 1, 0, 5, 0, 0, 1, 10, 0, 0, 0, 1];

function store(change: Partial<TimePointDescriptor> = {}): ComparisonStore {
  const descriptor = exampleComparison(([first, second]) => [
    first,
    {
      ...second,
      transform_source: "organs",
      to_common: FIXED,
      organ_path: PATH,
      ...change,
    },
  ]);
  return createComparisonStore(comparisonStart(descriptor));
}

const hereOf = (comparison: ComparisonStore, column = 1): Vec3 => {
  const { placements, crosshair } = comparison.getState();
  return applyToPoint(inverse(placements[column].toCommon), crosshair);
};
const to = (comparison: ComparisonStore, point: Vec3) =>
  comparison.setState((state) => crosshairAt(state, point));

describe("in step by organ", () => {
  it("the transform is that of the crosshair's height, in one change with it", () => {
    const comparison = store();
    const seen: boolean[] = [];
    comparison.subscribe((state) => {
      const [, , z] = applyToPoint(inverse(state.placements[1].toCommon), state.crosshair);
      seen.push(Math.abs(z - state.crosshair[2] * 0.8) < 1e-9);
    });
    for (const z of [0, 25, 50, 100]) to(comparison, [10, 20, z]);
    expect(seen).toEqual([true, true, true, true]);
    to(comparison, [10, 20, 50]);
    expect(hereOf(comparison)).toEqual([5, 15, 40]);
  });

  it("leaves the first time point and all that has no path alone", () => {
    const comparison = store();
    const before = comparison.getState().placements;
    to(comparison, [1, 2, 70]);
    expect(comparison.getState().placements[0]).toBe(before[0]);
    const { placements } = comparison.getState();
    comparison.setState({ opacity: 0.3 });
    expect(comparison.getState().placements).toBe(placements);
  });

  it("holds the examination as a whole when that is wanted, and goes back", () => {
    const comparison = store();
    to(comparison, [0, 0, 80]);
    comparison.setState(organStepChosen(false));
    expect(comparison.getState().placements[1].toCommon).toEqual(FIXED);
    to(comparison, [0, 0, 20]);
    expect(hereOf(comparison)).toEqual([-5, -5, 10]);
    comparison.setState(organStepChosen(true));
    expect(hereOf(comparison)).toEqual([-5, -2, 16]);
  });

  it("adds a manual shift on top, and takes it back without a trace", () => {
    const comparison = store();
    to(comparison, [0, 0, 50]);
    const before = hereOf(comparison);
    comparison.setState((state) => shifted(state, 1, [1, 2, 30]));
    // What was at the height 20 is now at 50, 1 mm to the left and 2 mm behind: 20 is 16 there.
    expect(hereOf(comparison)).toEqual([-6, -4, 16]);
    comparison.setState(organStepChosen(false));
    expect(comparison.getState().placements[1].toCommon.slice(8, 12)).toEqual([0, 0, 1, 40]);
    comparison.setState(organStepChosen(true));
    comparison.setState((state) => shifted(state, 1, [0, 0, 0]));
    expect(hereOf(comparison)).toEqual(before);
  });

  it("reaches head and feet of what is stretched", () => {
    // 100 slices of 3 mm around 0, and 20 mm more from 80 mm on
    const { extents } = store().getState();
    expect(extents.coronal.down[0]).toBeCloseTo(-170, 6);
    expect(extents.coronal.down[1]).toBeCloseTo(150, 6);
  });

  it("is not followed where another source is in force", () => {
    const comparison = store({ transform_source: "same-frame-of-reference" });
    to(comparison, [0, 0, 80]);
    expect(comparison.getState().placements[1].toCommon).toEqual(FIXED);
  });
});

describe("a place that is clicked in a picture", () => {
  it("puts the crosshair on the tissue that is seen there, in that column", () => {
    const comparison = store();
    for (const shift of [
      [0, 0, 0],
      [3, -4, 25],
    ] as Vec3[]) {
      comparison.setState((state) => shifted(state, 1, shift));
      for (const [from, up] of [
        [50, 90],
        [0, 100],
        [80, -40],
        [20, 21],
        [100, 130],
      ] as const) {
        to(comparison, [0, 0, from]);
        const state = comparison.getState();
        const seen: Vec3 = [12, -7, up];
        const tissue = applyToPoint(inverse(state.placements[1].toCommon), seen);
        to(comparison, onTissue(state, 1, seen));
        hereOf(comparison).forEach((value, axis) => {
          expect(value).toBeCloseTo(tissue[axis] as number, 9);
        });
        const back = commonOf(state.placements[1], tissue, true);
        back.forEach((value, axis) => {
          expect(value).toBeCloseTo(comparison.getState().crosshair[axis] as number, 9);
        });
      }
    }
  });

  it("is where it is seen in the column that the others are placed on, and without organs", () => {
    const comparison = store();
    const state = comparison.getState();
    expect(onTissue(state, 0, [1, 2, 90])).toEqual([1, 2, 90]);
    expect(onTissue({ ...state, organStep: false }, 1, [1, 2, 90])).toEqual([1, 2, 90]);
  });

  it("stays under the mouse in a picture of the same height", () => {
    const comparison = store();
    to(comparison, [0, 0, 60]);
    const point = onTissue(comparison.getState(), 1, [30, -20, 60]);
    point.forEach((value, axis) => {
      expect(value).toBeCloseTo([30, -20, 60][axis] as number, 9);
    });
  });
});

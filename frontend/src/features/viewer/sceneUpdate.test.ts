import { describe, expect, it, vi } from "vitest";
import type { Mat4 } from "@/geometry";
import { createComparisonStore } from "@/state/comparison";
import { comparisonStart } from "@/state/start";
import { exampleComparison } from "./exampleComparison";
import { Scene } from "./scene";
import type { ViewerSession } from "./session";

vi.stubGlobal("requestAnimationFrame", () => 1);

/** T2's organs have been found: 100 mm of the common space are 80 mm there. */
const FOUND = exampleComparison(([first, second]) => [
  first,
  {
    ...second,
    transform_source: "organs",
    to_common: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 5, 0, 0, 0, 1],
    organ_path: {
      at_z_mm: [0, 100],
      shift_mm: [
        [0, 0, 0],
        [0, 0, 20],
      ],
      landmarks: 9,
      quality: { median_mm: 2, worst_mm: 5, checked: 9 },
    },
  },
]);

describe("news of a comparison that is on the screen", () => {
  it("with an organ path leaves the pictures where the crosshair's height puts them", () => {
    const before = exampleComparison();
    const store = createComparisonStore(comparisonStart(before));
    const placed = new Map<string, Mat4>();
    const session = {
      open: () => undefined,
      place: (ids: readonly string[], toCommon: Mat4) => {
        for (const id of ids) placed.set(id, toCommon);
      },
    } as unknown as ViewerSession;
    const scene = new Scene(session, store, before);
    store.setState({ crosshair: [0, 0, 50] });
    scene.update(FOUND);
    expect(store.getState().placements[1]?.source).toBe("organs");
    for (const id of ["ct-1", "pet-1", "mip-1"]) expect(placed.get(id)?.[11]).toBe(10);
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import type { SlicePane } from "@/engine";
import { exampleComparison, exampleState, placeAt } from "./exampleComparison";
import { COMPLETE_MARK, FIRST_FUSED_MARK, FirstPictures } from "./firstPictures";
import { paneDrawing } from "./paneSpecs";

const descriptor = exampleComparison();
const state = exampleState(descriptor);
const drawings = [placeAt(0, 0), placeAt(1, 0)].map((place) => ({
  place,
  drawing: paneDrawing(state, descriptor, place, 1),
}));
const marks = (name: string) => performance.getEntriesByName(name).length;

function engineWith(coarse: readonly string[], complete: readonly string[]) {
  return {
    residency: (key: string) => ({
      coarse: coarse.includes(key),
      complete: complete.includes(key),
      fraction: 0,
      reduced: false,
    }),
    isWholeAt: ({ base, overlay }: SlicePane) =>
      [base, overlay].every((layer) => !layer || coarse.includes(layer.volume)),
  };
}

const all = ["ct-0", "pet-0", "ct-1", "pet-1"];

describe("the marks of the first pictures", () => {
  beforeEach(() => performance.clearMarks());

  it("wait for CT and PET in all columns", () => {
    const pictures = new FirstPictures();
    pictures.look(descriptor, drawings, engineWith(["ct-0", "pet-0", "ct-1"], []));
    expect(marks(FIRST_FUSED_MARK)).toBe(0);
    pictures.look(descriptor, drawings, engineWith(all, []));
    expect(marks(FIRST_FUSED_MARK)).toBe(1);
  });

  it("wait for a drawn pane in all columns", () => {
    const pictures = new FirstPictures();
    pictures.look(descriptor, drawings.slice(0, 1), engineWith(all, all));
    expect(marks(FIRST_FUSED_MARK)).toBe(0);
  });

  it("wait for every slice of a column, not only for its CT", () => {
    const pictures = new FirstPictures();
    const rows = [{ id: "ct-any", content: "ct", plane: "axial" } as const, ...state.rows];
    const withCtRow = [placeAt(0, 0), placeAt(0, 1), placeAt(1, 0), placeAt(1, 1)].map((place) => ({
      place,
      drawing: paneDrawing({ ...state, rows }, descriptor, place, 1),
    }));
    pictures.look(descriptor, withCtRow, engineWith(["ct-0", "pet-0", "ct-1"], []));
    expect(marks(FIRST_FUSED_MARK)).toBe(0);
    pictures.look(descriptor, withCtRow, engineWith(all, []));
    expect(marks(FIRST_FUSED_MARK)).toBe(1);
  });

  it("are set once, the second when everything is there", () => {
    const pictures = new FirstPictures();
    const everything = [...all, "mip-0", "mip-1"];
    pictures.look(descriptor, drawings, engineWith(all, all));
    expect(marks(COMPLETE_MARK)).toBe(0);
    for (let time = 0; time < 3; time += 1) {
      pictures.look(descriptor, drawings, engineWith(everything, everything));
    }
    expect([marks(FIRST_FUSED_MARK), marks(COMPLETE_MARK)]).toEqual([1, 1]);
  });
});

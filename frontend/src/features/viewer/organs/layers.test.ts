import { describe, expect, it } from "vitest";
import { organMap, organsAnswer } from "@/api/sampleOrgans";
import { createComparisonStore } from "@/state/comparison";
import { createOrganStore, type MipTreatment } from "@/state/organs";
import { comparisonStart } from "@/state/start";
import { exampleComparison } from "../exampleComparison";
import { organLayers } from "./layers";

const complete = { coarse: true, complete: true, fraction: 1, reduced: false };

function layers(over: {
  resident?: readonly string[];
  projection?: string | null;
  surfaces?: "coming" | "there" | "failed";
}) {
  const organs = createOrganStore();
  organs.setState({
    answer: organsAnswer([organMap("a"), organMap("b", { surfaces: null }), null]),
  });
  const comparison = createComparisonStore(comparisonStart(exampleComparison()));
  comparison.setState({ organsShown: true });
  const resident = over.resident ?? ["labels-a", "mip-labels-a"];
  const found = organLayers(
    organs,
    comparison,
    {
      projections: { of: () => over.projection ?? null } as never,
      surfaces: { of: () => over.surfaces ?? "there" } as never,
    },
    () => ({
      has: (key) => resident.includes(key),
      residency: (key) => ({ ...complete, complete: resident.includes(key) }),
    }),
  );
  const mark = (mipTreatment: MipTreatment, ...mipMarked: string[]) =>
    organs.setState((state) => ({ look: { ...state.look, mipMarked, mipTreatment } }));
  return { found, organs, comparison, mark };
}

describe("labels over the slices", () => {
  it("are those of the column's map, in the chosen style, the chosen structure stronger", () => {
    const { found, organs } = layers({});
    organs.setState((state) => ({
      look: { ...state.look, style: "both", opacity: 0.6 },
      chosen: "kidney_left",
    }));
    expect(found.slice(0)).toEqual({
      volume: "labels-a",
      opacity: 0.6,
      style: "both",
      highlighted: 2,
    });
    expect(found.slice(2)).toBeUndefined();
  });

  it("are not drawn where nobody wants them, nor before the engine knows them", () => {
    const { found, comparison } = layers({});
    expect(found.slice(1)).toBeUndefined();
    comparison.setState({ organsShown: false });
    expect(found.slice(0)).toBeUndefined();
  });
});

describe("organs on a projection", () => {
  it("change nothing while none is marked, or the map has none of the marked", () => {
    const { found, mark } = layers({});
    expect(found.mip(0, "mip-0")).toEqual({});
    mark("dim", "brain");
    expect(found.mip(0, "mip-0")).toEqual({});
  });

  it("are dimmed by the labels of that very projection, never of another", () => {
    const { found, mark } = layers({});
    mark("dim", "kidney_left");
    expect(found.mip(0, "mip-0")).toEqual({ labels: { labels: "mip-labels-a" } });
    expect(found.mip(0, "mip of another series")).toEqual({});
  });

  it("are not dimmed before their labels are there", () => {
    const { found, mark } = layers({ resident: ["labels-a"] });
    mark("dim", "kidney_left");
    expect(found.mip(0, "mip-0")).toEqual({});
  });

  it("are left out by another projection, once that can be drawn", () => {
    for (const [projection, drawn] of [
      ["coming", {}],
      ["failed", {}],
      ["mip-without", { mip: "mip-without" }],
    ] as const) {
      const { found, mark } = layers({ projection });
      mark("without", "kidney_left");
      expect(found.mip(0, "mip-0"), projection).toEqual(drawn);
    }
  });
});

it("says why there are no surfaces", () => {
  expect(layers({}).found.surfaces(0)).toEqual({ key: "surfaces a" });
  expect(layers({ surfaces: "coming" }).found.surfaces(0)).toBe("surfacesComing");
  expect(layers({ surfaces: "failed" }).found.surfaces(0)).toBe("surfacesFailed");
  expect(layers({}).found.surfaces(1)).toBe("noSurfaces");
  expect(layers({}).found.surfaces(2)).toBe("noOrgans");
});

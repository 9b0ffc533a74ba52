import { describe, expect, it } from "vitest";
import { projectToMip, projectToSurface, type Vec3 } from "@/geometry";
import type { ComparisonState } from "@/state/comparison";
import { normalisationChosen } from "@/state/normalisation";
import type { Row } from "@/state/presets";
import type { ComparisonDescriptor, Normalisation, TimePointDescriptor } from "@/volumes";
import { exampleComparison, exampleState, placeAt } from "./exampleComparison";
import type { OrganLayers } from "./organLayers";
import { deviceRect, paneDrawing } from "./paneSpecs";

const rows = (content: Row["content"], plane: Row["plane"] = "axial"): Row[] => [
  { id: "row", content, plane },
];

function draw(
  content: Row["content"],
  options: {
    descriptor?: ComparisonDescriptor;
    column?: number;
    state?: object;
    plane?: Row["plane"];
  } = {},
) {
  const descriptor = options.descriptor ?? exampleComparison();
  const state = exampleState(descriptor, { rows: rows(content, options.plane), ...options.state });
  return paneDrawing(state, descriptor, placeAt(options.column ?? 0, 0), 1);
}

function withheld(
  timePoint: TimePointDescriptor,
  names: readonly Normalisation[],
  stored_unit = "proportional counts",
): TimePointDescriptor {
  if (!timePoint.pet) return timePoint;
  const normalisations = { ...timePoint.pet.normalisations };
  for (const name of names) {
    normalisations[name] = {
      ...normalisations[name],
      factor: null,
      refusal: "The height is missing.",
    };
  }
  return { ...timePoint, pet: { ...timePoint.pet, normalisations, stored_unit } };
}

function notSuv(timePoints: TimePointDescriptor[]): TimePointDescriptor[] {
  return timePoints.map((timePoint, at) =>
    at === 1 ? withheld(timePoint, ["bw", "lbm", "lbmjames", "bsa", "ibw"]) : timePoint,
  );
}

describe("a slice", () => {
  it("shows all columns the same place of the common space", () => {
    const first = draw("fused");
    const second = draw("fused", { column: 1 });
    expect(first.spec?.kind === "slice" && first.spec.view).toEqual(
      second.spec?.kind === "slice" && second.spec.view,
    );
  });

  it("fits 500 mm of CT and what the shifted second examination adds into 500 pixels", () => {
    const { spec } = draw("ct");
    // T1 covers -250..250 mm, T2 -260..240 in x and -270..230 in y: the longest extent is 520 mm.
    expect(spec?.kind === "slice" && spec.view.mm_per_pixel).toBeCloseTo(520 / 500, 9);
  });

  it("of fused pictures lays the PET in SUV over the CT in its window", () => {
    const { spec } = draw("fused");
    expect(spec).toMatchObject({
      base: { volume: "ct-0", window: { centre: 40, width: 400 } },
      overlay: { volume: "pet-0", scale: 0.0004, range: [0, 7] },
      opacity: 0.5,
    });
  });

  it("runs through the crosshair", () => {
    const { spec } = draw("ct", { plane: "coronal", state: { crosshair: [1, 77, 3] } });
    expect(spec?.kind === "slice" && spec.view.centre_mm[1]).toBe(77);
  });

  it("of a PET that is not SUV shows its own unit up to its own robust maximum", () => {
    const { spec } = draw("pet", { descriptor: exampleComparison(notSuv), column: 1 });
    expect(spec).toMatchObject({ base: { scale: 1, range: [0, 20_000] } });
  });

  it("says so where the examination has no such picture", () => {
    const descriptor = exampleComparison((all) => all.map((one) => ({ ...one, ct: null })));
    expect(draw("ct", { descriptor })).toEqual({ spec: null, empty: "noCt" });
    expect(draw("fused", { descriptor }).spec).toMatchObject({ base: { volume: "pet-0" } });
  });
});

describe("one examination over another", () => {
  const overlay = {
    a: 0,
    aShows: "pet",
    bShows: "pet",
    mode: "difference",
    opacity: 0.5,
    limit: 5,
  };

  it("subtracts the earlier from the later: what has become more is positive", () => {
    const { spec } = draw("overlay", { column: 1, state: { overlay } });
    expect(spec).toMatchObject({
      difference: { a: { volume: "pet-1" }, b: { volume: "pet-0" }, range: [-5, 5] },
      base: { volume: "ct-1" },
    });
  });

  it("refuses a difference of values in different units", () => {
    const descriptor = exampleComparison(notSuv);
    expect(draw("overlay", { descriptor, column: 1, state: { overlay } })).toEqual({
      spec: null,
      empty: "unitsDiffer",
    });
  });

  it("lays CT over CT", () => {
    const pair = { ...overlay, mode: "blend", aShows: "ct", bShows: "ct" };
    const { spec } = draw("overlay", { column: 1, state: { overlay: pair } });
    expect(spec).toMatchObject({ base: { volume: "ct-0" }, overlay: { volume: "ct-1" } });
  });

  it("lays the PET over the CT, from whichever examination each comes", () => {
    const pair = { ...overlay, mode: "blend", aShows: "pet", bShows: "ct" };
    const { spec } = draw("overlay", { column: 1, state: { overlay: pair } });
    expect(spec).toMatchObject({ base: { volume: "ct-1" }, overlay: { volume: "pet-0" } });
  });

  it("gives two PET two colour maps", () => {
    const pair = { ...overlay, mode: "blend" };
    const { spec } = draw("overlay", { column: 1, state: { overlay: pair } });
    expect(spec).toMatchObject({ base: { colourMap: "grey" }, overlay: { colourMap: "hot-iron" } });
  });
});

describe("the normalisation", () => {
  const overlay = {
    a: 0,
    aShows: "pet",
    bShows: "pet",
    mode: "difference",
    opacity: 0.5,
    limit: 5,
  };
  const inBsa = () => {
    const state = exampleState(exampleComparison());
    return normalisationChosen(state, "bsa");
  };

  it("is one for all columns: each PET by its own factor, on one range", () => {
    for (const column of [0, 1]) {
      const { spec } = draw("pet", { column, state: { normalisation: "lbm" } });
      expect(spec).toMatchObject({ base: { scale: 0.0003, range: [0, 7] } });
      const mip = draw("mip", { column, state: { normalisation: "lbm" } });
      expect(mip.spec).toMatchObject({ scale: 0.0003, range: [0, 7] });
    }
  });

  it("by body surface has ranges of its own: a quarter of the others'", () => {
    expect(draw("pet", { state: inBsa() }).spec).toMatchObject({
      base: { scale: 0.0001, range: [0, 1.75] },
    });
    expect(
      normalisationChosen({ ...exampleState(exampleComparison()), ...inBsa() }, "ibw"),
    ).toMatchObject({
      normalisation: "ibw",
      petRange: { lo: 0, hi: 7 },
      overlay: { limit: 5 },
    });
  });

  it("which is withheld for one PET shows that one in its own unit up to its own maximum", () => {
    const descriptor = exampleComparison(([first, second]) => [
      first,
      withheld(second, ["lbm"], "Bq/ml"),
    ]);
    const shown = (normalisation: Normalisation) =>
      draw("pet", { descriptor, column: 1, state: { normalisation } }).spec;
    expect(shown("lbm")).toMatchObject({ base: { scale: 1, range: [0, 20_000] } });
    expect(shown("bw")).toMatchObject({ base: { scale: 0.0004, range: [0, 7] } });
    const difference = (normalisation: Normalisation) =>
      draw("overlay", { descriptor, column: 1, state: { overlay, normalisation } });
    expect(difference("lbm")).toEqual({ spec: null, empty: "unitsDiffer" });
    expect(difference("bw").spec).not.toBeNull();
  });
});

describe("a MIP", () => {
  it("is drawn at the common angle and height", () => {
    const { spec } = draw("mip", { column: 1, state: { mipAngle: 45 } });
    expect(spec).toMatchObject({ kind: "mip", mip: "mip-1", angle_deg: 45, scale: 0.0004 });
  });

  it("says when it is not there yet", () => {
    const descriptor = exampleComparison((all) => all.map((one) => ({ ...one, mip: null })));
    expect(draw("mip", { descriptor })).toEqual({ spec: null, empty: "noMip" });
  });
});

describe("device pixels", () => {
  it("leave no gap between panes that touch, at any pixel ratio", () => {
    const left = { ...placeAt(0, 0), rect: { x: 0, y: 0, width: 341, height: 100 } };
    const right = { ...placeAt(1, 0), rect: { x: 341, y: 0, width: 341, height: 100 } };
    for (const ratio of [1, 1.25, 1.5, 1.75, 2]) {
      const one = deviceRect(left, ratio);
      expect(one.x + one.width).toBe(deviceRect(right, ratio).x);
    }
  });
});

describe("a pane of surfaces", () => {
  const descriptor = exampleComparison();
  const rows = [
    { id: "m", content: "mip", plane: "axial" },
    { id: "s", content: "surface", plane: "axial" },
  ] as const;
  const organs: OrganLayers = {
    slice: (column) => ({ volume: `labels-${column}`, opacity: 0.4, style: "filled" }),
    mip: () => ({ labels: { labels: "dimmed" } }),
    surfaces: (column) => (column === 0 ? { key: "surfaces" } : "surfacesComing"),
  };
  const spec = (row: number, change: Partial<ComparisonState> = {}) =>
    paneDrawing(
      exampleState(descriptor, { rows: [...rows], mipAngle: 50, ...change }),
      descriptor,
      placeAt(0, row),
      1,
      organs,
    ).spec;

  it("turns and zooms with the MIP: every point lies at the same place in both", () => {
    const cameras = exampleState(descriptor).cameras;
    const moved = { ...cameras, mip: { centre: [30, -45] as const, zoom: 2 } };
    const mip = spec(0, { cameras: moved });
    const surface = spec(1, { cameras: moved });
    if (mip?.kind !== "mip" || surface?.kind !== "surface") throw new Error("other panes");
    expect(surface.angle_deg).toBe(mip.angle_deg);
    expect(surface.view.mm_per_pixel).toBe(mip.view.mm_per_pixel);
    const point: Vec3 = [40, -70, 60];
    // The axis of the example's MIP runs through x = y = 0.
    const { u_mm, z_mm } = projectToMip(point, [0, 0], 50);
    const onMip = [
      250 + (u_mm - mip.view.u_mm) / mip.view.mm_per_pixel,
      250 - (z_mm - mip.view.z_mm) / mip.view.mm_per_pixel,
    ];
    const view = { ...surface.view, angle_deg: 50, elevation_deg: surface.elevation_deg };
    const onSurface = projectToSurface(view, { width: 500, height: 500 }, point);
    expect(onSurface.x).toBeCloseTo(onMip[0] ?? Number.NaN, 6);
    expect(onSurface.y).toBeCloseTo(onMip[1] ?? Number.NaN, 6);
  });

  it("has the crosshair in it, where it is shown", () => {
    const crosshair: Vec3 = [1, 2, 3];
    expect(spec(1, { crosshair })).toMatchObject({ crosshair });
    expect(spec(1, { crosshair, crosshairShown: false })).toMatchObject({ crosshair: undefined });
  });

  it("says why it is empty", () => {
    const state = exampleState(descriptor, { rows: [...rows] });
    const why = (layers: OrganLayers | null, column: number) =>
      paneDrawing(state, descriptor, placeAt(column, 1), 1, layers).empty;
    expect(why(null, 0)).toBe("noOrgans");
    expect(why(organs, 1)).toBe("surfacesComing");
  });
});

it("lays the organs of its own column over every slice, whatever it shows", () => {
  const descriptor = exampleComparison();
  for (const content of ["ct", "pet", "fused", "overlay"] as const) {
    const state = exampleState(descriptor, { rows: [{ id: "r", content, plane: "coronal" }] });
    const organs: OrganLayers = {
      slice: (column) => ({ volume: `labels-${column}`, opacity: 0.4, style: "filled" }),
      mip: () => ({}),
      surfaces: () => "noOrgans",
    };
    const { spec } = paneDrawing(state, descriptor, placeAt(1, 0), 1, organs);
    expect(spec, content).toMatchObject({ labels: { volume: "labels-1" } });
    expect(paneDrawing(state, descriptor, placeAt(1, 0), 1).spec, content).toMatchObject({
      labels: undefined,
    });
  }
});

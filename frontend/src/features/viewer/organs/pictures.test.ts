import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { organMap, organsAnswer } from "@/api/sampleOrgans";
import { serve } from "@/api/sampleServer";
import type { Engine } from "@/engine";
import { IDENTITY } from "@/geometry";
import { USUAL_LOOK } from "@/state/organs";
import { exampleComparison } from "../exampleComparison";
import { OrganPictures, type Wanted } from "./pictures";

let asked: string[] = [];
beforeEach(() => {
  asked = serve({ "GET /api/organs/a/surfaces": () => ({}) });
});
afterEach(() => vi.unstubAllGlobals());

/** An engine that remembers what was asked of it. */
function engine() {
  const known = new Set<string>();
  const add = (key: string) => void known.add(key);
  const fake = {
    longestTextureSide: 2048,
    has: (key: string) => known.has(key),
    residency: () => ({ coarse: true, complete: true, fraction: 1, reduced: false }),
    addLabels: vi.fn(add),
    addMipLabels: vi.fn(add),
    addSurfaces: vi.fn(add),
    addMip: vi.fn(add),
    removeVolume: vi.fn((key: string) => void known.delete(key)),
    setTransform: vi.fn(),
    setLabelColours: vi.fn(),
    setMipStrength: vi.fn(),
    setSurfaceColours: vi.fn(),
    uploadLabels: vi.fn(),
  };
  return fake as typeof fake & Engine;
}

const map = organMap("a");
const { structures } = organsAnswer([map]);
const base: Wanted = {
  columns: [{ map, toCommon: IDENTITY }],
  look: USUAL_LOOK,
  structures,
  slices: false,
  mip: true,
  surfaces: false,
};

function pictures() {
  const fake = engine();
  const changed = vi.fn();
  const made = new OrganPictures(fake, changed, () => undefined, exampleComparison);
  return { fake, made, changed };
}

it("loads nothing before somebody wants to see it", () => {
  const { fake, made } = pictures();
  made.want(base);
  expect(fake.addLabels).not.toHaveBeenCalled();
  expect(fake.addMipLabels).not.toHaveBeenCalled();
  expect(asked).toEqual([]);
});

it("recolours without loading: a look is one row of a texture", () => {
  const { fake, made } = pictures();
  made.want({ ...base, slices: true });
  expect(fake.addLabels).toHaveBeenCalledTimes(1);
  const before = fake.setLabelColours.mock.calls.length;
  const look = { ...USUAL_LOOK, hidden: ["liver"] };
  for (const slices of [true, false, true]) made.want({ ...base, slices, look });
  expect(fake.addLabels).toHaveBeenCalledTimes(1);
  expect(fake.removeVolume).not.toHaveBeenCalled();
  expect(fake.setLabelColours.mock.calls.length).toBe(before + 1);
  const [key, table] = fake.setLabelColours.mock.lastCall as [string, Uint8Array];
  expect(key).toBe("labels-a");
  expect([table[4 + 3], table[8 + 3]]).toEqual([0, 255]);
});

it("moves labels with their time point", () => {
  const { fake, made } = pictures();
  made.want({ ...base, slices: true });
  const moved = [...IDENTITY];
  moved[3] = 12;
  made.want({ ...base, slices: true, columns: [{ map, toCommon: moved }] });
  expect(fake.setTransform).toHaveBeenCalledWith("labels-a", moved);
});

it("frees the labels of a map that another has replaced", () => {
  const { fake, made } = pictures();
  made.want({ ...base, slices: true });
  const finer = organMap("finer");
  made.want({ ...base, slices: true, columns: [{ map: finer, toCommon: IDENTITY }] });
  expect(fake.removeVolume.mock.calls.flat()).toEqual(["labels-a"]);
  expect(fake.addLabels.mock.lastCall?.[0]).toBe("labels-finer");
});

it("loads the labels of a projection when organs are first dimmed on it", () => {
  const { fake, made } = pictures();
  made.want({ ...base, look: { ...USUAL_LOOK, mipMarked: ["liver"] } });
  expect(fake.addMipLabels).toHaveBeenCalledWith("mip-labels-a", map.mip_labels);
  const [, table] = fake.setMipStrength.mock.lastCall as [string, Uint8Array];
  expect(table[1]).toBeLessThan(255);
  expect(table[2]).toBe(255);
});

it("fetches surfaces once, when a row shows them, and colours them", async () => {
  const { fake, made, changed } = pictures();
  made.want({ ...base, surfaces: true });
  made.want({ ...base, surfaces: true });
  expect(made.surfaces.of(map)).toBe("coming");
  await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  expect(asked).toEqual(["GET /api/organs/a/surfaces"]);
  expect(made.surfaces.of(map)).toBe("there");
  expect(fake.setSurfaceColours.mock.lastCall?.[0]).toBe("surfaces a");
});

it("fetches them again after a lost graphics context", async () => {
  const { made, changed } = pictures();
  made.want({ ...base, surfaces: true });
  await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  made.restart();
  expect(asked).toHaveLength(2);
});

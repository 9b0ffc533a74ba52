import type { OrganMap, OrganRun, OrganSegment, OrgansAnswer } from "./organs";

/** Organs of a comparison for tests: complete, with what a test is about laid over them. */
export function segment(
  number: number,
  structure: string,
  over: Partial<OrganSegment> = {},
): OrganSegment {
  return {
    number,
    structure,
    label: structure,
    volume_ml: 100 * number,
    centre_mm: [number, 2 * number, 3 * number],
    notices: [],
    ...over,
  };
}

/** Stored value n stands for segment n; the last one for the first two at once, which overlap. */
export function organMap(key: string, over: Partial<OrganMap> = {}): OrganMap {
  return {
    key,
    examination: `examination-${key}`,
    origin: "computed",
    title: "TotalSegmentator 2.18.0, total",
    made_at: "2026-02-01T10:00:00Z",
    stand_in: false,
    making: [{ name: "Program", value: "TotalSegmentator 2.18.0" }],
    notices: [],
    labels: { id: `labels-${key}`, dtype: "uint8", levels: [] },
    values: [[], [1], [2], [3], [1, 2]],
    mip_labels: {
      id: `mip-labels-${key}`,
      mip: "mip-0",
      dtype: "uint8",
      shape: [36, 75, 125],
      url: "/volumes/y/0/c/0/0/0",
    },
    segments: [segment(1, "liver"), segment(2, "kidney_left"), segment(3, "vertebrae_L1")],
    surfaces: { url: `/api/organs/${key}/surfaces` },
    ...over,
  };
}

export function organRun(over: Partial<OrganRun> = {}): OrganRun {
  return {
    key: "run-1",
    examination: "examination-0",
    task: "total",
    mode: "fast",
    state: "running",
    stage: "predicting",
    fraction: 0.42,
    left_s: 35,
    asked_at: "2026-02-01T10:00:00Z",
    problem: null,
    stand_in: false,
    ...over,
  };
}

const structure = (
  name: string,
  english: string,
  system: string,
  place: number,
  colour: [number, number, number],
) => ({ name, english, german: name, place, system, side: null, colour });

/** One time point for each map or null; names as a German reader gets them. */
export function organsAnswer(
  maps: readonly (OrganMap | null)[],
  over: Partial<OrgansAnswer> = {},
): OrgansAnswer {
  return {
    structures: {
      liver: structure("Leber", "liver", "abdomen", 34, [221, 130, 101]),
      kidney_left: structure("Linke Niere", "left kidney", "abdomen", 32, [185, 102, 83]),
      vertebrae_L1: structure("Lendenwirbel L1", "vertebra L1", "skeleton", 70, [226, 202, 134]),
    },
    systems: [
      { key: "skeleton", name: "Skelett" },
      { key: "muscles", name: "Muskeln" },
      { key: "abdomen", name: "Abdomen" },
    ],
    time_points: maps.map((map, at) => ({
      examination: `examination-${at}`,
      run: null,
      shown: map?.key ?? null,
      maps: map ? [map] : [],
      notices: [],
    })),
    ...over,
  };
}

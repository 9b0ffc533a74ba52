/** What a key or a menu entry sets in one go: windows, ranges, and which rows are shown. */
import type { Plane } from "@/geometry";

export interface CtWindow {
  readonly centre: number;
  readonly width: number;
}

export interface PetRange {
  readonly lo: number;
  readonly hi: number;
}

/** Hounsfield windows, in the order of the keys 1 to 5. */
export const CT_WINDOWS = [
  { name: "softTissue", centre: 40, width: 400 },
  { name: "lung", centre: -600, width: 1500 },
  { name: "bone", centre: 500, width: 2000 },
  { name: "brain", centre: 40, width: 80 },
  { name: "liver", centre: 60, width: 160 },
] as const;

/** SUV ranges, in the order of the keys Shift+1 to Shift+5. */
export const PET_RANGES: readonly PetRange[] = [
  { lo: 0, hi: 5 },
  { lo: 0, hi: 7 },
  { lo: 0, hi: 10 },
  { lo: 0, hi: 15 },
  { lo: 0, hi: 20 },
];

export type { Plane };
export const PLANES: readonly Plane[] = ["axial", "coronal", "sagittal"];

/** What a row of panes shows; "surface" is organs in three dimensions, "overlay" one chosen examination over each column's own. */
export type RowContent = "ct" | "pet" | "fused" | "mip" | "surface" | "overlay";
export const ROW_CONTENTS: readonly RowContent[] = [
  "ct",
  "pet",
  "fused",
  "mip",
  "surface",
  "overlay",
];

/** What is seen from a side that turns, instead of in a plane: all of these turn together. */
export function turns(content: RowContent): boolean {
  return content === "mip" || content === "surface";
}

export interface Row {
  readonly id: string;
  readonly content: RowContent;
  /** Without meaning for a MIP, kept so that a row may change its content and back. */
  readonly plane: Plane;
}

export type RowPreset =
  | "fusedMip"
  | "ctPetFused"
  | "planes"
  | "mip"
  | "mipSurface"
  | "compare"
  | "all";
export const ROW_PRESETS: readonly RowPreset[] = [
  "fusedMip",
  "ctPetFused",
  "planes",
  "mip",
  "mipSurface",
  "compare",
  "all",
];

const PRESET_CONTENTS: Record<RowPreset, readonly (readonly [RowContent, Plane | null])[]> = {
  fusedMip: [
    ["fused", null],
    ["mip", null],
  ],
  ctPetFused: [
    ["ct", null],
    ["pet", null],
    ["fused", null],
  ],
  planes: [
    ["fused", "axial"],
    ["fused", "coronal"],
    ["fused", "sagittal"],
  ],
  mip: [["mip", null]],
  mipSurface: [
    ["mip", null],
    ["surface", null],
  ],
  compare: [
    ["fused", null],
    ["overlay", null],
  ],
  all: [
    ["ct", null],
    ["pet", null],
    ["fused", null],
    ["mip", null],
  ],
};

/** The rows of a preset; rows without a plane of their own take `plane`. */
export function rowsOf(preset: RowPreset, plane: Plane): readonly Row[] {
  return PRESET_CONTENTS[preset].map(([content, own]) => {
    const rowPlane = own ?? plane;
    return { id: `${content}-${own ?? "any"}`, content, plane: rowPlane };
  });
}

/** One time point has room for CT, PET, fused and MIP at once; several are compared fused, with their MIPs. */
export function defaultPreset(timePoints: number): RowPreset {
  return timePoints === 1 ? "all" : "fusedMip";
}

/** The preset whose rows these are, or null when the rows were put together by hand. */
export function presetOf(rows: readonly Row[], plane: Plane): RowPreset | null {
  const same = (preset: RowPreset) => {
    const wanted = rowsOf(preset, plane);
    return (
      wanted.length === rows.length &&
      wanted.every((row, at) => row.content === rows[at]?.content && row.plane === rows[at]?.plane)
    );
  };
  return ROW_PRESETS.find(same) ?? null;
}

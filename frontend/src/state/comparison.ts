/** How a comparison is being looked at. One store for each comparison; everything in it is shared by all columns. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Mat4, OrganPath, Vec3 } from "@/geometry";
import type { Normalisation } from "@/volumes";
import { type Camera, type Extent, fitted, type ViewKind } from "./camera";
import type { PaneAddress } from "./layout";
import { inStep } from "./organ-step";
import {
  CT_WINDOWS,
  type CtWindow,
  defaultPreset,
  type PetRange,
  type Plane,
  type Row,
  rowsOf,
} from "./presets";

export type Tool = "crosshair" | "window" | "pan" | "zoom" | "shift";
export const TOOLS: readonly Tool[] = ["crosshair", "window", "pan", "zoom", "shift"];

/** How one time point lies in the common space. */
export interface Placement {
  readonly toCommon: Mat4;
  readonly source: string;
  /** Millimetres of the common space; part of toCommon. */
  readonly manualShift: Vec3;
  /** Where the organs of both maps lead: then toCommon is right at the crosshair's height, and follows it. */
  readonly organs?: OrganStep;
}

export interface OrganStep {
  readonly path: OrganPath;
  /** One transform for the whole body, with the manual shift: in force while organs are not followed. */
  readonly fixed: Mat4;
}

export interface OverlayPair {
  /** Time point that is laid under (or subtracted from) each column's own. */
  readonly a: number;
  readonly aShows: "ct" | "pet";
  readonly bShows: "ct" | "pet";
  readonly mode: "blend" | "difference";
  /** 0 shows only A, 1 only B (or only the PET where one of them is CT). */
  readonly opacity: number;
  /** The difference runs from -limit to +limit of the common unit. */
  readonly limit: number;
}

export interface ComparisonState {
  readonly rows: readonly Row[];
  readonly plane: Plane;
  readonly maximised: PaneAddress | null;
  readonly tool: Tool;
  readonly crosshair: Vec3;
  readonly crosshairShown: boolean;
  readonly cameras: Readonly<Record<ViewKind, Camera>>;
  readonly extents: Readonly<Record<ViewKind, Extent>>;
  /** Finest slice distance of any CT (else PET): what one step of the wheel moves. */
  readonly step: number;
  readonly ctWindow: CtWindow;
  /** In which every PET is shown that can be. */
  readonly normalisation: Normalisation;
  /** In SUV of that normalisation. */
  readonly petRange: PetRange;
  /** Where a PET is not SUV: as fractions of that series' own robust maximum. */
  readonly otherRange: PetRange;
  readonly petMap: string;
  readonly fusedMap: string;
  readonly opacity: number;
  readonly mipAngle: number;
  readonly mipPlaying: boolean;
  readonly overlay: OverlayPair;
  /** Organs are drawn over the slices. */
  readonly organsShown: boolean;
  /** The list of organs stands beside the pictures. */
  readonly organPanel: boolean;
  readonly placements: readonly Placement[];
  /** Time points that can follow the organs do. */
  readonly organStep: boolean;
}

export type ComparisonStore = StoreApi<ComparisonState>;

/** What the descriptor says that a fresh view needs. */
export interface ComparisonStart {
  readonly crosshair: Vec3;
  readonly extents: Readonly<Record<ViewKind, Extent>>;
  readonly step: number;
  readonly placements: readonly Placement[];
}

export function initialState(start: ComparisonStart): ComparisonState {
  return {
    ...start,
    rows: rowsOf(defaultPreset(start.placements.length), "axial"),
    plane: "axial",
    maximised: null,
    tool: "crosshair",
    crosshairShown: true,
    cameras: fittedCameras(start.extents),
    ctWindow: { centre: CT_WINDOWS[0].centre, width: CT_WINDOWS[0].width },
    normalisation: "bw",
    petRange: { lo: 0, hi: 7 },
    otherRange: { lo: 0, hi: 1 },
    petMap: "inverted-grey",
    fusedMap: "hot-iron",
    opacity: 0.5,
    mipAngle: 0,
    mipPlaying: false,
    overlay: { a: 0, aShows: "pet", bShows: "pet", mode: "difference", opacity: 0.5, limit: 5 },
    organsShown: false,
    organPanel: false,
    organStep: true,
  };
}

export function fittedCameras(
  extents: Readonly<Record<ViewKind, Extent>>,
): Record<ViewKind, Camera> {
  return {
    axial: fitted(extents.axial),
    coronal: fitted(extents.coronal),
    sagittal: fitted(extents.sagittal),
    mip: fitted(extents.mip),
  };
}

export function createComparisonStore(start: ComparisonStart): ComparisonStore {
  const store = createStore<ComparisonState>(() => inStep(initialState(start)));
  const { setState } = store;
  // In one change with the crosshair, so that nobody ever sees a picture of another height than its transform's.
  store.setState = (change) =>
    setState((state) =>
      inStep({ ...state, ...(typeof change === "function" ? change(state) : change) }),
    );
  return store;
}

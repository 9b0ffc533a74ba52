/** From how a comparison is looked at to what the engine draws in one pane. */
import type { CtLayer, Rect as DeviceRect, PaneSpec, PetLayer } from "@/engine";
import { applyToPoint, middleBesideMip, sliceView } from "@/geometry";
import { mmPerPixel } from "@/state/camera";
import type { ComparisonState } from "@/state/comparison";
import type { PanePlace } from "@/state/layout";
import { offPlane } from "@/state/planes";
import type { PetRange, Row } from "@/state/presets";
import type { ComparisonDescriptor, PetDescriptor, TimePointDescriptor } from "@/volumes";
import type { OrganLayers } from "./organLayers";
import { differenceRefusal, isSuv, petScale } from "./petUnits";

/** Why a pane stays empty; a key below "viewer:empty". */
export type EmptyReason =
  | "noCt"
  | "noPet"
  | "noMip"
  | "nothing"
  | "overlayMissing"
  | "unitsDiffer"
  | "notComparable"
  | "notPet"
  | "noOrgans"
  | "noSurfaces"
  | "surfacesFailed"
  | "surfacesComing";

export type PaneDrawing =
  | { readonly spec: PaneSpec; readonly empty: null }
  | { readonly spec: null; readonly empty: EmptyReason };

/** Range in the unit that is shown. Where that is not SUV, it follows the series' own robust maximum. */
export function shownRange(
  state: Pick<ComparisonState, "petRange" | "otherRange" | "normalisation">,
  pet: PetDescriptor,
): PetRange {
  if (isSuv(pet, state.normalisation)) return state.petRange;
  const top = pet.robust_max > 0 ? pet.robust_max : 1;
  return { lo: state.otherRange.lo * top, hi: state.otherRange.hi * top };
}

export function deviceRect(place: PanePlace, pixelRatio: number): DeviceRect {
  const { rect } = place;
  const x = Math.round(rect.x * pixelRatio);
  const y = Math.round(rect.y * pixelRatio);
  return {
    x,
    y,
    width: Math.max(1, Math.round((rect.x + rect.width) * pixelRatio) - x),
    height: Math.max(1, Math.round((rect.y + rect.height) * pixelRatio) - y),
  };
}

function ctLayer(state: ComparisonState, timePoint: TimePointDescriptor): CtLayer | null {
  return timePoint.ct && { volume: timePoint.ct.id, window: state.ctWindow };
}

function petLayer(
  state: ComparisonState,
  timePoint: TimePointDescriptor,
  colourMap: string,
): PetLayer | null {
  const { pet } = timePoint;
  if (!pet) return null;
  const { lo, hi } = shownRange(state, pet);
  return { volume: pet.id, scale: petScale(pet, state.normalisation), range: [lo, hi], colourMap };
}

type Layers = Pick<
  Extract<PaneSpec, { kind: "slice" }>,
  "base" | "overlay" | "opacity" | "difference"
>;

function overlayLayers(
  state: ComparisonState,
  a: TimePointDescriptor | undefined,
  b: TimePointDescriptor,
): Layers | EmptyReason {
  const { aShows, bShows, mode, opacity } = state.overlay;
  if (!a) return "overlayMissing";
  if (mode === "difference") {
    const refusal = differenceRefusal(a.pet, b.pet, state.normalisation);
    if (refusal) return refusal;
    const under = petLayer(state, a, state.fusedMap);
    const over = petLayer(state, b, state.fusedMap);
    if (!under || !over) return "notPet";
    const most = state.overlay.limit;
    // B - A: what has become more since A is positive.
    const difference = { a: over, b: under, range: [-most, most] as const };
    const ct = ctLayer(state, b);
    return ct ? { base: ct, opacity, difference } : { opacity: 1, difference };
  }
  const bothPet = aShows === "pet" && bShows === "pet";
  // One pane has one colour bar: two units would be read off the same.
  if (bothPet && differenceRefusal(a.pet, b.pet, state.normalisation) === "unitsDiffer") {
    return "unitsDiffer";
  }
  // Where both are PET, A is grey and B is coloured: two pictures in one colour map could not be told apart.
  const layerA =
    aShows === "ct"
      ? ctLayer(state, a)
      : petLayer(state, a, bShows === "pet" ? "grey" : state.fusedMap);
  const layerB = bShows === "ct" ? ctLayer(state, b) : petLayer(state, b, state.fusedMap);
  if (!layerA || !layerB) return "overlayMissing";
  // PET lies over CT, whichever of the two comes from which examination.
  const swap = aShows === "pet" && bShows === "ct";
  return { base: swap ? layerB : layerA, overlay: swap ? layerA : layerB, opacity };
}

function sliceLayers(
  state: ComparisonState,
  row: Row,
  timePoint: TimePointDescriptor,
  descriptor: ComparisonDescriptor,
): Layers | EmptyReason {
  const ct = ctLayer(state, timePoint);
  switch (row.content) {
    case "ct":
      return ct ? { base: ct, opacity: 0 } : "noCt";
    case "pet": {
      const pet = petLayer(state, timePoint, state.petMap);
      return pet ? { base: pet, opacity: 0 } : "noPet";
    }
    case "overlay":
      return overlayLayers(state, descriptor.time_points[state.overlay.a], timePoint);
    default: {
      const overlay = petLayer(state, timePoint, state.fusedMap);
      if (ct)
        return overlay ? { base: ct, overlay, opacity: state.opacity } : { base: ct, opacity: 0 };
      const pet = petLayer(state, timePoint, state.petMap);
      return pet ? { base: pet, opacity: 0 } : "nothing";
    }
  }
}

/** Behind the surfaces: a little lighter than the room, so that dark organs stand out. */
const SURFACE_BACKGROUND = [14, 19, 23] as const;

/** Turns, moves and zooms with the MIP: what lies at the same height there lies at the same height here. */
function surfaceDrawing(
  state: ComparisonState,
  timePoint: TimePointDescriptor,
  column: number,
  rect: DeviceRect,
  organs: OrganLayers | null,
): PaneDrawing {
  const found = organs?.surfaces(column) ?? "noOrgans";
  if (typeof found === "string") return { spec: null, empty: found };
  const camera = state.cameras.mip;
  const { right, down } = state.extents.axial;
  const axis = timePoint.mip
    ? applyToPoint(state.placements[column].toCommon, [...timePoint.mip.centre_mm, 0])
    : ([(right[0] + right[1]) / 2, (down[0] + down[1]) / 2] as const);
  const moved = { u_mm: camera.centre[0], z_mm: -camera.centre[1] };
  return {
    empty: null,
    spec: {
      kind: "surface",
      rect,
      surfaces: found.key,
      angle_deg: state.mipAngle,
      elevation_deg: 0,
      view: {
        centre_mm: middleBesideMip([axis[0], axis[1]], moved, state.mipAngle),
        mm_per_pixel: mmPerPixel(state.extents.mip, camera.zoom, rect),
      },
      crosshair: state.crosshairShown ? state.crosshair : undefined,
      background: SURFACE_BACKGROUND,
    },
  };
}

function mipDrawing(
  state: ComparisonState,
  timePoint: TimePointDescriptor,
  column: number,
  rect: DeviceRect,
  organs: OrganLayers | null,
): PaneDrawing {
  const { mip, pet } = timePoint;
  if (!mip || !pet) return { spec: null, empty: pet ? "noMip" : "noPet" };
  const camera = state.cameras.mip;
  const { lo, hi } = shownRange(state, pet);
  const other = organs?.mip(column, mip.id) ?? {};
  return {
    empty: null,
    spec: {
      kind: "mip",
      rect,
      mip: other.mip ?? mip.id,
      labels: other.labels,
      angle_deg: state.mipAngle,
      scale: petScale(pet, state.normalisation),
      range: [lo, hi],
      colourMap: state.petMap,
      view: {
        u_mm: camera.centre[0],
        z_mm: -camera.centre[1],
        mm_per_pixel: mmPerPixel(state.extents.mip, camera.zoom, rect),
      },
    },
  };
}

/** What one pane shows, or why it shows nothing. Sizes in device pixels. */
export function paneDrawing(
  state: ComparisonState,
  descriptor: ComparisonDescriptor,
  place: PanePlace,
  pixelRatio: number,
  organs: OrganLayers | null = null,
): PaneDrawing {
  const row = state.rows[place.row];
  const timePoint = descriptor.time_points[place.column];
  if (!row || !timePoint) return { spec: null, empty: "nothing" };
  const rect = deviceRect(place, pixelRatio);
  if (row.content === "mip") return mipDrawing(state, timePoint, place.column, rect, organs);
  if (row.content === "surface")
    return surfaceDrawing(state, timePoint, place.column, rect, organs);
  const layers = sliceLayers(state, row, timePoint, descriptor);
  if (typeof layers === "string") return { spec: null, empty: layers };
  const camera = state.cameras[row.plane];
  const centre = offPlane(row.plane, camera.centre, state.crosshair);
  const mm = mmPerPixel(state.extents[row.plane], camera.zoom, rect);
  return {
    empty: null,
    spec: {
      kind: "slice",
      rect,
      view: sliceView(row.plane, centre, mm),
      ...layers,
      labels: organs?.slice(place.column),
    },
  };
}

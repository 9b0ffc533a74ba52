/** From how a comparison is looked at to what the engine draws in one pane. */
import type { CtLayer, Rect as DeviceRect, PaneSpec, PetLayer } from "@/engine";
import { sliceView } from "@/geometry";
import { mmPerPixel } from "@/state/camera";
import type { ComparisonState } from "@/state/comparison";
import type { PanePlace } from "@/state/layout";
import { offPlane } from "@/state/planes";
import type { PetRange, Row } from "@/state/presets";
import type { ComparisonDescriptor, PetDescriptor, TimePointDescriptor } from "@/volumes";
import { differenceLimit, isSuv, petScale, petUnit } from "./petUnits";

/** Why a pane stays empty; a key below "viewer:empty". */
export type EmptyReason =
  | "noCt"
  | "noPet"
  | "noMip"
  | "nothing"
  | "overlayMissing"
  | "unitsDiffer"
  | "notPet";

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
    if (!a.pet || !b.pet) return "notPet";
    if (petUnit(a.pet, state.normalisation) !== petUnit(b.pet, state.normalisation)) {
      return "unitsDiffer";
    }
    const under = petLayer(state, a, state.fusedMap);
    const over = petLayer(state, b, state.fusedMap);
    if (!under || !over) return "notPet";
    const most = differenceLimit(state, b.pet);
    // B - A: what has become more since A is positive.
    const difference = { a: over, b: under, range: [-most, most] as const };
    const ct = ctLayer(state, b);
    return ct ? { base: ct, opacity, difference } : { opacity: 1, difference };
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

function mipDrawing(
  state: ComparisonState,
  timePoint: TimePointDescriptor,
  rect: DeviceRect,
): PaneDrawing {
  const { mip, pet } = timePoint;
  if (!mip || !pet) return { spec: null, empty: pet ? "noMip" : "noPet" };
  const camera = state.cameras.mip;
  const { lo, hi } = shownRange(state, pet);
  return {
    empty: null,
    spec: {
      kind: "mip",
      rect,
      mip: mip.id,
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
): PaneDrawing {
  const row = state.rows[place.row];
  const timePoint = descriptor.time_points[place.column];
  if (!row || !timePoint) return { spec: null, empty: "nothing" };
  const rect = deviceRect(place, pixelRatio);
  if (row.content === "mip") return mipDrawing(state, timePoint, rect);
  const layers = sliceLayers(state, row, timePoint, descriptor);
  if (typeof layers === "string") return { spec: null, empty: layers };
  const camera = state.cameras[row.plane];
  const centre = offPlane(row.plane, camera.centre, state.crosshair);
  const mm = mmPerPixel(state.extents[row.plane], camera.zoom, rect);
  return {
    empty: null,
    spec: { kind: "slice", rect, view: sliceView(row.plane, centre, mm), ...layers },
  };
}

/** What is written over one pane, in CSS pixels and ready-made words; computed anew for every drawn frame. */
import {
  applyToDirection,
  applyToPoint,
  type EdgeLetters,
  edgeLetters,
  inverse,
  type Mat4,
  PLANE_AXES,
  type Plane,
  projectToMip,
  scaleBar,
  type Vec3,
} from "@/geometry";
import { mmPerPixel, panePixel } from "@/state/camera";
import { positionRange } from "@/state/changes";
import type { ComparisonState } from "@/state/comparison";
import type { PanePlace } from "@/state/layout";
import { normalAxis, onPlane } from "@/state/planes";
import { type Row, turns } from "@/state/presets";
import type { ComparisonDescriptor, PetDescriptor, TimePointDescriptor } from "@/volumes";
import { shownRange } from "./paneSpecs";
import { differenceRefusal, petUnit } from "./petUnits";

export interface PaneModel {
  /** Pixel of the crosshair, or null where it is not drawn. */
  readonly crosshair: readonly [number, number] | null;
  readonly letters: EdgeLetters;
  readonly position: string;
  readonly window: string;
  readonly scale: { readonly pixels: number; readonly text: string };
  /** 0..1 of the slice slider; null for a MIP. */
  readonly slider: number | null;
  readonly bar: { readonly lo: string; readonly hi: string; readonly unit: string } | null;
}

export type FormatNumber = (value: number, digits: number) => string;

/** Millimetres below a centimetre, centimetres from there on. */
export function lengthText(length_mm: number, format: FormatNumber): string {
  return length_mm >= 10
    ? `${format(length_mm / 10, 0)} cm`
    : `${format(length_mm, length_mm < 1 ? 1 : 0)} mm`;
}

/** Letters at the edges of a plane of the common space, in the patient's own directions at this time point. */
export function lettersAt(plane: Plane, toCommon: Mat4): EdgeLetters {
  const here = inverse(toCommon);
  const { right, down } = PLANE_AXES[plane];
  return edgeLetters({
    right: applyToDirection(here, right),
    down: applyToDirection(here, down),
  });
}

/** Letters at the edges of a projection. */
export function mipLetters(angle_deg: number): EdgeLetters {
  const angle = (angle_deg * Math.PI) / 180;
  const right: Vec3 = [Math.cos(angle), Math.sin(angle), 0];
  return edgeLetters({ right, down: [0, 0, -1] });
}

const AXIS_NAMES = ["x", "y", "z"] as const;

function rangeText(value: number, format: FormatNumber): string {
  return format(
    value,
    Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2,
  );
}

function petBar(
  state: ComparisonState,
  pet: PetDescriptor,
  format: FormatNumber,
): PaneModel["bar"] {
  const { lo, hi } = shownRange(state, pet);
  const unit = petUnit(pet, state.normalisation);
  return { lo: rangeText(lo, format), hi: rangeText(hi, format), unit };
}

function overlayBar(
  state: ComparisonState,
  timePoint: TimePointDescriptor,
  descriptor: ComparisonDescriptor,
  format: FormatNumber,
): PaneModel["bar"] {
  const { mode, aShows, bShows, a } = state.overlay;
  const { pet } = timePoint;
  if (mode === "difference") {
    const from = descriptor.time_points[a]?.pet;
    if (!pet || differenceRefusal(from, pet, state.normalisation)) return null;
    const most = state.overlay.limit;
    return {
      lo: `−${rangeText(most, format)}`,
      hi: `+${rangeText(most, format)}`,
      unit: `Δ ${petUnit(pet, state.normalisation)}`,
    };
  }
  const shown = bShows === "pet" ? pet : aShows === "pet" ? descriptor.time_points[a]?.pet : null;
  return shown ? petBar(state, shown, format) : null;
}

/** The colour bar of a row: the PET's, or that of the difference; none for a CT. */
export function barOf(
  state: ComparisonState,
  row: Row,
  timePoint: TimePointDescriptor,
  descriptor: ComparisonDescriptor,
  format: FormatNumber,
): PaneModel["bar"] {
  if (row.content === "ct" || row.content === "surface") return null;
  if (row.content === "overlay") return overlayBar(state, timePoint, descriptor, format);
  return timePoint.pet ? petBar(state, timePoint.pet, format) : null;
}

function windowText(
  state: ComparisonState,
  row: Row,
  timePoint: TimePointDescriptor,
  descriptor: ComparisonDescriptor,
  format: FormatNumber,
): string {
  const parts: string[] = [];
  const { overlay } = state;
  const ctShown =
    row.content === "ct" ||
    row.content === "fused" ||
    (row.content === "overlay" &&
      (overlay.mode === "difference" || overlay.aShows === "ct" || overlay.bShows === "ct"));
  if (ctShown && timePoint.ct) {
    parts.push(`C ${format(state.ctWindow.centre, 0)} W ${format(state.ctWindow.width, 0)}`);
  }
  const bar = barOf(state, row, timePoint, descriptor, format);
  if (bar) parts.push(`${bar.lo} … ${bar.hi} ${bar.unit}`);
  return parts.join(" · ");
}

function mipModel(state: ComparisonState, place: PanePlace, timePoint: TimePointDescriptor) {
  const { rect } = place;
  const camera = state.cameras.mip;
  const mm = mmPerPixel(state.extents.mip, camera.zoom, rect);
  const toCommon = state.placements[place.column].toCommon;
  const here = applyToPoint(inverse(toCommon), state.crosshair);
  const centre = timePoint.mip?.centre_mm ?? [here[0], here[1]];
  const { u_mm } = projectToMip(here, centre as [number, number], state.mipAngle);
  return { camera, mm, point: [u_mm, -state.crosshair[2]] as [number, number], here };
}

export function paneModel(
  state: ComparisonState,
  descriptor: ComparisonDescriptor,
  place: PanePlace,
  format: FormatNumber,
): PaneModel {
  const row = state.rows[place.row];
  const timePoint = descriptor.time_points[place.column];
  const { rect } = place;
  const isMip = turns(row.content);
  const toCommon = state.placements[place.column].toCommon;
  const here = applyToPoint(inverse(toCommon), state.crosshair);
  const axis = isMip ? 2 : normalAxis(row.plane);
  const mip = isMip ? mipModel(state, place, timePoint) : null;
  const camera = mip?.camera ?? state.cameras[row.plane];
  const mm = mip?.mm ?? mmPerPixel(state.extents[row.plane], camera.zoom, rect);
  const point = mip?.point ?? onPlane(row.plane, state.crosshair);
  const bar = scaleBar(mm, Math.max(40, Math.min(110, rect.width / 4)));
  const [least, most] = positionRange(state, row.plane);
  const along = (state.crosshair[axis] - least) / Math.max(1e-6, most - least);
  return {
    // The engine draws the crosshair among the surfaces, which may hide it.
    crosshair:
      state.crosshairShown && row.content !== "surface" ? panePixel(camera, mm, rect, point) : null,
    letters: isMip ? mipLetters(state.mipAngle) : lettersAt(row.plane, toCommon),
    position: isMip
      ? `${format(state.mipAngle, 0)}°`
      : `${AXIS_NAMES[axis]} ${format(here[axis], 1)} mm`,
    window: windowText(state, row, timePoint, descriptor, format),
    scale: { pixels: bar.length_pixels, text: lengthText(bar.length_mm, format) },
    // The head is at the top of the slider.
    slider: isMip ? null : axis === 2 ? 1 - along : along,
    bar: barOf(state, row, timePoint, descriptor, format),
  };
}

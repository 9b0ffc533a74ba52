/** In step by organ: each time point's transform follows the crosshair along the body. */
import {
  add,
  alongPathToCommon,
  applyToPoint,
  inverse,
  type Mat4,
  shiftAt,
  type Vec3,
} from "@/geometry";
import type { ComparisonState, Placement } from "./comparison";

function translation([x, y, z]: Vec3): Mat4 {
  return [1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z, 0, 0, 0, 1];
}

/** The transform that is right at this height of the common space. */
function toCommonAt(placement: Placement, commonZ_mm: number, follow: boolean): Mat4 {
  const { organs, manualShift } = placement;
  if (!organs) return placement.toCommon;
  if (!follow) return organs.fixed;
  // A manual shift moves the whole examination after the organs have been followed.
  return translation(add(shiftAt(organs.path, commonZ_mm - manualShift[2]), manualShift));
}

const same = (one: Mat4, other: Mat4) => one.every((number, at) => number === other[at]);

/** The same state with the transforms that belong to its crosshair; the very same placements where none changes. */
export function inStep(state: ComparisonState): ComparisonState {
  let changed = false;
  const placements = state.placements.map((placement) => {
    const toCommon = toCommonAt(placement, state.crosshair[2], state.organStep);
    if (same(toCommon, placement.toCommon)) return placement;
    changed = true;
    return { ...placement, toCommon };
  });
  return changed ? { ...state, placements } : state;
}

/** Where a place of a time point lies in the common space, at whatever height it is. */
export function commonOf(placement: Placement, here_mm: Vec3, follow: boolean): Vec3 {
  const { organs, manualShift, toCommon } = placement;
  if (!organs || !follow) return applyToPoint(toCommon, here_mm);
  return add(alongPathToCommon(organs.path, here_mm), manualShift);
}

/**
 * The common point of the tissue that is seen at a common point of one column's picture.
 *
 * Pictures are drawn with the transform of the crosshair's height: further up or down, what is seen there belongs
 * elsewhere in the common space, and that is where the crosshair has to go.
 */
export function onTissue(
  state: Pick<ComparisonState, "placements" | "organStep">,
  column: number,
  seen_mm: Vec3,
): Vec3 {
  const placement = state.placements[column];
  if (!placement?.organs || !state.organStep) return seen_mm;
  return commonOf(placement, applyToPoint(inverse(placement.toCommon), seen_mm), true);
}

/** Follows the organs, or holds each examination as a whole. */
export function organStepChosen(on: boolean): Partial<ComparisonState> {
  return { organStep: on };
}

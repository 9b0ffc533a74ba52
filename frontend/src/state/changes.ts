/** Every change a hand can make to a comparison, as a pure function of what is there: use with `store.setState`. */
import type { Mat4, Vec3 } from "@/geometry";
import {
  broughtIntoView,
  mmPerPixel,
  type PaneSize,
  panned,
  type ViewKind,
  zoomedAt,
} from "./camera";
import {
  type ComparisonState,
  fittedCameras,
  type OverlayPair,
  type Placement,
} from "./comparison";
import type { PaneAddress } from "./layout";
import { usualScale } from "./normalisation";
import { normalAxis, onPlane } from "./planes";
import {
  type PetRange,
  type Plane,
  ROW_CONTENTS,
  type Row,
  type RowContent,
  type RowPreset,
  rowsOf,
} from "./presets";

type Change = Partial<ComparisonState>;

const clamp = (value: number, least: number, most: number) =>
  Math.min(most, Math.max(least, value));

/** Range of a plane's position in common mm: what the slice slider covers. */
export function positionRange(state: ComparisonState, plane: Plane): readonly [number, number] {
  switch (normalAxis(plane)) {
    case 0:
      return state.extents.axial.right;
    case 1:
      return state.extents.axial.down;
    case 2: {
      // "Down" of a coronal picture is -z.
      const [from, to] = state.extents.coronal.down;
      return [-to, -from];
    }
  }
}

export function movedTo(state: ComparisonState, plane: Plane, position: number): Change {
  const [least, most] = positionRange(state, plane);
  const axis = normalAxis(plane);
  const crosshair: [number, number, number] = [...state.crosshair];
  crosshair[axis] = clamp(position, least, most);
  return { crosshair };
}

/** Steps forward: towards the feet, towards posterior, towards the patient's left; as the wheel turns down. */
export function scrolled(state: ComparisonState, plane: Plane, steps: number): Change {
  const axis = normalAxis(plane);
  const forward = axis === 2 ? -1 : 1;
  return movedTo(state, plane, state.crosshair[axis] + forward * steps * state.step);
}

export function crosshairAt(state: ComparisonState, point: Vec3): Change {
  const x = positionRange(state, "sagittal");
  const y = positionRange(state, "coronal");
  const z = positionRange(state, "axial");
  return {
    crosshair: [clamp(point[0], ...x), clamp(point[1], ...y), clamp(point[2], ...z)],
  };
}

/** Keeps the crosshair visible in the other panes, which may be zoomed elsewhere. */
export function followed(
  state: ComparisonState,
  panes: readonly { kind: ViewKind; size: PaneSize }[],
): Change {
  let cameras = state.cameras;
  for (const { kind, size } of panes) {
    if (kind === "mip") continue;
    const camera = cameras[kind];
    const mm = mmPerPixel(state.extents[kind], camera.zoom, size);
    const moved = broughtIntoView(camera, mm, size, onPlane(kind, state.crosshair));
    if (moved !== camera) cameras = { ...cameras, [kind]: moved };
  }
  return cameras === state.cameras ? {} : { cameras };
}

export function zoomed(
  state: ComparisonState,
  kind: ViewKind,
  pane: PaneSize,
  pixel: readonly [number, number],
  factor: number,
): Change {
  const camera = zoomedAt(state.cameras[kind], state.extents[kind], pane, pixel, factor);
  return { cameras: { ...state.cameras, [kind]: camera } };
}

export function pannedBy(
  state: ComparisonState,
  kind: ViewKind,
  pane: PaneSize,
  pixels: readonly [number, number],
): Change {
  const camera = state.cameras[kind];
  const mm = mmPerPixel(state.extents[kind], camera.zoom, pane);
  return { cameras: { ...state.cameras, [kind]: panned(camera, mm, pixels) } };
}

export function fittedAgain(state: ComparisonState): Change {
  return { cameras: fittedCameras(state.extents), mipAngle: 0 };
}

/** Dragging right widens the window, dragging up makes the picture darker, as on most workstations. */
export function windowDragged(state: ComparisonState, pixels: readonly [number, number]): Change {
  const { centre, width } = state.ctWindow;
  const pace = Math.max(1, width / 256);
  return {
    ctWindow: {
      centre: Math.round(clamp(centre + pixels[1] * -pace, -2000, 4000)),
      width: Math.round(clamp(width + pixels[0] * pace, 1, 6000)),
    },
  };
}

function rangeDragged(
  range: PetRange,
  pixels: readonly [number, number],
  finest: number,
): PetRange {
  const span = range.hi - range.lo;
  const hi = Math.max(range.lo + finest, range.hi - (pixels[1] * span) / 200);
  const lo = clamp(range.lo + (pixels[0] * span) / 400, 0, hi - finest);
  return { lo, hi };
}

/** Dragging down raises the upper end (the picture gets paler), dragging right raises the lower end. */
export function petRangeDragged(
  state: ComparisonState,
  isSuv: boolean,
  pixels: readonly [number, number],
): Change {
  const reversed: [number, number] = [pixels[0], -pixels[1]];
  return isSuv
    ? { petRange: rangeDragged(state.petRange, reversed, 0.1 * usualScale(state.normalisation)) }
    : { otherRange: rangeDragged(state.otherRange, reversed, 0.001) };
}

export function rotated(state: ComparisonState, degrees: number): Change {
  return { mipAngle: (((state.mipAngle + degrees) % 360) + 360) % 360 };
}

export function planeChosen(state: ComparisonState, plane: Plane): Change {
  return { plane, rows: state.rows.map((row) => ({ ...row, plane })) };
}

export function presetChosen(state: ComparisonState, preset: RowPreset): Change {
  return { rows: rowsOf(preset, state.plane), maximised: null };
}

export function rowChanged(state: ComparisonState, at: number, change: Partial<Row>): Change {
  return { rows: state.rows.map((row, index) => (index === at ? { ...row, ...change } : row)) };
}

/** Adds a row of this content at its usual place, or removes all of them; the last row stays. */
export function contentToggled(state: ComparisonState, content: RowContent): Change {
  const without = state.rows.filter((row) => row.content !== content);
  if (without.length < state.rows.length) {
    return without.length > 0 ? { rows: without, maximised: null } : {};
  }
  const row: Row = { id: `${content}-added`, content, plane: state.plane };
  const order = (other: Row) => ROW_CONTENTS.indexOf(other.content);
  const rows = [...state.rows, row].sort((one, other) => order(one) - order(other));
  return { rows, maximised: null };
}

export function rowRemoved(state: ComparisonState, at: number): Change {
  if (state.rows.length <= 1) return {};
  return { rows: state.rows.filter((_, index) => index !== at), maximised: null };
}

/** Whoever opens the list for the first time wants to see what is in it. */
export function organPanelToggled(state: ComparisonState): Change {
  return state.organPanel ? { organPanel: false } : { organPanel: true, organsShown: true };
}

export function maximisedToggled(state: ComparisonState, pane: PaneAddress): Change {
  return { maximised: state.maximised ? null : pane };
}

export function overlayChanged(state: ComparisonState, change: Partial<OverlayPair>): Change {
  return { overlay: { ...state.overlay, ...change } };
}

/** The same placement with another manual shift: a shift adds to the translation in common millimetres. */
export function shiftedPlacement(placement: Placement, manualShift: Vec3): Placement {
  const moved = (old: Mat4) => {
    const matrix = [...old];
    for (const axis of [0, 1, 2] as const) {
      matrix[4 * axis + 3] += manualShift[axis] - placement.manualShift[axis];
    }
    return matrix;
  };
  const { organs } = placement;
  const followed = organs ? { organs: { ...organs, fixed: moved(organs.fixed) } } : {};
  return { ...placement, ...followed, manualShift, toCommon: moved(placement.toCommon) };
}

/** The first time point is what the others are placed on: it never moves. */
export function shifted(state: ComparisonState, column: number, manualShift: Vec3): Change {
  if (column === 0 || column >= state.placements.length) return {};
  return {
    placements: state.placements.map((placement, index) =>
      index === column ? shiftedPlacement(placement, manualShift) : placement,
    ),
  };
}

export function placed(state: ComparisonState, column: number, placement: Placement): Change {
  return {
    placements: state.placements.map((old, index) => (index === column ? placement : old)),
  };
}

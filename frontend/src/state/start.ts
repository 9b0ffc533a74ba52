/** What a fresh view takes from the descriptor: how far the bodies reach, where to begin, how fine a step is. */
import {
  add,
  alongPathToCommon,
  applyToPoint,
  boxMm,
  type Grid,
  type Mat4,
  scale,
  spacingMm,
  type Vec3,
} from "@/geometry";
import type { ComparisonDescriptor, TimePointDescriptor } from "@/volumes";
import type { Extent, ViewKind } from "./camera";
import type { ComparisonStart, Placement } from "./comparison";

type Box = readonly [Vec3, Vec3];

/** Shown while nothing is prepared yet: about one body. */
const UNKNOWN_BOX: Box = [
  [-250, -250, -500],
  [250, 250, 500],
];
const UNKNOWN_STEP_MM = 3;

/** Box in common space around the box of a grid. */
export function boxInCommon(grid: Grid, toCommon: Mat4): Box {
  const [low, high] = boxMm(grid);
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    applyToPoint(toCommon, [
      corner & 1 ? high[0] : low[0],
      corner & 2 ? high[1] : low[1],
      corner & 4 ? high[2] : low[2],
    ]),
  );
  return enclosing(corners.map((corner) => [corner, corner]));
}

function enclosing(boxes: readonly Box[]): Box {
  const along = (pick: (...numbers: number[]) => number, end: 0 | 1): Vec3 => [
    pick(...boxes.map((box) => box[end][0])),
    pick(...boxes.map((box) => box[end][1])),
    pick(...boxes.map((box) => box[end][2])),
  ];
  return [along(Math.min, 0), along(Math.max, 1)];
}

/** The CT's grid where there is one: a PET's field of view is mostly air. */
function mainGrid(timePoint: TimePointDescriptor): Grid | null {
  return timePoint.ct?.levels[0] ?? timePoint.pet?.levels[0] ?? null;
}

export function extentsOf(descriptor: ComparisonDescriptor): Record<ViewKind, Extent> {
  const boxes = descriptor.time_points.flatMap((timePoint) => {
    const grid = mainGrid(timePoint);
    if (!grid) return [];
    const box = boxInCommon(grid, timePoint.to_common);
    const { organs, manualShift } = placementOf(timePoint);
    if (!organs) return [box];
    // Head and feet may lie elsewhere along the organs than under one transform for the whole body.
    const ends = boxMm(grid).map((end) =>
      add(alongPathToCommon(organs.path, end), manualShift),
    ) as [Vec3, Vec3];
    return [box, ends];
  });
  const [low, high] = boxes.length > 0 ? enclosing(boxes) : UNKNOWN_BOX;
  const x = [low[0], high[0]] as const;
  const y = [low[1], high[1]] as const;
  const headFirst = [-high[2], -low[2]] as const;
  const mipHalf = Math.max(
    ...descriptor.time_points.map(({ mip }) => (mip ? (mip.shape[2] * mip.du_mm) / 2 : 0)),
    (x[1] - x[0]) / 2,
  );
  return {
    axial: { right: x, down: y },
    coronal: { right: x, down: headFirst },
    sagittal: { right: y, down: headFirst },
    mip: { right: [-mipHalf, mipHalf], down: headFirst },
  };
}

/** The finest slice distance of any CT, else of any PET. */
export function finestStepMm(descriptor: ComparisonDescriptor): number {
  const of = (grids: readonly (Grid | undefined)[]) =>
    grids.filter((grid) => grid !== undefined).map((grid) => spacingMm(grid)[2]);
  const ct = of(descriptor.time_points.map((timePoint) => timePoint.ct?.levels[0]));
  const pet = of(descriptor.time_points.map((timePoint) => timePoint.pet?.levels[0]));
  const steps = ct.length > 0 ? ct : pet;
  return steps.length > 0 ? Math.min(...steps) : UNKNOWN_STEP_MM;
}

export function placementOf(timePoint: TimePointDescriptor): Placement {
  return {
    toCommon: timePoint.to_common,
    source: timePoint.transform_source,
    manualShift: timePoint.manual_shift_mm,
    ...(timePoint.transform_source === "organs" && timePoint.organ_path
      ? { organs: { path: timePoint.organ_path, fixed: timePoint.to_common } }
      : {}),
  };
}

export function comparisonStart(descriptor: ComparisonDescriptor): ComparisonStart {
  const extents = extentsOf(descriptor);
  const first = descriptor.time_points[0];
  const grid = first ? mainGrid(first) : null;
  const volume = first?.ct ?? first?.pet;
  const box: Box = first && grid ? boxInCommon(grid, first.to_common) : UNKNOWN_BOX;
  const middle = scale(add(box[0], box[1]), 0.5);
  const body = volume?.body_centre_mm;
  return {
    extents,
    step: finestStepMm(descriptor),
    crosshair: first && body ? applyToPoint(first.to_common, body) : middle,
    placements: descriptor.time_points.map(placementOf),
  };
}

/** What changes when a later descriptor tells of more volumes; what the user has set stays. */
export function restarted(
  old: ComparisonStart,
  descriptor: ComparisonDescriptor,
): { start: ComparisonStart; extentsChanged: boolean } {
  const start = comparisonStart(descriptor);
  const extentsChanged = JSON.stringify(start.extents) !== JSON.stringify(old.extents);
  return { start, extentsChanged };
}

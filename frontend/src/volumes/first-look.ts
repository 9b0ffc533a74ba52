/**
 * The few slabs that the first pictures cut, all of them in one request.
 *
 * A comparison begins with axial pictures at one height. Of the coarse level of each volume they need one slab or two;
 * to wait for the whole of it would be to fetch and convert thirty times as much.
 */
import { indexToMm, type Mat4, multiply, type Vec3 } from "@/geometry";
import type { ComparisonDescriptor } from "./descriptor";
import type { SlabRequest } from "./fetch-slab";
import { levelOf, type PlannedSlab, plannedSlabs, type ShownLevel, shownLevels } from "./slab-plan";

/** Where the first pictures are. */
export interface FirstLook {
  /** A point of common space that they show. */
  readonly focus_mm: Vec3;
  /** For each time point: common mm = matrix · its own mm. */
  readonly toCommon: readonly Mat4[];
}

/** For a picture that lies between two slabs, whichever way its height is rounded. */
const MARGIN_SLICES = 0.01;

export function firstSlabs(
  descriptor: Pick<ComparisonDescriptor, "time_points">,
  longestTextureSide: number,
  look: FirstLook,
): readonly PlannedSlab[] {
  const shown = shownLevels(descriptor, longestTextureSide);
  const coarsest = new Map(shown.toReversed().map((one) => [one.volume.id, one]));
  return [...coarsest.values()].toReversed().flatMap((one) => {
    const toCommon = look.toCommon[one.column];
    return toCommon ? [cutSlabs(one, toCommon, look.focus_mm[2])] : [];
  });
}

/** Everything that `slabs` ask for as one request; the answer holds their voxels one behind the other. */
export function together(slabs: readonly PlannedSlab[]): SlabRequest {
  const urls = slabs.map(({ request }) => request.url);
  return {
    url: urls.length === 1 ? (urls[0] as string) : `/volumes/together?of=${urls.join("&of=")}`,
    layouts: slabs.flatMap(({ request }) => request.layouts),
  };
}

/** The slabs that an axial plane cuts within the volume; where it passes by, the nearest one, as a texture repeats its edge. */
function cutSlabs(shown: ShownLevel, toCommon: Mat4, z_mm: number): PlannedSlab {
  const level = levelOf(shown);
  const [lowest, highest] = cutSlices(multiply(toCommon, indexToMm(level)), level.shape, z_mm);
  const last = level.shape[0] - 1;
  const clamp = (k: number) => Math.min(Math.max(k, 0), last);
  const first = Math.floor(Math.floor(clamp(lowest - MARGIN_SLICES)) / level.slab_slices);
  const to = Math.min(Math.floor(clamp(highest + MARGIN_SLICES)) + 1, last);
  return plannedSlabs(shown, first, Math.floor(to / level.slab_slices) - first + 1);
}

/** Lowest and highest slice coordinate of common height `z_mm` over all rows and columns. */
function cutSlices(
  commonFromIndex: Mat4,
  [, rows, columns]: readonly [number, number, number],
  z_mm: number,
): readonly [number, number] {
  const [perColumn = 0, perRow = 0, perSlice = 0, origin = 0] = commonFromIndex.slice(8, 12);
  const slices = [-0.5, columns - 0.5].flatMap((i) =>
    [-0.5, rows - 0.5].map((j) => (z_mm - origin - perColumn * i - perRow * j) / perSlice),
  );
  // Slices that stand upright are all of them cut.
  return slices.every(Number.isFinite)
    ? [Math.min(...slices), Math.max(...slices)]
    : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
}

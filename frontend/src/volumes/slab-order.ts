import type { Vec3 } from "@/geometry";
import type { ComparisonDescriptor } from "./descriptor";
import { distanceMm, type PlannedSlab } from "./slab-plan";

export interface Wish {
  readonly focus_mm: Vec3;
  readonly mipWanted: boolean;
}

/** Something of everything, then what is looked at, then the projections, then the rest outwards. */
const COARSE = 0;
const MIP_WANTED = 1;
const AT_FOCUS = 2;
const OUTWARDS = 3;
const MIP = 4;

type Rank = readonly [step: number, distance_mm: number, column: number, slab: number];

function rank(slab: PlannedSlab, descriptor: ComparisonDescriptor, wish: Wish): Rank {
  if (slab.kind === "coarse") {
    return [COARSE, 0, slab.column, slab.slab];
  }
  if (slab.kind === "mip") {
    return [wish.mipWanted ? MIP_WANTED : MIP, 0, slab.column, 0];
  }
  const point = descriptor.time_points[slab.column];
  const volume = [point?.ct, point?.pet].find((one) => one?.id === slab.volume);
  const level = volume?.levels[slab.level];
  const distance_mm =
    point && level ? distanceMm(slab, level, point, wish.focus_mm) : Number.POSITIVE_INFINITY;
  return [distance_mm === 0 ? AT_FOCUS : OUTWARDS, distance_mm, slab.column, slab.slab];
}

/** The slabs in the order in which they are to be asked for. */
export function inOrder(
  slabs: readonly PlannedSlab[],
  descriptor: ComparisonDescriptor,
  wish: Wish,
): readonly PlannedSlab[] {
  return slabs
    .map((slab) => ({ slab, rank: rank(slab, descriptor, wish) }))
    .sort((a, b) => {
      const differs = a.rank.findIndex((value, n) => value !== b.rank[n]);
      return differs < 0 ? 0 : (a.rank[differs] as number) - (b.rank[differs] as number);
    })
    .map(({ slab }) => slab);
}

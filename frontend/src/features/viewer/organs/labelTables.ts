/** From the look of organs to the small tables by which the engine colours, dims and hides stored values. */
import type { OrganMap, OrgansAnswer } from "@/api/organs";
import { colourOf, isDrawn, type OrganLook } from "@/state/organs";

type Structures = OrgansAnswer["structures"];

/** What stays of the projection of a dimmed organ, of 255. */
const DIMMED = 40;
/** Skin and trunk are seen through, else they would hide everything. */
const SEEN_THROUGH = 60;

/** The drawn segment that a stored value is coloured by: where several overlap, the smallest lies on top. */
function topmost(map: OrganMap, numbers: readonly number[], look: OrganLook) {
  return map.segments
    .filter((one) => numbers.includes(one.number) && isDrawn(look, one.structure))
    .sort((one, other) => (one.volume_ml ?? 0) - (other.volume_ml ?? 0))[0];
}

/** RGBA of each stored value; A = 0 hides. */
export function labelColours(map: OrganMap, look: OrganLook, structures: Structures): Uint8Array {
  const table = new Uint8Array(4 * map.values.length);
  map.values.forEach((numbers, value) => {
    const segment = topmost(map, numbers, look);
    if (segment) table.set([...colourOf(look, structures, segment.structure), 255], 4 * value);
  });
  return table;
}

/** How much of the projection stays where its maximum lies in each stored value: 255 is all. */
export function mipStrength(map: OrganMap, look: OrganLook): Uint8Array {
  const dimmed = new Set(numbersOf(map, look.mipMarked));
  return Uint8Array.from(map.values, (numbers) =>
    look.mipTreatment === "dim" && numbers.some((number) => dimmed.has(number)) ? DIMMED : 255,
  );
}

/** RGBA of each segment number. */
export function surfaceColours(map: OrganMap, look: OrganLook, structures: Structures): Uint8Array {
  const most = Math.max(0, ...map.segments.map(({ number }) => number));
  const table = new Uint8Array(4 * (most + 1));
  for (const { number, structure } of map.segments) {
    if (!isDrawn(look, structure)) continue;
    const through = structures[structure]?.system === "body" && look.solo !== structure;
    const alpha = through ? SEEN_THROUGH : 255;
    table.set([...colourOf(look, structures, structure), alpha], 4 * number);
  }
  return table;
}

/** Numbers of the segments that show one of these structures. */
export function numbersOf(map: OrganMap, structures: readonly string[]): number[] {
  return map.segments
    .filter(({ structure }) => structures.includes(structure))
    .map(({ number }) => number);
}

/** The structures that a stored value stands for, the smallest first. */
export function structuresAt(map: OrganMap, value: number): string[] {
  const numbers = map.values[value] ?? [];
  return map.segments
    .filter(({ number }) => numbers.includes(number))
    .sort((one, other) => (one.volume_ml ?? 0) - (other.volume_ml ?? 0))
    .map(({ structure }) => structure);
}

/** The first stored value that stands for a structure alone, else any; 0 when there is none. */
export function storedValueOf(map: OrganMap, structure: string | null): number {
  const numbers = structure === null ? [] : numbersOf(map, [structure]);
  const found = map.values.findIndex((of) => of.length === 1 && numbers.includes(of[0]));
  const any = map.values.findIndex((of) => of.some((number) => numbers.includes(number)));
  return Math.max(0, found >= 0 ? found : any);
}

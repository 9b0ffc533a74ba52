import type { ExaminationSummary } from "@/api/types";

export const mostTimePoints = 4;

/** Whether anything of this examination can be shown, now or when it is prepared. */
export function canBeCompared({ ct, pet }: Pick<ExaminationSummary, "ct" | "pet">): boolean {
  return [ct, pet].some((series) => series !== null && series.state !== "failed");
}

/** The latest four that can be shown. Examinations come in order of acquisition. */
export function latestFour(examinations: readonly ExaminationSummary[]): string[] {
  return examinations
    .filter(canBeCompared)
    .slice(-mostTimePoints)
    .map(({ id }) => id);
}

/** Take one in or out; a fifth is not taken in. */
export function toggled(selected: readonly string[], id: string): string[] {
  if (selected.includes(id)) return selected.filter((other) => other !== id);
  return selected.length < mostTimePoints ? [...selected, id] : [...selected];
}

/** The chosen ones that (still) exist, in order of acquisition, whatever the order of choosing. */
export function inOrderOfTime(
  selected: readonly string[],
  examinations: readonly ExaminationSummary[],
): string[] {
  return examinations.filter(({ id }) => selected.includes(id)).map(({ id }) => id);
}

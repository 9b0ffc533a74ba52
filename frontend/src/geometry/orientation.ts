import type { SliceView } from "./slice-view";
import { scale, unit, type Vec3 } from "./vector";

/** Parts smaller than this (of 1) are not worth a letter: about 2.9 degrees. */
const SMALLEST_PART = 0.05;

const LETTERS = [
  ["L", "R"],
  ["P", "A"],
  ["H", "F"],
] as const;

/**
 * Letters of a direction, the largest part first: "L", "LP", "HAR".
 * L/R left/right, P/A posterior/anterior, H/F head/feet (DICOM PS3.3 C.7.6.1.1.1).
 */
export function orientationLetters(direction: Vec3): string {
  const u = unit(direction);
  return [0, 1, 2]
    .map((axis) => ({ axis, part: u[axis as 0 | 1 | 2] }))
    .filter(({ part }) => Math.abs(part) >= SMALLEST_PART)
    .sort((a, b) => Math.abs(b.part) - Math.abs(a.part))
    .map(({ axis, part }) => LETTERS[axis as 0 | 1 | 2][part > 0 ? 0 : 1])
    .join("");
}

export interface EdgeLetters {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

/** What stands at the four edges of a picture. */
export function edgeLetters(view: Pick<SliceView, "right" | "down">): EdgeLetters {
  return {
    left: orientationLetters(scale(view.right, -1)),
    right: orientationLetters(view.right),
    top: orientationLetters(scale(view.down, -1)),
    bottom: orientationLetters(view.down),
  };
}

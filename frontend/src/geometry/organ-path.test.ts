import { describe, expect, it } from "vitest";
import fixtures from "../../../contracts/geometry/organ_path.json";
import { alongPathToCommon, alongPathToHere, type OrganPath, shiftAt } from "./organ-path";
import type { Vec3 } from "./vector";

function expectNear(found: Vec3, expected: readonly number[], within = 1e-9): void {
  found.forEach((value, axis) => {
    expect(Math.abs(value - (expected[axis] as number))).toBeLessThan(within);
  });
}

/** Worked out by hand and read by the Python side too. */
describe.each(fixtures.paths)("$name", (fixture) => {
  const path = fixture as unknown as OrganPath;

  it("leads there and back", () => {
    for (const { here_mm, common_mm } of fixture.pairs) {
      expectNear(alongPathToCommon(path, here_mm as unknown as Vec3), common_mm);
      expectNear(alongPathToHere(path, common_mm as unknown as Vec3), here_mm);
    }
  });
});

/** The same numbers in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Heights here that grow by 0.2 to 2 times the step in the common space, any sideways shift. */
function anyPath(next: () => number): OrganPath {
  const count = 1 + Math.floor(next() * 60);
  const at_z_mm: number[] = [];
  const shift_mm: Vec3[] = [];
  let common = next() * 400 - 800;
  let here = next() * 1000 - 500;
  for (let n = 0; n < count; n += 1) {
    at_z_mm.push(common);
    shift_mm.push([next() * 40 - 20, next() * 40 - 20, common - here]);
    const step = 1 + next() * 10;
    common += step;
    here += step * (0.2 + 1.8 * next());
  }
  return { at_z_mm, shift_mm };
}

describe("any path", () => {
  const next = random(20260301);
  const paths = Array.from({ length: 200 }, () => anyPath(next));
  const anywhere = (): Vec3 => [next() * 600 - 300, next() * 600 - 300, next() * 2400 - 1200];

  it("leads back to where one came from, within the heights and beyond them", () => {
    for (const path of paths) {
      for (let n = 0; n < 20; n += 1) {
        const here = anywhere();
        expectNear(alongPathToHere(path, alongPathToCommon(path, here)), here, 1e-6);
        const common = anywhere();
        expectNear(alongPathToCommon(path, alongPathToHere(path, common)), common, 1e-6);
      }
    }
  });

  it("keeps the order of heights, and makes no jump", () => {
    for (const path of paths) {
      const heights = Array.from(
        { length: 520 },
        (_, n) => alongPathToHere(path, [0, 0, 5 * n - 1300])[2],
      );
      const steps = heights.slice(1).map((height, n) => height - (heights[n] as number));
      expect(Math.min(...steps)).toBeGreaterThan(0);
      expect(Math.max(...steps)).toBeLessThan(10.001);
    }
  });

  it("is constant beyond its ends", () => {
    for (const path of paths) {
      expect(shiftAt(path, -1e5)).toEqual(path.shift_mm[0]);
      expectNear(shiftAt(path, 1e5), path.shift_mm.at(-1) as Vec3);
    }
  });
});

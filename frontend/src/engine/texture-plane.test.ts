import { expect, test } from "vitest";
import { depthRange } from "./texture-plane";

test("an upright picture reaches as deep as its edges, also beyond the volume", () => {
  // columns run along s, rows along r from -0.5 to 1.5
  expect(depthRange([1, 0, 0, 0, 0, 2, 0, 0.5, -0.5])).toEqual([-0.5, 1.5]);
});

test("a level picture lies at one depth however far it reaches", () => {
  expect(depthRange([5, 0, 0, 0, 5, 0, -2, -2, 0.25])).toEqual([0.25, 0.25]);
});

test("of a tilted picture only what lies within the volume counts", () => {
  // r = 0.5 + 0.1 (s - 0.5), and the picture reaches four volumes to each side
  const [lowest, highest] = depthRange([9, 0, 0.9, 0, 9, 0, -4, -4, 0.05]);
  expect(lowest).toBeCloseTo(0.45, 12);
  expect(highest).toBeCloseTo(0.55, 12);
});

test("a tilted picture of a small part counts as far as it reaches itself", () => {
  const [lowest, highest] = depthRange([0.2, 0, 0.02, 0, 0.2, 0, 0.4, 0.4, 0.49]);
  expect(lowest).toBeCloseTo(0.49, 12);
  expect(highest).toBeCloseTo(0.51, 12);
});

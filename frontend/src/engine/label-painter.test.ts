import { expect, test } from "vitest";
import { labelWeights } from "./label-painter";

test("opacity is that of what is drawn strongest; what is highlighted loses half of what is missing", () => {
  expect(labelWeights({ opacity: 0.4, style: "filled" })).toEqual([0.4, 0.4, 0.7, 0.7]);
  expect(labelWeights({ opacity: 0.4, style: "outlined" })).toEqual([0, 0.4, 0.5, 0.7]);
  const [area, line, strongArea, strongLine] = labelWeights({ opacity: 0.8, style: "both" });
  expect([line, strongLine]).toEqual([0.8, 0.9]);
  expect(area).toBeCloseTo(0.28, 12);
  expect(strongArea).toBeCloseTo(0.64, 12);
});

test("no opacity is beyond nothing and all", () => {
  expect(labelWeights({ opacity: 7, style: "filled" })[0]).toBe(1);
  expect(labelWeights({ opacity: -1, style: "outlined" })[1]).toBe(0);
});

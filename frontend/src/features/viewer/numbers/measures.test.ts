import { describe, expect, it } from "vitest";
import { changeOf, comparedWith, isBeyond, measured, repeatabilityOf, unitOf } from "./measures";
import { sampleStatistics } from "./sampleStatistics";

const statistics = sampleStatistics();
const [liver] = statistics.rows;
const of = (unit: string, value: number) => ({ unit, value, sd: null });

describe("one number out of what was measured", () => {
  it("has its own unit", () => {
    expect(measured(liver?.values[0], "volume")).toEqual({ value: 1500, unit: "ml", sd: null });
    expect(measured(liver?.values[0], "hu_mean")).toEqual({ value: 105, unit: "HU", sd: 12 });
    expect(measured(liver?.values[0], "mean")).toEqual({ value: 2, unit: "SUVbw", sd: null });
    expect(measured(liver?.values[2], "max")?.unit).toBe("Bq/ml");
    expect(measured(null, "mean")).toBeNull();
    expect(unitOf(statistics, "median")).toBe("SUVbw");
  });
});

describe("a change", () => {
  it("is in % of the earlier value", () => {
    expect(changeOf(of("ml", 150), of("ml", 100))).toEqual({ amount: 50, unit: "%" });
    expect(changeOf(of("SUVbw", 1), of("SUVbw", 4))).toEqual({ amount: -75, unit: "%" });
  });

  it("of HU is a difference: 0 HU is water, not nothing", () => {
    expect(changeOf(of("HU", 60), of("HU", -20))).toEqual({ amount: 80, unit: "HU" });
  });

  it("is not computed between units, from nothing, or from zero", () => {
    expect(changeOf(of("SUVbw", 2), of("Bq/ml", 9000))).toBeNull();
    expect(changeOf(of("Bq/ml", 8000), of("Bq/ml", 9000))).toBeNull();
    expect(changeOf(of("ml", 2), null)).toBeNull();
    expect(changeOf(of("ml", 2), of("ml", 0))).toBeNull();
  });

  it("counts from the first or the one before that has a value", () => {
    const values = [null, of("ml", 1), null, of("ml", 3)];
    expect(comparedWith(values, 3, "first")).toBe(1);
    expect(comparedWith([of("ml", 1), ...values.slice(1)], 3, "first")).toBe(0);
    expect(comparedWith(values, 3, "previous")).toBe(1);
    expect(comparedWith(values, 1, "first")).toBeNull();
    expect(comparedWith(values, 3, "none")).toBeNull();
  });
});

describe("the band of repeated measurements", () => {
  it("is that of the organ, else that of any, else none", () => {
    expect(repeatabilityOf(statistics, "mean", "liver")?.source).toBe("Liver study");
    expect(repeatabilityOf(statistics, "mean", "spleen")?.source).toBe("Any study");
    expect(repeatabilityOf(statistics, "volume", "spleen")).toBeNull();
  });

  it("tells a change that is more from one that is not, and judges no HU", () => {
    const band = repeatabilityOf(statistics, "mean", "liver");
    expect(isBeyond({ amount: -20, unit: "%" }, band)).toBe(true);
    expect(isBeyond({ amount: 14, unit: "%" }, band)).toBe(false);
    expect(isBeyond({ amount: 20, unit: "HU" }, band)).toBeNull();
    expect(isBeyond({ amount: 20, unit: "%" }, null)).toBeNull();
  });
});

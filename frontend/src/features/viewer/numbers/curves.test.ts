import { describe, expect, it } from "vitest";
import { courseOf } from "./curves";
import { sampleStatistics } from "./sampleStatistics";

const sample = sampleStatistics();

describe("a course", () => {
  it("has one value for each day, none where nothing was measured, none in another unit", () => {
    const course = courseOf(sample, ["liver", "spleen"], "mean", "absolute");
    expect(course.days).toEqual([0, 30, 60]);
    expect(course.unit).toBe("SUVbw");
    expect(course.curves.map(({ values }) => values)).toEqual([
      [2, 3, null],
      [1.5, null, null],
    ]);
    expect(course.otherUnit).toEqual(["T3"]);
    // CT knows no such gap
    expect(courseOf(sample, ["liver"], "volume", "absolute").otherUnit).toEqual([]);
  });

  it("in % starts at zero and has the band as it was published", () => {
    const course = courseOf(sample, ["liver"], "mean", "relative");
    expect(course.curves[0]?.values).toEqual([0, 50, null]);
    expect(course.curves[0]?.band).toEqual([-15, 15]);
    expect(course.unit).toBe("%");
    expect(courseOf(sample, ["liver"], "hu_mean", "relative").unit).toBe("Δ HU");
  });

  it("in its unit has the band around its first value", () => {
    const [low, high] = courseOf(sample, ["liver"], "mean", "absolute").curves[0]?.band ?? [];
    expect(low).toBeCloseTo(1.7, 9);
    expect(high).toBeCloseTo(2.3, 9);
    expect(courseOf(sample, ["liver"], "volume", "absolute").curves[0]?.band).toBeNull();
  });

  it("leaves out what has no date, and says so", () => {
    const [first, second, third] = sample.time_points;
    if (!first || !second || !third) throw new Error("the sample has three");
    const undated = {
      ...sample,
      time_points: [first, { ...second, days_since_first: null }, third],
    };
    const course = courseOf(undated, ["liver"], "volume", "absolute");
    expect(course.undated).toEqual(["T2"]);
    expect(course.columns).toEqual([0, 2]);
    expect(course.curves[0]?.values).toEqual([1500, 1500]);
  });
});

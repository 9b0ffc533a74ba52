import { describe, expect, it } from "vitest";
import { examination, series } from "@/api/sampleAnswers";
import { inOrderOfTime, latestFour, toggled } from "./selection";
import { placesInTime } from "./timeAxisPlaces";

const six = ["a", "b", "c", "d", "e", "f"].map((id) => examination(id));

describe("choosing examinations", () => {
  it("begins with the latest four", () => {
    expect(latestFour(six)).toEqual(["c", "d", "e", "f"]);
    expect(latestFour(six.slice(0, 2))).toEqual(["a", "b"]);
  });

  it("leaves out what cannot be shown, but not what has one series left", () => {
    const failed = { state: "failed" as const };
    const nothing = examination("x", { ct: series("c", failed), pet: series("p", failed) });
    const petOnly = examination("y", { ct: series("c", failed) });
    expect(latestFour([...six, nothing, petOnly])).toEqual(["d", "e", "f", "y"]);
  });

  it("takes no fifth", () => {
    expect(toggled(["a", "b", "c", "d"], "e")).toEqual(["a", "b", "c", "d"]);
    expect(toggled(["a", "b", "c", "d"], "b")).toEqual(["a", "c", "d"]);
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  });

  it("compares in order of acquisition, whatever the order of choosing", () => {
    expect(inOrderOfTime(["f", "a", "gone", "c"], six)).toEqual(["a", "c", "f"]);
  });
});

describe("the time axis", () => {
  it("keeps the proportions of the days", () => {
    expect(placesInTime(["2026-01-01", "2026-01-26", "2026-04-11"], 0.05)).toEqual([0, 0.25, 1]);
  });

  it("moves examinations of one day apart, and none beyond the ends", () => {
    expect(placesInTime(["2026-01-01", "2026-04-11", "2026-04-11"], 0.1)).toEqual([0, 0.9, 1]);
    expect(placesInTime(["2026-01-01", "2026-01-01"], 0.1)).toEqual([0, 0.1]);
  });

  it("places nothing whose date is unknown", () => {
    expect(placesInTime([null, "2026-01-01", "2026-01-11"], 0.1)).toEqual([null, 0, 1]);
    expect(placesInTime([null], 0.1)).toEqual([null]);
  });
});

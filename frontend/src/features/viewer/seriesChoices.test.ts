import { describe, expect, it } from "vitest";
import { examination, patient, series } from "@/api/sampleAnswers";
import type { OtherSeries } from "@/api/types";
import { choicesOf, seriesAfter, shownChoice } from "./seriesChoices";

function other(key: string, over: Partial<OtherSeries> = {}): OtherSeries {
  return {
    series: key,
    modality: "PT",
    description: key,
    acquired_at: null,
    images: 91,
    why: "not attenuation corrected",
    state: "ready",
    examination: "a",
    ...over,
  };
}

const detail = {
  ...patient("p", "A^B", [
    examination("a", { ct: series("ct"), pet: series("ac", { modality: "PT" }) }),
    examination("b"),
  ]),
  other_series: [
    other("nac"),
    other("lung", { modality: "CT", why: "" }),
    other("scout", { modality: "CT", state: "not-an-image-volume" }),
    other("elsewhere", { examination: "b" }),
    other("nowhere", { examination: null }),
  ],
};
const choices = choicesOf(detail, "a");

describe("the series that an examination can show", () => {
  it("are its own and the volumes kept beside them", () => {
    expect(choices.map(({ key, kind, own }) => [key, kind, own])).toEqual([
      ["ct", "ct", true],
      ["ac", "pet", true],
      ["nac", "pet", false],
      ["lung", "ct", false],
    ]);
  });

  it("are its own until the address names another", () => {
    expect(shownChoice(choices, [], "pet")?.key).toBe("ac");
    expect(shownChoice(choices, ["elsewhere"], "pet")?.key).toBe("ac");
    expect(shownChoice(choices, ["nac"], "pet")?.key).toBe("nac");
    expect(shownChoice(choices, ["nac"], "ct")?.key).toBe("ct");
  });

  it("can be chosen and taken back without touching another examination or the other kind", () => {
    const [, own, nac] = choices;
    const after = seriesAfter(["elsewhere", "lung"], choices, nac);
    expect(after).toEqual(["elsewhere", "lung", "nac"]);
    expect(seriesAfter(after, choices, nac)).toEqual(after);
    expect(seriesAfter(after, choices, own)).toEqual(["elsewhere", "lung"]);
  });
});

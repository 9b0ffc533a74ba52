import { afterEach, describe, expect, it } from "vitest";
import { organMap, organsAnswer, segment } from "@/api/sampleOrgans";
import {
  coloured,
  colourOf,
  drawn,
  isDrawn,
  mapChosen,
  markedOnMip,
  type OrganState,
  physiological,
  shownMaps,
  soloToggled,
  structuresThere,
  USUAL_LOOK,
} from "./organs";
import { keepLook, keptLook } from "./organsKept";

const base: OrganState = {
  look: USUAL_LOOK,
  answer: organsAnswer([organMap("a"), null]),
  chosen: null,
  mapOf: {},
};
const changed = (...changes: ((state: OrganState) => Partial<OrganState>)[]) => {
  let state = base;
  for (const change of changes) state = { ...state, ...change(state) };
  return state;
};
const seen = ({ look }: OrganState) =>
  ["liver", "kidney_left", "vertebrae_L1"].filter((key) => isDrawn(look, key));

describe("which organs are drawn", () => {
  it("are all of them at first", () => {
    expect(seen(base)).toEqual(["liver", "kidney_left", "vertebrae_L1"]);
  });

  it("is one choice for all columns, by structure", () => {
    const state = changed((s) => drawn(s, ["liver"], false));
    expect(seen(state)).toEqual(["kidney_left", "vertebrae_L1"]);
    expect(seen({ ...state, ...drawn(state, ["liver"], true) })).toEqual(seen(base));
  });

  it("is one alone, and then all as before", () => {
    const alone = changed(
      (s) => drawn(s, ["liver"], false),
      (s) => soloToggled(s, "vertebrae_L1"),
    );
    expect(seen(alone)).toEqual(["vertebrae_L1"]);
    expect(seen({ ...alone, ...soloToggled(alone, "vertebrae_L1") })).toEqual([
      "kidney_left",
      "vertebrae_L1",
    ]);
  });

  it("keeps what is seen when another is added to the one alone", () => {
    const state = changed(
      (s) => soloToggled(s, "liver"),
      (s) => drawn(s, ["kidney_left"], true),
    );
    expect(seen(state)).toEqual(["liver", "kidney_left"]);
  });

  it("draws nothing when the one alone is hidden", () => {
    const state = changed(
      (s) => soloToggled(s, "liver"),
      (s) => drawn(s, ["liver"], false),
    );
    expect(seen(state)).toEqual([]);
  });
});

it("takes a colour of one's own, and gives the structure's back", () => {
  const structures = base.answer?.structures ?? {};
  const blue = changed((s) => coloured(s, "liver", [0, 0, 255]));
  expect(colourOf(blue.look, structures, "liver")).toEqual([0, 0, 255]);
  const again = { ...blue, ...coloured(blue, "liver", null) };
  expect(colourOf(again.look, structures, "liver")).toEqual([221, 130, 101]);
});

it("shows the map that somebody chose, as long as it is there", () => {
  const other = organMap("b");
  const answer = organsAnswer([organMap("a")]);
  const both = {
    ...answer,
    time_points: [{ ...answer.time_points[0]!, maps: [organMap("a"), other] }],
  };
  const state = { ...base, answer: both, ...mapChosen(base, "examination-0", "b") };
  expect(shownMaps(state).map((map) => map?.key)).toEqual(["b"]);
  expect(shownMaps({ ...state, answer }).map((map) => map?.key)).toEqual(["a"]);
});

it("marks for the MIP what takes up FDG in everybody, and only what is there", () => {
  const there = ["brain", "heart", "kidney_left", "urinary_bladder", "kidney_cyst_left", "liver"];
  expect(physiological(there)).toEqual(["brain", "heart", "kidney_left", "urinary_bladder"]);
  const state = changed((s) => markedOnMip(s, physiological(structuresThere(s)), true));
  expect(state.look.mipMarked).toEqual(["kidney_left"]);
});

describe("what is kept for the browser session", () => {
  afterEach(() => sessionStorage.clear());

  it("is the look, without the one alone", () => {
    const look = { ...USUAL_LOOK, opacity: 0.7, hidden: ["liver"], solo: "aorta" };
    keepLook({ look, shown: true });
    expect(keptLook()).toEqual({ look: { ...look, solo: null }, shown: true });
  });

  it("is never what a writer called a structure: it may name a patient", () => {
    const name = "other:metastasis-john-doe";
    keepLook({
      look: { ...USUAL_LOOK, hidden: [name], mipMarked: [name], colours: { [name]: [1, 2, 3] } },
      shown: null,
    });
    expect(JSON.stringify({ ...sessionStorage })).not.toContain("doe");
    expect(Object.values({ ...sessionStorage }).join()).not.toContain("doe");
  });

  it("is the usual look where something else lies in the storage", () => {
    for (const rubbish of ["", "{", "[]", "null", '{"opacity":7,"style":"blink","hidden":[1]}']) {
      sessionStorage.setItem("totalpetview.organs", rubbish);
      expect(keptLook(), rubbish).toEqual({ look: USUAL_LOOK, shown: null });
    }
  });
});

it("lists each structure once, whichever maps have it", () => {
  const answer = organsAnswer([
    organMap("a"),
    organMap("b", { segments: [segment(1, "liver"), segment(7, "spleen")] }),
  ]);
  expect(structuresThere({ answer, mapOf: {} })).toEqual([
    "liver",
    "kidney_left",
    "vertebrae_L1",
    "spleen",
  ]);
});

import { expect, it } from "vitest";
import { examination, series } from "@/api/sampleAnswers";
import { contentOf, latestThumbnail, stateOfPatient } from "./summary";
import { rowAfterKey } from "./useRowKeys";

it("names what an examination has", () => {
  expect(contentOf({ ct: series("c"), pet: series("p") })).toBe("PET/CT");
  expect(contentOf({ ct: null, pet: series("p") })).toBe("PET");
  expect(contentOf({ ct: series("c"), pet: null })).toBe("CT");
});

it("shows the latest thumbnail there is", () => {
  const examinations = [
    examination("a", { thumbnail_url: "/a.png" }),
    examination("b", { thumbnail_url: "/b.png" }),
    examination("c", { thumbnail_url: null }),
  ];
  expect(latestThumbnail(examinations)).toBe("/b.png");
  expect(latestThumbnail([])).toBeNull();
});

it("says first that something failed, with the reason", () => {
  const state = stateOfPatient([
    examination("a", { state: "preparing", progress: 0.5 }),
    examination("b", { state: "failed", problems: [{ code: "gap", text: "Slice 3 is missing." }] }),
  ]);
  expect(state).toEqual({ state: "failed", progress: 0.5, problem: "Slice 3 is missing." });
});

it("averages the progress over what is still to be prepared, not over what is ready", () => {
  const state = stateOfPatient([
    examination("a", { state: "ready", progress: 1 }),
    examination("b", { state: "preparing", progress: 0.6 }),
    examination("c", { state: "waiting", progress: 0 }),
  ]);
  expect(state).toMatchObject({ state: "preparing", progress: 0.3 });
});

it("is ready when everything is", () => {
  expect(stateOfPatient([examination("a")])).toMatchObject({ state: "ready", problem: null });
});

it("moves through the rows and back into the search field, without running over the ends", () => {
  expect(rowAfterKey("ArrowDown", -1, 3)).toBe(0);
  expect(rowAfterKey("ArrowDown", 2, 3)).toBe(2);
  expect(rowAfterKey("ArrowUp", 0, 3)).toBe(-1);
  expect(rowAfterKey("ArrowUp", -1, 3)).toBe(-1);
  expect(rowAfterKey("ArrowDown", -1, 0)).toBeNull();
  expect(rowAfterKey("x", 0, 3)).toBeNull();
});

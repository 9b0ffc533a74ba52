import { describe, expect, it } from "vitest";
import de from "@/i18n/de/viewer.json";
import en from "@/i18n/en/viewer.json";
import type { ComparisonState } from "@/state/comparison";
import type { Row } from "@/state/presets";
import { type DragKind, dragKind } from "./drag";
import { exampleComparison, exampleState, placeAt } from "./exampleComparison";
import { KEY_ACTIONS } from "./keys";
import { LatestOnly } from "./latest";
import { actionFor, keyOf } from "./pressedKey";
import { pointsAt } from "./useValues";

const overlay: ComparisonState["overlay"] = {
  a: 0,
  aShows: "pet",
  bShows: "pet",
  mode: "difference",
  opacity: 0.5,
  limit: 5,
};
const row = (content: Row["content"]): Row => ({ id: "row", content, plane: "axial" });
const left = { button: 0, shiftKey: false, ctrlKey: false, onSlider: false };
const right = { ...left, button: 2 };

describe("a drag", () => {
  it.each<[string, DragKind | null, DragKind | null]>([
    ["sets the crosshair", dragKind(left, "crosshair", row("fused"), overlay, 1), "crosshair"],
    ["turns a MIP", dragKind(left, "crosshair", row("mip"), overlay, 1), "rotate"],
    [
      "pans with the middle button",
      dragKind({ ...left, button: 1 }, "crosshair", row("mip"), overlay, 1),
      "pan",
    ],
    [
      "windows the CT with the right button",
      dragKind(right, "pan", row("fused"), overlay, 1),
      "ct-window",
    ],
    [
      "sets the PET range over a CT with Shift",
      dragKind({ ...right, shiftKey: true }, "pan", row("fused"), overlay, 1),
      "pet-range",
    ],
    ["sets the PET range on a PET", dragKind(right, "pan", row("pet"), overlay, 1), "pet-range"],
    ["moves a later examination", dragKind(left, "shift", row("fused"), overlay, 1), "shift"],
    ["never moves the first examination", dragKind(left, "shift", row("fused"), overlay, 0), null],
    [
      "on the slider changes the slice whatever the tool",
      dragKind({ ...left, onSlider: true }, "shift", row("ct"), overlay, 0),
      "slice",
    ],
  ])("%s", (_, kind, expected) => {
    expect(kind).toBe(expected);
  });
});

describe("the keys", () => {
  it("do one thing each", () => {
    const all = KEY_ACTIONS.flatMap(({ keys }) =>
      keys.map(({ press, shift, alt }) => `${alt ?? false} ${shift ?? false} ${press}`),
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it("tell digits from what Shift makes of them, on any keyboard", () => {
    const event = { key: "!", code: "Digit1", shiftKey: true, altKey: false };
    expect(actionFor(keyOf(event))?.name).toBe("petRange");
    expect(actionFor(keyOf({ ...event, key: "1", shiftKey: false }))?.name).toBe("ctWindow");
  });

  it("find plus wherever a keyboard has it", () => {
    const german = { key: "+", code: "BracketRight", shiftKey: false, altKey: false };
    const american = { key: "+", code: "Equal", shiftKey: true, altKey: false };
    expect(actionFor(keyOf(german))?.name).toBe("zoom");
    expect(actionFor(keyOf(american))?.name).toBe("zoom");
  });

  it("nudge the examination of the active pane, not the first", () => {
    const state = exampleState(exampleComparison());
    const key = { press: "arrowright", alt: true, shift: true };
    const action = actionFor(key);
    expect(action?.act(state, key, placeAt(1, 0)).placements?.[1].manualShift).toEqual([5, 0, 0]);
    expect(action?.act(state, key, placeAt(0, 0))).toEqual({});
  });

  it("are all explained in both languages", () => {
    for (const { name } of KEY_ACTIONS) {
      expect(en.help.actions).toHaveProperty(name);
      expect(de.help.actions).toHaveProperty(name);
    }
  });
});

describe("the question for the values under the crosshair", () => {
  it("names the point in each time point's own patient coordinates", () => {
    const descriptor = exampleComparison();
    const state = exampleState(descriptor, { crosshair: [1, 2, 3] });
    expect(pointsAt(state, descriptor).map(({ point_mm }) => point_mm)).toEqual([
      [1, 2, 3],
      [11, 22, 33],
    ]);
  });
});

describe("one request at a time", () => {
  it("skips what has become old while another was under way", async () => {
    const asked: number[] = [];
    const release: (() => void)[] = [];
    const answered: number[] = [];
    const latest = new LatestOnly<number, number>(
      (question) => {
        asked.push(question);
        return new Promise((resolve) => release.push(() => resolve(question)));
      },
      (_, answer) => answered.push(answer),
    );
    for (const question of [1, 2, 3]) latest.put(question);
    expect(asked).toEqual([1]);
    release.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    expect(asked).toEqual([1, 3]);
    release.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
    expect(answered).toEqual([1, 3]);
  });

  it("goes on after a failure", async () => {
    const failed: number[] = [];
    const answered: number[] = [];
    const latest = new LatestOnly<number, number>(
      (question) => (question === 1 ? Promise.reject(new Error("no")) : Promise.resolve(question)),
      (_, answer) => answered.push(answer),
      (question) => failed.push(question),
    );
    latest.put(1);
    latest.put(2);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect([failed, answered]).toEqual([[1], [2]]);
  });
});

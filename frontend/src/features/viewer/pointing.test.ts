import { expect, it } from "vitest";
import { createComparisonStore } from "@/state/comparison";
import { comparisonStart } from "@/state/start";
import { exampleComparison } from "./exampleComparison";
import { listenToPointer } from "./pointing";
import type { Scene } from "./scene";

const rect = { x: 0, y: 0, width: 400, height: 400 };
const places = [{ id: "0:0", column: 0, row: 0, rect }];

function opened() {
  const descriptor = exampleComparison();
  const store = createComparisonStore(comparisonStart(descriptor));
  const viewport = document.createElement("div");
  viewport.setPointerCapture = () => undefined;
  viewport.hasPointerCapture = () => false;
  const scene = { store, places, descriptor, follow: () => undefined } as unknown as Scene;
  listenToPointer(viewport, scene, { shiftEnded: () => undefined, active: () => undefined });
  const press = (x: number, y: number) => {
    for (const type of ["pointerdown", "pointerup"])
      viewport.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, button: 0 }));
  };
  return { store, viewport, press };
}

it("sets the crosshair with a click", () => {
  const { store, press } = opened();
  const before = store.getState().crosshair;
  press(120, 330);
  expect(store.getState().crosshair).not.toEqual(before);
});

it("makes a picture large with a double click and leaves the crosshair where it was", () => {
  const { store, viewport, press } = opened();
  const { crosshair, cameras } = store.getState();
  press(120, 330);
  press(121, 330);
  viewport.dispatchEvent(new MouseEvent("dblclick", { clientX: 121, clientY: 330 }));
  expect(store.getState().maximised).toMatchObject({ column: 0, row: 0 });
  expect(store.getState().crosshair).toEqual(crosshair);
  expect(store.getState().cameras).toEqual(cameras);
});

import { beforeEach, describe, expect, it, vi } from "vitest";
import { barsHeight, showBeforeThePage, takeOver } from "./beforeThePage";
import { exampleComparison, exampleState, placeAt } from "./exampleComparison";
import { paneDrawing } from "./paneSpecs";
import type { Scene } from "./scene";

const descriptor = exampleComparison();
const state = exampleState(descriptor);

/** A scene whose first picture is drawn when the test says so. */
function sceneOf() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  const canvas = document.createElement("canvas");
  const release = vi.fn();
  return {
    descriptor,
    drawings: [placeAt(0, 0), placeAt(1, 0), placeAt(1, 1)].map((place) => ({
      place,
      drawing: paneDrawing(state, descriptor, place, 1),
    })),
    store: { getState: () => state },
    session: { canvas, onClosed: () => undefined, release },
    beforeDraw: () => undefined,
    open: vi.fn(),
    resize: vi.fn(),
    whenBegun: promise,
    begin: resolve,
    release,
  };
}

const asScene = (fake: ReturnType<typeof sceneOf>) => fake as unknown as Scene;
const twoFrames = () => new Promise((done) => setTimeout(done, 60));

describe("the first pictures before there is a page", () => {
  beforeEach(() => document.body.replaceChildren());

  it("lie below the room that tools and heads will take", () => {
    const fake = sceneOf();
    Object.assign(window, { innerWidth: 1920, innerHeight: 1080 });
    void showBeforeThePage(asScene(fake));
    // measured in Chromium: a row of tools is 39 pixels high, two are 69, the heads of the columns 65
    expect(fake.resize).toHaveBeenCalledWith(1920, 1080 - 104);
    expect(barsHeight(1366)).toBe(69 + 65);
    expect(barsHeight(900)).toBe(99 + 65);
  });

  it("are in the document only when there is something on the canvas, with the patient's name and the sides on each", () => {
    const fake = sceneOf();
    void showBeforeThePage(asScene(fake));
    expect(document.body.contains(fake.session.canvas)).toBe(false);
    fake.beforeDraw();
    expect(document.body.contains(fake.session.canvas)).toBe(true);
    const words = [...document.querySelectorAll("body > div > div")].map((one) => one.textContent);
    expect(words).toEqual([
      "Muster, Maria\nP-1 · *1958-03-14\nT1 2026-01-05",
      ...["R", "L", "A", "P"],
      "Muster, Maria\nP-1 · *1958-03-14\nT2 2026-01-05",
      ...["R", "L", "A", "P"],
      "Muster, Maria\nP-1 · *1958-03-14\nT2 2026-01-05",
      ...["R", "L", "H", "F"],
    ]);
  });

  it("go over into the page, which then asks for the rest of the voxels", async () => {
    const fake = sceneOf();
    void showBeforeThePage(asScene(fake));
    fake.beforeDraw();
    const viewport = document.createElement("section");
    takeOver(asScene(fake), viewport);
    document.body.append(viewport);
    expect(document.body.children).toHaveLength(1);
    expect(viewport.firstChild).toBe(fake.session.canvas);
    expect(fake.session.canvas.getAttribute("style")).toBeNull();
    await twoFrames();
    expect(fake.release).not.toHaveBeenCalled();
    fake.begin();
    await vi.waitFor(() => expect(fake.release).toHaveBeenCalledOnce());
  });

  it("are taken away when the visit ends without a page", () => {
    const fake = sceneOf();
    void showBeforeThePage(asScene(fake));
    fake.beforeDraw();
    fake.session.onClosed();
    expect(document.body.children).toHaveLength(0);
  });
});

import { expect, test } from "vitest";
import { DrawnPanes } from "./drawn-panes";
import type { PaneSpec } from "./panes";

const CANVAS = { width: 100, height: 50 } as HTMLCanvasElement;
const panes = [0, 50].map((x) => ({ rect: { x, y: 0, width: 50, height: 50 } })) as PaneSpec[];

test("the first time everything is drawn, then only what differs", () => {
  const drawn = new DrawnPanes();
  expect(drawn.differences(CANVAS, panes, ["a", "b"])).toBeNull();
  expect(drawn.differences(CANVAS, panes, ["a", "b"])).toEqual([]);
  expect(drawn.differences(CANVAS, panes, ["a", "c"])).toEqual([1]);
  expect(drawn.differences(CANVAS, panes, ["d", "c"])).toEqual([0]);
});

test("another layout, another size or an emptied canvas draws everything anew", () => {
  const drawn = new DrawnPanes();
  drawn.differences(CANVAS, panes, ["a", "b"]);
  expect(drawn.differences(CANVAS, panes.slice(1), ["b"])).toBeNull();
  const larger = { width: 200, height: 50 } as HTMLCanvasElement;
  expect(drawn.differences(larger, panes.slice(1), ["b"])).toBeNull();
  drawn.forget();
  expect(drawn.differences(larger, panes.slice(1), ["b"])).toBeNull();
});

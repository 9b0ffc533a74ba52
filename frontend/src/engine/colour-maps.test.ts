import { expect, test } from "vitest";
import { COLOUR_MAPS, colourMap, colourMapRow, colourMapTexels } from "./colour-maps";

test("all maps have 256 colours of three bytes", () => {
  for (const name of COLOUR_MAPS) {
    expect(colourMap(name)).toHaveLength(256);
    for (const colour of colourMap(name)) {
      expect(colour).toHaveLength(3);
      expect(colour.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)).toBe(true);
    }
  }
});

test("the maps that the viewer offers are there", () => {
  expect(COLOUR_MAPS).toEqual([
    "grey",
    "inverted-grey",
    "hot-iron",
    "pet",
    "hot-metal-blue",
    "rainbow",
    "difference",
  ]);
});

test("hot iron runs from black through red to white", () => {
  expect([0, 64, 255].map((n) => colourMap("hot-iron")[n])).toEqual([
    [0, 0, 0],
    [128, 0, 0],
    [255, 255, 255],
  ]);
});

test("no change is black in the map of differences", () => {
  expect(colourMap("difference")[128]).toEqual([0, 0, 0]);
});

test("the texture has one row a map", () => {
  const texels = colourMapTexels();
  const at = (colourMapRow("inverted-grey") * 256 + 255) * 4;
  expect([...texels.slice(at - 1020, at - 1016)]).toEqual([255, 255, 255, 255]);
  expect([...texels.slice(at, at + 4)]).toEqual([0, 0, 0, 255]);
});

test("an unknown map is not replaced by another", () => {
  expect(() => colourMapRow("jet")).toThrow(RangeError);
});

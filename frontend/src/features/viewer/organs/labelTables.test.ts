import { describe, expect, it } from "vitest";
import { organMap, organsAnswer, segment } from "@/api/sampleOrgans";
import { USUAL_LOOK } from "@/state/organs";
import {
  labelColours,
  mipStrength,
  storedValueOf,
  structuresAt,
  surfaceColours,
} from "./labelTables";

const map = organMap("a");
const { structures } = organsAnswer([map]);
const rgba = (table: Uint8Array, at: number) => [...table.subarray(4 * at, 4 * at + 4)];

describe("the colour of a stored value", () => {
  it("is the structure's own; nothing has none", () => {
    const table = labelColours(map, USUAL_LOOK, structures);
    expect(table).toHaveLength(4 * 5);
    expect(rgba(table, 0)).toEqual([0, 0, 0, 0]);
    expect(rgba(table, 1)).toEqual([221, 130, 101, 255]);
    expect(rgba(table, 3)).toEqual([226, 202, 134, 255]);
  });

  it("is that of the smallest structure where several overlap, and of the other once that is hidden", () => {
    // Stored value 4 is liver (100 ml) and left kidney (200 ml) at once.
    expect(rgba(labelColours(map, USUAL_LOOK, structures), 4)).toEqual([221, 130, 101, 255]);
    const hidden = { ...USUAL_LOOK, hidden: ["liver"] };
    const table = labelColours(map, hidden, structures);
    expect(rgba(table, 4)).toEqual([185, 102, 83, 255]);
    expect(rgba(table, 1)).toEqual([0, 0, 0, 0]);
  });

  it("is nothing for all but the one that is drawn alone", () => {
    const table = labelColours(map, { ...USUAL_LOOK, solo: "vertebrae_L1" }, structures);
    expect([1, 2, 3, 4].map((value) => table[4 * value + 3])).toEqual([0, 0, 255, 0]);
  });
});

it("leaves of a dimmed organ's projection little, of all others everything", () => {
  const look = { ...USUAL_LOOK, mipMarked: ["kidney_left"] };
  const strength = mipStrength(map, look);
  expect([strength[0], strength[1], strength[3]]).toEqual([255, 255, 255]);
  expect(strength[2]).toBeLessThan(64);
  expect(strength[4]).toBe(strength[2]);
  expect([...mipStrength(map, { ...look, mipTreatment: "without" })]).toEqual(Array(5).fill(255));
});

it("colours surfaces by the number of the segment, and sees through the skin", () => {
  const body = organMap("b", { segments: [segment(1, "liver"), segment(9, "body_trunc")] });
  const known = {
    ...structures,
    body_trunc: {
      name: "Rumpf",
      english: "trunk",
      german: "Rumpf",
      place: 300,
      system: "body",
      side: null,
      colour: [9, 9, 9] as const,
    },
  };
  const table = surfaceColours(body, USUAL_LOOK, known);
  expect(rgba(table, 1)).toEqual([221, 130, 101, 255]);
  expect(table[4 * 9 + 3]).toBeGreaterThan(0);
  expect(table[4 * 9 + 3]).toBeLessThan(128);
  expect(rgba(table, 5)).toEqual([0, 0, 0, 0]);
});

it("names all structures of a stored value, the smallest first", () => {
  expect(structuresAt(map, 4)).toEqual(["liver", "kidney_left"]);
  expect(structuresAt(map, 0)).toEqual([]);
  expect(structuresAt(map, 77)).toEqual([]);
});

it("finds the stored value by which a structure is drawn stronger", () => {
  expect(storedValueOf(map, "kidney_left")).toBe(2);
  expect(storedValueOf(map, null)).toBe(0);
  expect(storedValueOf(map, "spleen")).toBe(0);
});

import { expect, test } from "vitest";
import { readSurfaces } from "./surface-file";

function file(header: unknown, vertices: number, triangles: number): ArrayBuffer {
  const text = JSON.stringify(header);
  const length = Math.ceil(text.length / 4) * 4;
  const buffer = new ArrayBuffer(4 + length + vertices * 16 + triangles * 12);
  new DataView(buffer).setUint32(0, length, true);
  new Uint8Array(buffer).set(new TextEncoder().encode(text.padEnd(length)), 4);
  const view = new DataView(buffer, 4 + length);
  for (let n = 0; n < vertices * 3; n++) view.setFloat32(n * 4, n + 0.5, true);
  for (let n = 0; n < vertices * 4; n++) view.setInt8(vertices * 12 + n, n - 4);
  for (let n = 0; n < triangles * 3; n++) view.setUint32(vertices * 16 + n * 4, n % 3, true);
  return buffer;
}

const STRUCTURES = [
  { number: 5, first_triangle: 0, triangles: 1 },
  { number: 7, first_triangle: 1, triangles: 1 },
];

test("positions, normals and triangles are where the format says", () => {
  const read = readSurfaces(file({ vertices: 3, triangles: 2, structures: STRUCTURES }, 3, 2));
  expect(read.structures).toEqual(STRUCTURES);
  expect([...read.positions]).toEqual([0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5]);
  expect([...read.normals.subarray(0, 4)]).toEqual([-4, -3, -2, -1]);
  expect([...read.indices]).toEqual([0, 1, 2, 0, 1, 2]);
});

test.each([
  ["too few bytes", file({ vertices: 3, triangles: 2, structures: STRUCTURES }, 3, 1)],
  ["too many bytes", file({ vertices: 3, triangles: 2, structures: STRUCTURES }, 4, 2)],
  [
    "a structure beyond the triangles",
    file({ vertices: 3, triangles: 1, structures: STRUCTURES }, 3, 1),
  ],
  ["no structures", file({ vertices: 3, triangles: 1 }, 3, 1)],
  ["a header longer than the file", new Uint8Array([255, 255, 0, 0, 1]).buffer],
  ["nothing", new ArrayBuffer(0)],
])("refused: %s", (_, buffer) => {
  expect(() => readSurfaces(buffer)).toThrow(RangeError);
});

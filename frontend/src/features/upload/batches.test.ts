import { expect, it } from "vitest";
import { type ChosenFile, halves, intoBatches, isLitter } from "./batches";
import { pickedFiles } from "./chosenFiles";

const file = (name: string, bytes: number): ChosenFile => ({
  file: new File([new Uint8Array(bytes)], name),
  path: name,
});

it("closes a request when it has enough files or enough bytes", () => {
  const sizes = [10, 10, 10, 60, 50, 200, 1];
  const batches = intoBatches(
    sizes.map((size, i) => file(`f${i}`, size)),
    3,
    100,
  );
  expect(batches.map(({ bytes }) => bytes)).toEqual([30, 60, 50, 200, 1]);
  expect(batches[0]?.files.map(({ path }) => path)).toEqual(["f0", "f1", "f2"]);
});

it("makes nothing of nothing", () => {
  expect(intoBatches([])).toEqual([]);
});

it("splits a request in two without losing a file", () => {
  const [batch] = intoBatches([file("a", 1), file("b", 2), file("c", 3)]);
  if (!batch) throw new Error("no batch");
  expect(halves(batch).map(({ files, bytes }) => [files.map((f) => f.path), bytes])).toEqual([
    [["a", "b"], 3],
    [["c"], 3],
  ]);
});

it("leaves what operating systems put into folders behind, and nothing else", () => {
  const litter = ["a/.DS_Store", "Thumbs.db", "x/desktop.ini", "__MACOSX/a/IM1", "a/._IM1"];
  expect(litter.filter(isLitter)).toEqual(litter);
  expect(["IM1", "a/b/00001", "DICOMDIR", "notes.txt", "MACOSX/IM1"].filter(isLitter)).toEqual([]);
});

it("tells files of a chosen folder by their path in it", () => {
  const inFolder = file("IM1", 1).file;
  Object.defineProperty(inFolder, "webkitRelativePath", { value: "T1/CT/IM1" });
  const list = [inFolder, file(".DS_Store", 1).file] as unknown as FileList;
  expect(pickedFiles(list).map(({ path }) => path)).toEqual(["T1/CT/IM1"]);
  expect(pickedFiles(null)).toEqual([]);
});

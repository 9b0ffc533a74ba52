import { expect, it } from "vitest";
import { droppedFiles } from "./chosenFiles";

interface Folder {
  [name: string]: Folder | string;
}

/** A dropped entry as Chromium hands it out: the children of a folder in portions, then an empty portion. */
function entryOf(name: string, content: Folder | string, parent = ""): unknown {
  const fullPath = `${parent}/${name}`;
  if (typeof content === "string") {
    const file = (found: (file: File) => void) => found(new File([content], name));
    return { isFile: true, isDirectory: false, name, fullPath, file };
  }
  const children = Object.entries(content).map(([child, inner]) => entryOf(child, inner, fullPath));
  const createReader = () => {
    let given = 0;
    return {
      readEntries: (found: (entries: unknown[]) => void) => {
        const portion = children.slice(given, given + 2);
        given += portion.length;
        found(portion);
      },
    };
  };
  return { isFile: false, isDirectory: true, name, fullPath, createReader };
}

const dropped = (items: unknown[]) => ({ items }) as unknown as DataTransfer;

it("finds every file, however deep, and tells it by its path", async () => {
  const folder = { CT: { IM1: "1", IM2: "2", IM3: "3", deep: { IM4: "4" } }, ".DS_Store": "x" };
  const found = await droppedFiles(
    dropped([
      { kind: "file", webkitGetAsEntry: () => entryOf("T1", folder), getAsFile: () => null },
      { kind: "string", webkitGetAsEntry: () => null, getAsFile: () => null },
    ]),
  );
  expect(found.map(({ path }) => path)).toEqual([
    "T1/CT/IM1",
    "T1/CT/IM2",
    "T1/CT/IM3",
    "T1/CT/deep/IM4",
  ]);
  expect(await found[3]?.file.text()).toBe("4");
});

it("takes a file as it is where the browser knows no entries", async () => {
  const file = new File(["z"], "all.zip");
  const found = await droppedFiles(
    dropped([{ kind: "file", webkitGetAsEntry: () => null, getAsFile: () => file }]),
  );
  expect(found).toEqual([{ file, path: "all.zip" }]);
});

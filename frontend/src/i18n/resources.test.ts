import { describe, expect, it } from "vitest";
import { resources } from "./resources";

type Tree = { [key: string]: string | Tree };

const files = import.meta.glob<Tree>("./{en,de}/*.json", { eager: true, import: "default" });

function flatten(tree: Tree, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const variables = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((m) => m[1]).sort();
const namespaces = Object.keys(files)
  .filter((path) => path.startsWith("./en/"))
  .map((path) => path.slice("./en/".length, -".json".length));

/** Those that are added when the part that speaks them arrives. */
const later = Object.keys(import.meta.glob("./later/*.ts"))
  .map((path) => path.slice("./later/".length, -".ts".length))
  .filter((name) => name !== "index");

describe("the sentences of the interface", () => {
  it("has a file in both languages for each name space, and uses all of them", () => {
    const german = Object.keys(files).filter((path) => path.startsWith("./de/"));
    expect(german.map((path) => path.slice("./de/".length, -".json".length))).toEqual(namespaces);
    expect([...Object.keys(resources.en), ...later].sort()).toEqual([...namespaces].sort());
    expect([...Object.keys(resources.de), ...later].sort()).toEqual([...namespaces].sort());
  });

  describe.each(namespaces)("%s", (namespace) => {
    const en = flatten(files[`./en/${namespace}.json`] ?? {});
    const de = flatten(files[`./de/${namespace}.json`] ?? {});

    it("has the same keys in both languages", () => {
      expect([...de.keys()].sort()).toEqual([...en.keys()].sort());
    });

    it("leaves no sentence empty and fills the same places in both languages", () => {
      for (const [key, text] of en) {
        expect(text, key).not.toBe("");
        expect(de.get(key), key).not.toBe("");
        expect(variables(de.get(key) ?? ""), key).toEqual(variables(text));
      }
    });
  });
});

import { expect, it } from "vitest";
import { organMap, organsAnswer, segment } from "@/api/sampleOrgans";
import { grouped, isFound } from "./grouped";

const maps = [
  organMap("a"),
  organMap("b", {
    segments: [
      segment(4, "liver", { notices: [{ code: "cut", text: "Vom Bildrand geschnitten." }] }),
    ],
  }),
  null,
];
const answer = organsAnswer(maps);

it("lists systems and what is in them in the order of the server, and leaves empty systems out", () => {
  const found = grouped(answer, maps, "", "de");
  expect(found.map(({ name }) => name)).toEqual(["Skelett", "Abdomen"]);
  expect(found[1]?.structures.map(({ name }) => name)).toEqual(["Linke Niere", "Leber"]);
});

it("sorts what stands at one place by name, and numbers as numbers", () => {
  const keys = [1, 10, 2].map((n) => `vertebrae_T${n}`);
  const many = organMap("a", { segments: keys.map((key, at) => segment(at + 1, key)) });
  const structures = Object.fromEntries(
    keys.map((key) => [
      key,
      {
        name: key.replace("vertebrae_T", "Brustwirbel Th"),
        english: key,
        german: key,
        place: 500,
        system: "skeleton",
        side: null,
        colour: [1, 2, 3] as const,
      },
    ]),
  );
  const [group] = grouped(organsAnswer([many], { structures }), [many], "", "de");
  expect(group?.structures.map(({ name }) => name)).toEqual([
    "Brustwirbel Th1",
    "Brustwirbel Th2",
    "Brustwirbel Th10",
  ]);
});

it("says what each column has of a structure, and of which column a note is", () => {
  const [liver] = grouped(answer, maps, "leber", "de")[0]?.structures ?? [];
  expect(liver?.segments.map((one) => one?.number ?? null)).toEqual([1, 4, null]);
  expect(liver?.notices).toEqual([
    { column: 1, notice: { code: "cut", text: "Vom Bildrand geschnitten." } },
  ]);
});

it("finds by German and English names, with or without accents, hyphens and order", () => {
  const names = ["Linke Nebenniere", "left adrenal gland"];
  for (const search of ["adrenal left", "linke-NEBENNIERE", "", "  gland ", "adren"])
    expect(isFound(search, names), search).toBe(true);
  expect(isFound("rechte nebenniere", names)).toBe(false);
  expect(isFound("oesophagus", ["Ösophagus"])).toBe(true);
  expect(isFound("osophagus", ["Ösophagus"])).toBe(true);
  expect(isFound("herz", names)).toBe(false);
});

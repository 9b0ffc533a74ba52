import { describe, expect, it } from "vitest";
import { columnSpans, layoutPanes, paneAt, panesAcross } from "./layout";

describe("columns", () => {
  it("fill the width with a gap of two pixels between", () => {
    expect(columnSpans(1366, 4)).toEqual([
      { x: 0, width: 340 },
      { x: 342, width: 340 },
      { x: 684, width: 340 },
      { x: 1026, width: 340 },
    ]);
  });

  it("are equally wide also where the width does not divide: another width would be another scale", () => {
    for (const width of [1000, 1001, 1002, 1003]) {
      const spans = columnSpans(width, 3);
      expect(new Set(spans.map((span) => span.width)).size).toBe(1);
      const last = spans.at(-1);
      expect(width - (last?.x ?? 0) - (last?.width ?? 0)).toBeLessThan(3 + 2);
    }
  });
});

describe("panes inside a column", () => {
  it("lie below each other in a narrow column", () => {
    expect(panesAcross(480, 960, 2)).toBe(1);
  });

  it("lie side by side in a wide one", () => {
    expect(panesAcross(1920, 960, 2)).toBe(2);
    expect(panesAcross(1920, 960, 4)).toBe(2);
  });
});

describe("layout", () => {
  it("places four columns of two rows without overlap, inside the viewport", () => {
    const places = layoutPanes({ width: 1366, height: 640 }, 4, 2, null);
    expect(places).toHaveLength(8);
    for (const { rect } of places) {
      expect(rect.x).toBeGreaterThanOrEqual(0);
      expect(rect.x + rect.width).toBeLessThanOrEqual(1366);
      expect(rect.y + rect.height).toBeLessThanOrEqual(640);
    }
    for (const one of places) {
      const within = places.filter(
        ({ rect }) => paneAt([{ ...one, rect }], one.rect.x + 5, one.rect.y + 5) !== undefined,
      );
      expect(within).toHaveLength(1);
    }
  });

  it("keeps the rows of all columns level", () => {
    const places = layoutPanes({ width: 1919, height: 961 }, 4, 3, null);
    for (const row of [0, 1, 2]) {
      const tops = new Set(places.filter((place) => place.row === row).map(({ rect }) => rect.y));
      expect(tops.size).toBe(1);
    }
  });

  it("gives the whole viewport to a maximised pane", () => {
    const places = layoutPanes({ width: 800, height: 600 }, 4, 2, { column: 2, row: 1 });
    expect(places).toHaveLength(1);
    expect(places[0]).toMatchObject({ id: "2:1", rect: { x: 0, y: 0, width: 800, height: 600 } });
  });

  it("ignores a maximised pane whose row is gone", () => {
    expect(layoutPanes({ width: 800, height: 600 }, 2, 1, { column: 0, row: 1 })).toHaveLength(2);
  });

  it("places nothing before the page has a size", () => {
    expect(layoutPanes({ width: 0, height: 0 }, 4, 2, null)).toEqual([]);
  });

  it("stretches the last, shorter line of panes over the column", () => {
    const places = layoutPanes({ width: 1000, height: 800 }, 1, 3, null);
    expect(places.map(({ rect }) => rect.width)).toEqual([499, 499, 1000]);
  });
});

import { describe, expect, it } from "vitest";
import { momentOf, typedMoment } from "./suvMoment";

describe("a moment as it is typed", () => {
  it.each([
    ["2026-03-01 09:03", "2026-03-01T09:03:00"],
    ["2026-03-01T09:03:10", "2026-03-01T09:03:10"],
    ["01.03.2026 23:59:59", "2026-03-01T23:59:59"],
    [" 1.3.2026, 9:03 ", "2026-03-01T09:03:00"],
    ["29.02.2024 00:00", "2024-02-29T00:00:00"],
  ])("%s is %s", (text, iso) => expect(momentOf(text)).toBe(iso));

  it.each([
    "03/01/2026 09:03",
    "2026-03-01",
    "09:03",
    "29.02.2026 10:00",
    "2026-13-01 10:00",
    "2026-03-01 24:00",
    "2026-03-01 09:60",
    "01.03.26 09:03",
    "2026-03-01 9:03 PM",
  ])("%s is not guessed", (text) => expect(momentOf(text)).toBeNull());

  it("is written in the reader's order and read back the same", () => {
    const iso = "2026-03-01T21:03:05";
    expect(typedMoment(iso, "de")).toBe("01.03.2026 21:03:05");
    expect(typedMoment(iso, "en")).toBe("2026-03-01 21:03:05");
    for (const language of ["de", "en"] as const) {
      expect(momentOf(typedMoment(iso, language))).toBe(iso);
    }
  });
});

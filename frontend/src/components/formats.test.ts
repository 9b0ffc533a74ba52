import { describe, expect, it } from "vitest";
import {
  daysBetween,
  formatBytes,
  formatDate,
  formatNumber,
  formatPersonName,
  formatSpacing,
  formatTime,
} from "./formats";

describe("dates", () => {
  it("are written so that day and month cannot be mixed up", () => {
    expect(formatDate("2026-03-05", "de")).toBe("05.03.2026");
    expect(formatDate("2026-03-05", "en")).toBe("5 Mar 2026");
    expect(formatDate("19580312", "de")).toBe("12.03.1958");
  });

  it("stay on the scanner's clock, whatever the zone of the reader", () => {
    expect(formatDate("2026-01-05T23:59:00+14:00", "de")).toBe("05.01.2026");
    expect(formatTime("2026-01-05T00:01:00-11:00")).toBe("00:01");
  });

  it("are not invented", () => {
    expect(formatDate(null, "en")).toBeNull();
    expect(formatDate("2026-02-30", "en")).toBeNull();
    expect(formatDate("2026-13-01", "en")).toBeNull();
    expect(formatTime("2026-01-05")).toBeNull();
    expect(daysBetween("2026-01-05", null)).toBeNull();
  });

  it("are counted in calendar days, over the change to summer time and leap days", () => {
    expect(daysBetween("2026-03-28T23:00:00", "2026-03-30T01:00:00")).toBe(2);
    expect(daysBetween("2028-02-28", "2028-03-01")).toBe(2);
    expect(daysBetween("2026-01-05T10:00:00", "2026-01-05T18:00:00")).toBe(0);
  });
});

it("reads DICOM person names", () => {
  expect(formatPersonName("Lindqvist^Marta^E.")).toBe("Lindqvist, Marta E.");
  expect(formatPersonName("Müller^Hans^^Dr.^MD")).toBe("Müller, Dr. Hans, MD");
  expect(formatPersonName("Yamada^Tarou=山田^太郎=やまだ^たろう")).toBe("Yamada, Tarou");
  expect(formatPersonName("=山田^太郎")).toBe("山田, 太郎");
  expect(formatPersonName("Anonymous")).toBe("Anonymous");
  expect(formatPersonName("^^^")).toBe("");
});

it("writes numbers with the separators of the language", () => {
  expect(formatNumber(1234.5, "de", 1)).toBe("1.234,5");
  expect(formatNumber(1234.5, "en", 1)).toBe("1,234.5");
  expect(formatBytes(12_400_000, "de")).toBe("12,4 MB");
  expect(formatBytes(999, "en")).toBe("999 B");
  expect(formatBytes(210_000_000, "en")).toBe("210 MB");
  expect(formatSpacing([0.9766, 0.9766, 3.27], "en")).toBe("0.98 × 0.98 × 3.27 mm");
  expect(formatSpacing(null, "en")).toBeNull();
});

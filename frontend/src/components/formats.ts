import type { Language } from "@/i18n";

interface WallClock {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/**
 * Read a date or a moment as the scanner's clock showed it. An offset is left aside on purpose: the physician compares
 * with what the scanner wrote on the picture, and an examination must not move to another day with the reader's zone.
 *
 * @param text "2026-01-05", "20260105" (DICOM DA) or "2026-01-05T10:12:00[.ffffff][+01:00]"
 */
export function wallClock(text: string | null | undefined): WallClock | null {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(text ?? "");
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  const read = new Date(Date.UTC(year, month - 1, day));
  if (read.getUTCMonth() !== month - 1 || read.getUTCDate() !== day) return null;
  return { year, month, day, hour: hour || 0, minute: minute || 0 };
}

const monthsEn = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const two = (n: number) => String(n).padStart(2, "0");

/** "05.03.2026" in German, "5 Mar 2026" in English, where 03/05 could be misread. */
export function formatDate(text: string | null | undefined, language: Language): string | null {
  const at = wallClock(text);
  if (!at) return null;
  if (language === "de") return `${two(at.day)}.${two(at.month)}.${at.year}`;
  return `${at.day} ${monthsEn[at.month - 1]} ${at.year}`;
}

/** "10:12", on the scanner's clock; null where the text carries no time of day. */
export function formatTime(text: string | null | undefined): string | null {
  const at = wallClock(text);
  if (!at || !/[T ]\d{2}:\d{2}/.test(text ?? "")) return null;
  return `${two(at.hour)}:${two(at.minute)}`;
}

/** Calendar days from the first to the second date; null where either is unknown. */
export function daysBetween(first: string | null, second: string | null): number | null {
  const a = wallClock(first);
  const b = wallClock(second);
  if (!a || !b) return null;
  const day_ms = 86_400_000;
  return Math.round(
    (Date.UTC(b.year, b.month - 1, b.day) - Date.UTC(a.year, a.month - 1, a.day)) / day_ms,
  );
}

/** "Doe, John M." from the DICOM person name "Doe^John^M.", of its first (alphabetic) writing. */
export function formatPersonName(name: string): string {
  const parts = (name.split("=")[0] || name.split("=").find(Boolean) || "").split("^");
  const [family = "", given = "", middle = "", prefix = "", suffix = ""] = parts.map((part) =>
    part.trim(),
  );
  const first = [prefix, given, middle].filter(Boolean).join(" ");
  return [family, first, suffix].filter(Boolean).join(", ");
}

/** "12.4 MB" / "12,4 MB": decimal units, as file managers show them. */
export function formatBytes(bytes: number, language: Language): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${formatNumber(value, language, digits)} ${units[unit]}`;
}

/** Made once: making one takes a tenth of a millisecond and more, and numbers are written in every frame. */
const numberFormats = new Map<string, Intl.NumberFormat>();

/** A number with exactly these decimals and the language's separators. */
export function formatNumber(value: number, language: Language, digits = 0): string {
  const key = `${language} ${digits}`;
  let format = numberFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language === "de" ? "de-DE" : "en-GB", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    numberFormats.set(key, format);
  }
  return format.format(value);
}

/** "0.98 × 0.98 × 3.27 mm" */
export function formatSpacing(
  spacing_mm: readonly number[] | null | undefined,
  language: Language,
): string | null {
  if (!spacing_mm?.length) return null;
  return `${spacing_mm.map((mm) => formatNumber(mm, language, 2)).join(" × ")} mm`;
}

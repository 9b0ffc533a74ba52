/** A moment as a person types it: 24 hours, whatever the browser's own language is. */
import type { Language } from "@/i18n";

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}))?`;
const ISO = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})[T ]\s*${CLOCK}$`);
const GERMAN = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})[, ]\s*${CLOCK}$`);

const two = (n: number) => String(n).padStart(2, "0");

/** "2026-03-01T09:03:00" from "2026-03-01 9:03" or "01.03.2026 09:03[:00]"; null where it is neither or cannot be. */
export function momentOf(text: string): string | null {
  const iso = ISO.exec(text.trim());
  const german = GERMAN.exec(text.trim());
  if (!iso && !german) return null;
  const parts = (iso ?? german ?? []).slice(1).map((part) => Number(part ?? 0));
  const [first = 0, month = 0, third = 0, hour = 0, minute = 0, second = 0] = parts;
  const [year, day] = iso ? [first, third] : [third, first];
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1900;
  if (!real || hour > 23 || minute > 59 || second > 59) return null;
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

/** As it is typed: "01.03.2026 09:03:00" in German, else "2026-03-01 09:03:00". */
export function typedMoment(iso: string, language: Language): string {
  const [date = "", clock = ""] = iso.slice(0, 19).split("T");
  const [year, month, day] = date.split("-");
  return `${language === "de" ? `${day}.${month}.${year}` : date} ${clock}`.trim();
}

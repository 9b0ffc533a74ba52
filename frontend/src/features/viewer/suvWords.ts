/** How the values behind an SUV are written: by the unit at the end of their names. */
import { formatDate, formatTime } from "@/components/formats";
import type { Language } from "@/i18n";

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Five digits that mean something: as many as a factor is compared with. */
export function significant(value: number, language: Language, digits = 5): string {
  const written = new Intl.NumberFormat(language === "de" ? "de-DE" : "en-GB", {
    maximumSignificantDigits: digits,
    useGrouping: value >= 10_000,
  }).format(value);
  return written.replace("-", "−");
}

/** "80 kg", "350 MBq", "6586.2 s", a moment in the language's own order; text as it is. */
export function valueText(name: string, value: number | string, language: Language): string {
  if (typeof value === "string") {
    if (!MOMENT.test(value)) return value;
    return `${formatDate(value, language) ?? ""} ${value.slice(11, 19)}`;
  }
  if (name === "dose_bq") return `${significant(value / 1e6, language)} MBq`;
  const unit = UNITS.find(([end]) => name.endsWith(end))?.[1];
  return unit ? `${significant(value, language)} ${unit}` : significant(value, language);
}

const UNITS = [
  ["_kg", "kg"],
  ["_mbq", "MBq"],
  ["_m", "m"],
  ["_s", "s"],
] as const;

/** When something was done, in the reader's own time. */
export function whenText(at: string, language: Language): string {
  const local = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
  const text = `${day}T${two(local.getHours())}:${two(local.getMinutes())}:00`;
  return `${formatDate(text, language) ?? at} ${formatTime(text) ?? ""}`.trim();
}

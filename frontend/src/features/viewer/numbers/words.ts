/** How values and their changes are written. */
import { formatNumber } from "@/components/formats";
import type { Language } from "@/i18n";
import type { Change, Measured } from "./measures";

const MINUS = "−";

/** Digits that a reader can use: litres of lung without decimals, a small gland and SUV with two. */
function digitsOf(value: number, unit: string): number {
  const size = Math.abs(value);
  if (unit === "HU") return 0;
  if (size >= 1000) return 0;
  if (size >= 100) return unit === "ml" ? 0 : 1;
  return size >= 10 ? 1 : 2;
}

export function numberText(value: number, unit: string, language: Language): string {
  return formatNumber(value, language, digitsOf(value, unit)).replace("-", MINUS);
}

export function valueText({ value, unit, sd }: Measured, language: Language): string {
  const text = numberText(value, unit, language);
  return sd === null ? text : `${text} ± ${numberText(sd, unit, language)}`;
}

/** "+12 %", "−3 HU"; less than half of the last digit is no change. */
export function changeText({ amount, unit }: Change, language: Language): string {
  const digits = Math.abs(amount) < 9.95 && unit === "%" ? 1 : 0;
  const text = formatNumber(Math.abs(amount), language, digits);
  const sign = Number(text.replace(",", ".")) === 0 ? "±" : amount > 0 ? "+" : MINUS;
  return `${sign}${text} ${unit}`;
}

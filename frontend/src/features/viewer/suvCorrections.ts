/** From what is typed into the form to what the server is asked to keep. */
import type { CorrectionName, CorrectionsInForce } from "@/api/types";
import type { Language } from "@/i18n";
import { momentOf, typedMoment } from "./suvMoment";

export const FIELDS = [
  "weight_kg",
  "height_m",
  "sex",
  "dose_mbq",
  "injected_at",
  "nuclide",
  "half_life_s",
] as const satisfies readonly CorrectionName[];

/** The text in each field; empty where the header counts. */
export type Entered = Readonly<Record<CorrectionName, string>>;

export function entered(inForce: CorrectionsInForce, language: Language): Entered {
  const text = (name: CorrectionName) => String(inForce[name] ?? "");
  const number = (name: CorrectionName) =>
    language === "de" ? text(name).replace(".", ",") : text(name);
  return {
    weight_kg: number("weight_kg"),
    height_m: number("height_m"),
    sex: text("sex"),
    dose_mbq: number("dose_mbq"),
    injected_at: inForce.injected_at ? typedMoment(inForce.injected_at, language) : "",
    nuclide: text("nuclide"),
    half_life_s: number("half_life_s"),
  };
}

/** "1.65" and "1,65"; no thousands, so that neither can be mistaken for the other. */
function numberOf(text: string): number | null {
  return /^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : null;
}

function typedValue(name: CorrectionName, text: string): number | string | null {
  if (name === "sex" || name === "nuclide") return text;
  return name === "injected_at" ? momentOf(text) : numberOf(text);
}

export interface Wanted {
  readonly changes: Readonly<Partial<Record<CorrectionName, number | string>>>;
  /** What was typed and is neither a number nor a moment. */
  readonly unreadable: readonly CorrectionName[];
}

/** What differs from what is in force. An emptied field asks for nothing. */
export function wantedChanges(
  values: Entered,
  inForce: CorrectionsInForce,
  language: Language,
): Wanted {
  const before = entered(inForce, language);
  const changes: Partial<Record<CorrectionName, number | string>> = {};
  const unreadable: CorrectionName[] = [];
  for (const name of FIELDS) {
    const text = values[name].trim();
    if (text === "" || text === before[name]) continue;
    const value = typedValue(name, text);
    if (value === null) unreadable.push(name);
    else changes[name] = value;
  }
  return { changes, unreadable };
}

/** From what is typed into the form to what the server is asked to keep. */
import type { CorrectionName, CorrectionsInForce } from "@/api/types";

export const FIELDS: readonly CorrectionName[] = [
  "weight_kg",
  "height_m",
  "sex",
  "dose_mbq",
  "injected_at",
];

/** The text in each field; empty where the header counts. */
export type Entered = Readonly<Record<CorrectionName, string>>;

export function entered(inForce: CorrectionsInForce): Entered {
  const text = (name: CorrectionName) => String(inForce[name] ?? "");
  return {
    weight_kg: text("weight_kg"),
    height_m: text("height_m"),
    sex: text("sex"),
    dose_mbq: text("dose_mbq"),
    // Without fractions of a second and without a zone: as the field of the browser writes it.
    injected_at: text("injected_at").slice(0, 19),
  };
}

type Changes = Partial<Record<CorrectionName, number | string>>;

/** What differs from what is in force; null where nothing does. An emptied field asks for nothing. */
export function wantedChanges(values: Entered, inForce: CorrectionsInForce): Changes | null {
  const before = entered(inForce);
  const changes: Changes = {};
  for (const name of FIELDS) {
    const text = values[name].trim();
    if (text === "" || text === before[name]) continue;
    changes[name] = name === "sex" || name === "injected_at" ? text : Number(text);
  }
  return Object.keys(changes).length > 0 ? changes : null;
}

/** Ends or repeats the preparation of what a column shows; loaded when somebody asks for it. */
import { ask } from "@/api/client";
import type { SeriesOfColumn } from "./SeriesButton";
import { choicesOf, type SeriesChoice, shownChoice } from "./seriesChoices";
import { fetchPatientDetail } from "./usePatientDetail";

const UNDER_WAY: readonly SeriesChoice["state"][] = ["arriving", "waiting", "preparing"];

/** @throws ApiFailure */
async function eachShown(
  { patient, examination, series }: SeriesOfColumn,
  method: "POST" | "DELETE",
  states: readonly SeriesChoice["state"][],
): Promise<void> {
  const detail = await fetchPatientDetail(patient);
  const choices = choicesOf(detail, examination);
  const shown = (["ct", "pet"] as const).flatMap(
    (kind) => shownChoice(choices, series, kind) ?? [],
  );
  const meant = shown.filter(({ state }) => states.includes(state));
  await Promise.all(
    meant.map(({ key }) => ask(method, `/api/series/${encodeURIComponent(key)}/prepare`)),
  );
}

export const cancelPreparation = (column: SeriesOfColumn) => eachShown(column, "DELETE", UNDER_WAY);

export const prepareAgain = (column: SeriesOfColumn) => eachShown(column, "POST", ["failed"]);

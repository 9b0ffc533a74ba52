/** What the server measured in the organs, and where it is asked for. */
import { ask } from "@/api/client";
import type { components } from "@/api/schema";
import type { Normalisation } from "@/volumes";

type Schemas = components["schemas"];

export type Statistics = Schemas["Statistics"];
export type StatisticsRow = Schemas["StatisticsRow"];
export type StatisticsPoint = Schemas["StatisticsPoint"];
export type InOrgan = Schemas["InOrgan"];
export type Repeatability = Schemas["Repeatability"];

export interface StatisticsQuestion {
  readonly examinations: readonly string[];
  /** Chosen by hand instead of the ones that are shown by themselves. */
  readonly maps: readonly string[];
  readonly normalisation: Normalisation;
}

export function statisticsAddress(question: StatisticsQuestion, format?: "csv"): string {
  const query = new URLSearchParams();
  for (const examination of question.examinations) query.append("examination", examination);
  for (const map of question.maps) query.append("map", map);
  query.append("normalisation", question.normalisation);
  if (format) query.append("format", format);
  return `/api/organs/statistics?${query}`;
}

/** @throws ApiFailure; an AbortError when cancelled. */
export function fetchStatistics(
  question: StatisticsQuestion,
  signal?: AbortSignal,
): Promise<Statistics> {
  return ask("GET", statisticsAddress(question), signal ? { signal } : {});
}

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import type { ExaminationSummary, PatientDetail, StudyList } from "./types";

/** How often a page that shows work looks again: often while something moves, else now and then. */
export const pollMoving_ms = 1_500;
export const pollQuiet_ms = 6_000;

/** Whether anything of this examination is still on its way. */
export function isMoving(examination: ExaminationSummary): boolean {
  return ["arriving", "waiting", "preparing"].includes(examination.state);
}

export function studiesQuery(search: string, limit: number) {
  return queryOptions({
    queryKey: ["studies", search, limit],
    queryFn: ({ signal }) =>
      bodyOf<StudyList>(api.GET("/api/studies", { params: { query: { search, limit } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.patients.some((patient) => patient.examinations.some(isMoving))
        ? pollMoving_ms
        : pollQuiet_ms,
  });
}

export function patientQuery(key: string) {
  return queryOptions({
    queryKey: ["patient", key],
    queryFn: ({ signal }) =>
      bodyOf<PatientDetail>(api.GET("/api/patients/{key}", { params: { path: { key } }, signal })),
    refetchInterval: ({ state }) =>
      state.data?.examinations.some(isMoving) ? pollMoving_ms : pollQuiet_ms,
  });
}

/** Prepare a series once more, after it failed. */
export function prepareAgain(seriesKey: string): Promise<unknown> {
  return bodyOf(api.POST("/api/series/{key}/prepare", { params: { path: { key: seriesKey } } }));
}

/** End the preparation of a series that is waiting or under way. */
export function cancelPreparation(seriesKey: string): Promise<unknown> {
  return bodyOf(api.DELETE("/api/series/{key}/prepare", { params: { path: { key: seriesKey } } }));
}

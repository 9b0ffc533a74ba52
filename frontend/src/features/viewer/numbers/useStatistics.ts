/** The values of the maps that are shown, asked again when maps, language, SUV or normalisation are others. */
import { useQuery } from "@tanstack/react-query";
import { useStore } from "zustand";
import { asFailure } from "@/api/failure";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";
import { shownMaps } from "@/state/organs";
import type { OrganSession } from "../organs/organSession";
import { fetchStatistics, type Statistics, type StatisticsQuestion } from "./statistics";

export function useStatistics(session: OrganSession) {
  const language = useSpokenLanguage();
  const answer = useStore(session.store, (state) => state.answer);
  const mapOf = useStore(session.store, (state) => state.mapOf);
  const normalisation = useStore(session.comparison, (state) => state.normalisation);
  const question: StatisticsQuestion = {
    examinations: session.examinations,
    maps: Object.values(mapOf),
    normalisation,
  };
  const maps = shownMaps({ answer, mapOf }).map((map) => map?.key ?? null);
  // A correction changes the factors of the descriptor: values of before must not stay.
  const factors = session.descriptor.time_points.map(
    ({ pet }) => pet?.normalisations[normalisation].factor ?? null,
  );
  const found = useQuery<Statistics>({
    queryKey: ["organ-statistics", question, maps, factors, language],
    queryFn: ({ signal }) => fetchStatistics(question, signal),
    enabled: maps.some((map) => map !== null),
  });
  return {
    question,
    answer,
    none: answer !== null && maps.every((map) => map === null),
    statistics: found.data ?? null,
    failure: found.error ? asFailure(found.error) : null,
  };
}

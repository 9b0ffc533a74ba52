/** One patient's series, asked for once by whoever needs them; the viewer itself opens without. */
import { useEffect, useState } from "react";
import { ask } from "@/api/client";
import { type ApiFailure, asFailure, wasCancelled } from "@/api/failure";
import type { PatientDetail } from "@/api/types";
import { useSpokenLanguage } from "@/components/useSpokenLanguage";

export interface Asked {
  readonly detail: PatientDetail | null;
  readonly failure: ApiFailure | null;
}

/** @throws ApiFailure; an AbortError when cancelled. */
export function fetchPatientDetail(patient: string, signal?: AbortSignal): Promise<PatientDetail> {
  return ask("GET", `/api/patients/${encodeURIComponent(patient)}`, signal ? { signal } : {});
}

export function usePatientDetail(patient: string): Asked {
  const [asked, setAsked] = useState<Asked>({ detail: null, failure: null });
  const language = useSpokenLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the server's sentences are in the language on the screen
  useEffect(() => {
    const ending = new AbortController();
    fetchPatientDetail(patient, ending.signal).then(
      (detail) => setAsked({ detail, failure: null }),
      (thrown) => {
        if (!wasCancelled(thrown)) setAsked({ detail: null, failure: asFailure(thrown) });
      },
    );
    return () => ending.abort();
  }, [patient, language]);
  return asked;
}

import type { ExaminationSummary, PatientSummary, SeriesSummary, Session } from "./types";

/** Answers of the server for tests: complete, with what a test is about laid over them. */
export function series(key: string, over: Partial<SeriesSummary> = {}): SeriesSummary {
  return {
    key,
    modality: "CT",
    description: "CT",
    images: 299,
    spacing_mm: [0.98, 0.98, 3.27],
    units: "HU",
    attenuation_corrected: null,
    state: "ready",
    progress: 1,
    problems: [],
    ...over,
  };
}

export function examination(
  id: string,
  over: Partial<ExaminationSummary> = {},
): ExaminationSummary {
  return {
    id,
    acquired_at: "2026-01-05T10:12:00",
    description: "PET/CT",
    tracer: "FDG",
    ct: series(`${id}-ct`),
    pet: series(`${id}-pet`, { modality: "PT", units: "BQML", attenuation_corrected: true }),
    thumbnail_url: null,
    state: "ready",
    progress: 1,
    problems: [],
    ...over,
  };
}

export function patient(
  key: string,
  name: string,
  examinations: ExaminationSummary[] = [examination(`${key}-e`)],
): PatientSummary {
  return { key, id: `ID-${key}`, name, birth_date: "1958-03-12", sex: "F", examinations };
}

export function session(over: Partial<NonNullable<Session["user"]>> = {}): Session {
  return {
    user: {
      name: "reader",
      display_name: "Reader",
      language: "en",
      must_change_password: false,
      rights: ["read", "upload"],
      ...over,
    },
    csrf_token: "t",
  };
}

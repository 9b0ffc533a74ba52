import type { ExaminationSummary, WorkState } from "@/api/types";

/** "PET/CT", "PET" or "CT": what an examination has. Not translated: the words are the same in both languages. */
export function contentOf(examination: Pick<ExaminationSummary, "ct" | "pet">): string {
  if (examination.pet && examination.ct) return "PET/CT";
  if (examination.pet) return "PET";
  return examination.ct ? "CT" : "";
}

/** The thumbnail of the latest examination that has one; examinations come in order of time. */
export function latestThumbnail(examinations: readonly ExaminationSummary[]): string | null {
  for (const examination of [...examinations].reverse()) {
    if (examination.thumbnail_url) return examination.thumbnail_url;
  }
  return null;
}

interface PatientState {
  state: WorkState;
  progress: number;
  /** The sentence of the first failed examination. */
  problem: string | null;
}

// What a physician has to know first: that something failed, then that something is not all there yet.
const order: readonly WorkState[] = ["failed", "arriving", "preparing", "waiting"];

/** One state for all examinations of a patient. */
export function stateOfPatient(examinations: readonly ExaminationSummary[]): PatientState {
  for (const state of order) {
    const these = examinations.filter((examination) => examination.state === state);
    if (these.length === 0) continue;
    const unfinished = examinations.filter(
      (examination) => examination.state === "preparing" || examination.state === "waiting",
    );
    const done = unfinished.reduce((sum, examination) => sum + examination.progress, 0);
    return {
      state,
      progress: unfinished.length > 0 ? done / unfinished.length : 0,
      problem: state === "failed" ? (these[0]?.problems[0]?.text ?? null) : null,
    };
  }
  return { state: "ready", progress: 1, problem: null };
}

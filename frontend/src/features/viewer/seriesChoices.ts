/** Which series an examination can show: its own CT and PET, and those that were kept beside them. */
import type { OtherSeries, PatientDetail, SeriesSummary } from "@/api/types";

export type SeriesKind = "ct" | "pet";

export interface SeriesChoice {
  readonly key: string;
  readonly kind: SeriesKind;
  readonly description: string;
  readonly images: number;
  readonly state: SeriesSummary["state"];
  /** Chosen by itself, without anybody's doing. */
  readonly own: boolean;
  /** Why it is not shown by itself, or that it is not attenuation corrected. */
  readonly why: string;
}

const KINDS: Readonly<Record<string, SeriesKind | undefined>> = { CT: "ct", PT: "pet" };

function ownChoice(kind: SeriesKind, series: SeriesSummary): SeriesChoice {
  const { key, description, images, state } = series;
  return { key, kind, description, images, state, own: true, why: "" };
}

function otherChoice(other: OtherSeries): SeriesChoice | null {
  const kind = KINDS[other.modality];
  if (!kind || other.state === "not-an-image-volume") return null;
  const { series: key, description, images, state, why } = other;
  return { key, kind, description, images, state, own: false, why };
}

/** All of one examination, its own first. */
export function choicesOf(
  patient: Pick<PatientDetail, "examinations" | "other_series">,
  examination: string,
): SeriesChoice[] {
  const found = patient.examinations.find(({ id }) => id === examination);
  const own = (["ct", "pet"] as const).flatMap((kind) => {
    const series = found?.[kind];
    return series ? [ownChoice(kind, series)] : [];
  });
  const others = patient.other_series
    .filter((other) => other.examination === examination)
    .flatMap((other) => otherChoice(other) ?? []);
  return [...own, ...others];
}

/** What is shown of one kind while the address names these series. */
export function shownChoice(
  choices: readonly SeriesChoice[],
  series: readonly string[],
  kind: SeriesKind,
): SeriesChoice | null {
  const ofKind = choices.filter((choice) => choice.kind === kind);
  return (
    ofKind.find(({ key, own }) => !own && series.includes(key)) ??
    ofKind.find(({ own }) => own) ??
    null
  );
}

/** The series that the address names after a choice; those of other examinations stay. */
export function seriesAfter(
  series: readonly string[],
  choices: readonly SeriesChoice[],
  choice: SeriesChoice,
): string[] {
  const rivals = choices.filter(({ kind }) => kind === choice.kind).map(({ key }) => key);
  const rest = series.filter((key) => !rivals.includes(key));
  return choice.own ? rest : [...rest, choice.key];
}

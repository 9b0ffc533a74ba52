/** Organs of a comparison: which maps there are, what is being computed, and how more are asked for. */
import type { LabelVolumeDescriptor, MipDescriptor, MipLabelsDescriptor, Notice } from "@/volumes";

export type { Notice };

import { headersFor, refuse } from "./ask";
import { ask } from "./client";
import { asFailure, wasCancelled } from "./failure";

export type Colour = readonly [number, number, number];

export interface OrganStructure {
  /** In the language of the account. */
  readonly name: string;
  readonly english: string;
  readonly german: string;
  /** In lists: lower ones first, equal ones by name. */
  readonly place: number;
  readonly system: string;
  readonly side: "left" | "right" | null;
  readonly colour: Colour;
}

export interface OrganSegment {
  readonly number: number;
  readonly structure: string;
  /** As its writer named it. */
  readonly label: string;
  readonly volume_ml: number | null;
  /** A point inside the structure, in that time point's own patient coordinates. */
  readonly centre_mm: readonly [number, number, number] | null;
  readonly notices: readonly Notice[];
}

export interface OrganMap {
  readonly key: string;
  readonly examination: string;
  readonly origin: "computed" | "imported";
  readonly title: string;
  readonly made_at: string | null;
  /** Made with weights that are no substitute for TotalSegmentator's own. */
  readonly stand_in: boolean;
  /** Where it comes from, ready to be shown. */
  readonly making: readonly { readonly name: string; readonly value: string }[];
  readonly notices: readonly Notice[];
  readonly labels: LabelVolumeDescriptor;
  /** values[v]: the numbers of the segments that the stored value v stands for. */
  readonly values: readonly (readonly number[])[];
  readonly mip_labels: MipLabelsDescriptor | null;
  readonly segments: readonly OrganSegment[];
  readonly surfaces: { readonly url: string } | null;
}

export type RunState = "waiting" | "running" | "done" | "failed" | "cancelled";
export type RunStage =
  | "starting"
  | "loading"
  | "predicting"
  | "resampling"
  | "saving"
  | "keeping"
  | "checking";

export interface OrganRun {
  readonly key: string;
  readonly examination: string;
  readonly task: string;
  readonly mode: string;
  readonly state: RunState;
  readonly stage: RunStage | null;
  readonly fraction: number;
  readonly left_s: number | null;
  readonly asked_at: string;
  readonly problem: Notice | null;
  readonly stand_in: boolean;
}

export interface OrgansOfTimePoint {
  readonly examination: string;
  readonly run: OrganRun | null;
  /** Key of the map that is shown. */
  readonly shown: string | null;
  readonly maps: readonly OrganMap[];
  /** Of maps that cannot be shown. */
  readonly notices: readonly Notice[];
}

export interface OrgansAnswer {
  readonly structures: Readonly<Record<string, OrganStructure>>;
  readonly systems: readonly { readonly key: string; readonly name: string }[];
  readonly time_points: readonly OrgansOfTimePoint[];
}

export type WeightsState = "released" | "unverified" | "stand-in" | "missing";

export interface SegmentationMode {
  readonly key: string;
  readonly name: string;
  readonly weights: WeightsState;
}

export interface SegmentationTask {
  readonly key: string;
  readonly name: string;
  readonly modes: readonly SegmentationMode[];
  readonly licence: "open" | "key" | "non-commercial";
  readonly usable: boolean;
  readonly why_not: string | null;
}

/** What this installation can compute. */
export interface Segmentation {
  readonly available: boolean;
  readonly why_not: Notice | null;
  readonly device: "cpu" | "gpu";
  readonly tasks: readonly SegmentationTask[];
}

export interface Estimate {
  readonly seconds: number | null;
  readonly device: "cpu" | "gpu";
}

const part = (name: string) => (value: string) => `${name}=${encodeURIComponent(value)}`;

/** @throws ApiFailure; an AbortError when cancelled. */
export function fetchOrgans(
  examinations: readonly string[],
  maps: readonly string[],
  signal?: AbortSignal,
): Promise<OrgansAnswer> {
  const query = [...examinations.map(part("examination")), ...maps.map(part("map"))].join("&");
  return ask("GET", `/api/organs?${query}`, signal ? { signal } : {});
}

export function fetchSegmentation(): Promise<Segmentation> {
  return ask("GET", "/api/segmentation");
}

export function fetchEstimate(
  examination: string,
  task: string,
  mode: string,
  signal?: AbortSignal,
): Promise<Estimate> {
  const query = [part("examination")(examination), part("task")(task), part("mode")(mode)].join(
    "&",
  );
  return ask("GET", `/api/segmentation/estimate?${query}`, signal ? { signal } : {});
}

/** The same CT with the same settings is never computed twice: the answer then is the run that there was. */
export async function startRuns(
  examinations: readonly string[],
  task: string,
  mode: string,
): Promise<readonly OrganRun[]> {
  const body = { examinations, task, mode };
  return (await ask<{ runs: OrganRun[] }>("POST", "/api/segmentations", { body })).runs;
}

const runAddress = (key: string) => `/api/segmentations/${encodeURIComponent(key)}`;

export function cancelRun(key: string): Promise<unknown> {
  return ask("DELETE", runAddress(key));
}

export function runAgain(key: string): Promise<unknown> {
  return ask("POST", `${runAddress(key)}/again`);
}

/** Projections of the PET without what lies in these segments, computed by the server. */
export function fetchProjection(
  map: string,
  without: readonly number[],
  signal?: AbortSignal,
): Promise<MipDescriptor> {
  const address = `/api/organs/${encodeURIComponent(map)}/projections`;
  return ask("POST", address, { body: { without }, ...(signal ? { signal } : {}) });
}

/** The surfaces of a map as one binary; the browser has undone the compression. */
export async function fetchSurfaces(url: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { ...headersFor("GET"), Accept: "*/*" },
      credentials: "same-origin",
      signal: signal ?? null,
    });
  } catch (thrown) {
    if (wasCancelled(thrown)) throw thrown;
    throw asFailure(thrown);
  }
  if (!response.ok) return refuse(response);
  return response.arrayBuffer();
}

/** Where a map is to be had as a DICOM file. */
export function downloadAddress(map: string, form: "labelmap" | "binary" | "rtstruct"): string {
  const address = `/api/organs/${encodeURIComponent(map)}`;
  return form === "rtstruct" ? `${address}/rtstruct` : `${address}/seg?kind=${form}`;
}

import type { FailureKind } from "@/api/failure";

/** "waiting": the server is away and will be asked again; "stopped": it will not take more (login, rights). */
export type UploadPhase = "idle" | "running" | "waiting" | "stopped" | "done" | "cancelled";

/** Why a file did not get in: the server's sentence, or a kind that the page has a sentence for. */
export type Reason = { sentence: string } | { kind: FailureKind | "unreadable" };

export interface RefusedFile {
  name: string;
  reason: Reason;
}

export interface UploadProgress {
  phase: UploadPhase;
  files: number;
  filesSettled: number;
  bytes: number;
  bytesSent: number;
  /** 0 to 1, by bytes. */
  fraction: number;
  stored: number;
  alreadyThere: number;
  refused: readonly RefusedFile[];
  stoppedBecause: FailureKind | null;
}

export const nothingUploaded: UploadProgress = {
  phase: "idle",
  files: 0,
  filesSettled: 0,
  bytes: 0,
  bytesSent: 0,
  fraction: 0,
  stored: 0,
  alreadyThere: 0,
  refused: [],
  stoppedBecause: null,
};

export function isRunning(phase: UploadPhase): boolean {
  return phase === "running" || phase === "waiting";
}

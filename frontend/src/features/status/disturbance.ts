import { ApiFailure } from "@/api/failure";
import type { ArchiveStatus } from "@/api/types";

export type Disturbance = "server" | "archive" | "worker" | "archiveAndWorker";

/** What to tell the person about the state of the processes; null where all is well or where the login is the matter. */
export function disturbanceOf(
  status: ArchiveStatus | undefined,
  error: unknown,
): Disturbance | null {
  if (error instanceof ApiFailure) {
    return error.kind === "unreachable" || error.kind === "server-error" ? "server" : null;
  }
  if (!status) return null;
  const archiveDown = status.archive === "down";
  const workerDown = status.worker === "down";
  if (archiveDown && workerDown) return "archiveAndWorker";
  if (archiveDown) return "archive";
  return workerDown ? "worker" : null;
}

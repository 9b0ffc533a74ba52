import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import type { ArchiveStatus } from "./types";

const calm_ms = 10_000;
const longest_ms = 15_000;

/** How long to wait before asking again after so many failures in a row: 1, 2, 4, 8, 15 s. */
export function waitAfterFailures_ms(failures: number): number {
  return Math.min(longest_ms, 1_000 * 2 ** Math.max(0, failures - 1));
}

let failuresInARow = 0;

/** How the processes behind the server are; asked again for as long as somebody looks. */
export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: async ({ signal }) => {
    try {
      const status = await bodyOf<ArchiveStatus>(api.GET("/api/status", { signal }));
      failuresInARow = 0;
      return status;
    } catch (thrown) {
      failuresInARow += 1;
      throw thrown;
    }
  },
  staleTime: 0,
  refetchInterval: ({ state }) => {
    if (state.status === "error") return waitAfterFailures_ms(failuresInARow);
    const status = state.data;
    if (!status) return calm_ms;
    return status.archive === "up" && status.worker === "up" ? calm_ms : 2_000;
  },
});

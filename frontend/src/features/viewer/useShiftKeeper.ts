/** Keeps a manual shift on the server, the newest for each time point, and takes over the transform it answers. */
import { useCallback, useMemo, useState } from "react";
import { ask } from "@/api/client";
import type { Mat4, Vec3 } from "@/geometry";
import { placed } from "@/state/changes";
import type { ComparisonStore } from "@/state/comparison";
import type { ComparisonDescriptor } from "@/volumes";
import { LatestOnly } from "./latest";

interface Question {
  readonly column: number;
  readonly shift: Vec3;
}

interface Answer {
  readonly to_common: Mat4;
}

export function useShiftKeeper(store: ComparisonStore, descriptor: ComparisonDescriptor) {
  const [failed, setFailed] = useState(false);
  const examinations = descriptor.time_points.map(({ examination }) => examination).join("\n");
  const keepers = useMemo(() => {
    const ids = examinations.split("\n");
    return ids.map(
      (examination) =>
        new LatestOnly<Question, Answer>(
          ({ shift }) =>
            ask("PUT", "/api/comparisons/shift", {
              body: { reference: ids[0], examination, shift_mm: shift },
            }),
          ({ column, shift }, { to_common }) => {
            setFailed(false);
            const state = store.getState();
            const now = state.placements[column];
            // The hand may have moved on; then the next answer counts.
            if (now.manualShift.some((part, axis) => part !== shift[axis])) return;
            const organs = now.organs && { organs: { ...now.organs, fixed: to_common } };
            store.setState(placed(state, column, { ...now, ...organs, toCommon: to_common }));
          },
          () => setFailed(true),
        ),
    );
  }, [examinations, store]);
  const keep = useCallback(
    (column: number) => {
      if (column > 0)
        keepers[column]?.put({ column, shift: store.getState().placements[column].manualShift });
    },
    [keepers, store],
  );
  return { keep, failed };
}

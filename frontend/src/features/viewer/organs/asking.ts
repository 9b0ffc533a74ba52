/** Asks which organ maps there are, again and again while one is being computed. */

import { type ApiFailure, asFailure, wasCancelled } from "@/api/failure";
import { fetchOrgans, type OrganRun, type OrgansAnswer } from "@/api/organs";

/** A run in its last stages ends within seconds: its result is to be seen at once. */
const ENDING_MS = 300;
const RUNNING_MS = 700;
/** Surfaces, and what a projection needs, come after the map itself. */
const FINISHING_MS = 1500;
/** An examination may have arrived, or somebody else may have started a run. */
const QUIET_MS = 20_000;
/** How long a map may take to appear after its run has ended. */
const LONGEST_IMPORT_MS = 60_000;
const ENDING: readonly OrganRun["stage"][] = ["resampling", "saving", "keeping", "checking"];

const isUnderWay = ({ state }: OrganRun) => state === "waiting" || state === "running";

export interface Answered {
  readonly answer: (answer: OrgansAnswer) => void;
  readonly failed: (failure: ApiFailure | null) => void;
}

/** How long to wait before the next question; `ended_ms`: since a run was last seen under way. */
export function pauseAfter(answer: OrgansAnswer, ended_ms: number): number {
  const runs = answer.time_points.flatMap(({ run }) => run ?? []);
  const running = runs.filter(isUnderWay);
  if (running.some(({ stage }) => ENDING.includes(stage))) return ENDING_MS;
  if (running.length > 0) return RUNNING_MS;
  const unfinished = answer.time_points.some(({ maps }) =>
    maps.some(({ surfaces, mip_labels }) => surfaces === null || mip_labels === null),
  );
  const awaited = answer.time_points.some(
    ({ run, maps }) => run?.state === "done" && maps.length === 0,
  );
  if (ended_ms > LONGEST_IMPORT_MS) return QUIET_MS;
  return awaited ? ENDING_MS : unfinished ? FINISHING_MS : QUIET_MS;
}

export class OrganAsking {
  private timer = 0;
  private said = "";
  private underWayAt = Number.NEGATIVE_INFINITY;
  private current = new AbortController();
  private over = false;

  constructor(
    private readonly question: () => { examinations: readonly string[]; maps: readonly string[] },
    private readonly answered: Answered,
  ) {}

  /** Asks now; what was asked before and is not answered yet does not count any more. */
  now(): void {
    clearTimeout(this.timer);
    this.current.abort();
    this.current = new AbortController();
    if (!this.over) void this.ask(this.current.signal);
  }

  close(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.current.abort();
  }

  private async ask(signal: AbortSignal): Promise<void> {
    const { examinations, maps } = this.question();
    let pause = QUIET_MS;
    try {
      const answer = await fetchOrgans(examinations, maps, signal);
      if (signal.aborted) return;
      const runs = answer.time_points.flatMap(({ run }) => run ?? []);
      if (runs.some(isUnderWay)) this.underWayAt = performance.now();
      pause = pauseAfter(answer, performance.now() - this.underWayAt);
      // The same answer again must not draw the list anew.
      const said = JSON.stringify(answer);
      if (said !== this.said) this.answered.answer(answer);
      this.said = said;
      this.answered.failed(null);
    } catch (thrown) {
      if (signal.aborted || wasCancelled(thrown)) return;
      this.answered.failed(asFailure(thrown));
    }
    this.timer = window.setTimeout(() => this.now(), pause);
  }
}

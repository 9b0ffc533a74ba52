/** Organ surfaces of each map, fetched when somebody first looks at them. */
import { fetchSurfaces, type OrganMap } from "@/api/organs";
import type { Engine } from "@/engine";
import type { Mat4 } from "@/geometry";

export function surfaceKey(map: Pick<OrganMap, "key">): string {
  return `surfaces ${map.key}`;
}

type State = "coming" | "there" | "failed";

export class Surfaces {
  private readonly states = new Map<string, State>();
  private readonly places = new Map<string, Mat4>();
  private readonly ending = new AbortController();

  constructor(
    private readonly engine: Engine,
    /** Surfaces have come, or will not. */
    private readonly changed: () => void,
  ) {}

  want(map: OrganMap, toCommon: Mat4): void {
    const key = surfaceKey(map);
    const known = this.places.get(key);
    this.places.set(key, toCommon);
    if (known !== undefined && known !== toCommon && this.states.get(key) === "there")
      this.engine.setTransform(key, toCommon);
    if (!map.surfaces || this.states.has(key)) return;
    this.states.set(key, "coming");
    fetchSurfaces(map.surfaces.url, this.ending.signal).then(
      (buffer) => {
        if (this.ending.signal.aborted) return;
        this.engine.addSurfaces(key, buffer, this.places.get(key) ?? toCommon);
        this.states.set(key, "there");
        this.changed();
      },
      () => {
        if (this.ending.signal.aborted) return;
        this.states.set(key, "failed");
        this.changed();
      },
    );
  }

  of(map: OrganMap): State {
    return map.surfaces ? (this.states.get(surfaceKey(map)) ?? "coming") : "failed";
  }

  /** Asks anew: after a lost graphics context for all, else for what could not be had. */
  restart(onlyFailed: boolean): void {
    for (const [key, state] of this.states)
      if (!onlyFailed || state === "failed") this.states.delete(key);
  }

  close(): void {
    this.ending.abort();
    for (const key of this.places.keys()) this.engine.removeVolume(key);
  }
}

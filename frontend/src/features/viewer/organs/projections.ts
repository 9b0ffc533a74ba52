/** Projections of the PET without the marked organs: asked of the server, loaded, drawn instead of the usual ones. */
import { fetchProjection, type OrganMap } from "@/api/organs";
import type { Engine } from "@/engine";
import type { Mat4 } from "@/geometry";
import {
  type ComparisonDescriptor,
  type LoadError,
  type MipDescriptor,
  VolumeLoader,
} from "@/volumes";
import { numbersOf } from "./labelTables";

type Asked = { readonly mip: MipDescriptor } | "coming" | "failed";

export class Projections {
  private readonly asked = new Map<string, Asked>();
  private readonly places = new Map<string, Mat4>();
  private readonly ending = new AbortController();
  private loader: VolumeLoader | null = null;

  constructor(
    private readonly engine: Engine,
    private readonly changed: () => void,
    private readonly failed: (error: LoadError) => void,
    private readonly comparison: () => ComparisonDescriptor,
  ) {}

  /** Asks for a projection if nobody has yet. */
  want(map: OrganMap, structures: readonly string[], toCommon: Mat4): void {
    const without = numbersOf(map, structures);
    const name = nameOf(map, structures);
    this.place(name, toCommon);
    if (without.length === 0 || this.asked.has(name)) return;
    this.asked.set(name, "coming");
    fetchProjection(map.key, without, this.ending.signal).then(
      (mip) => {
        if (this.ending.signal.aborted) return;
        this.asked.set(name, { mip });
        if (!this.engine.has(mip.id)) this.engine.addMip(mip.id, mip, toCommon);
        this.places.set(mip.id, toCommon);
        this.load();
      },
      () => {
        if (this.ending.signal.aborted) return;
        this.asked.set(name, "failed");
        this.changed();
      },
    );
  }

  /** The id of a projection once it can be drawn; null where the map has none of these structures. */
  of(map: OrganMap, structures: readonly string[]): string | "coming" | "failed" | null {
    if (numbersOf(map, structures).length === 0) return null;
    const found = this.asked.get(nameOf(map, structures)) ?? "coming";
    if (typeof found === "string") return found;
    return this.engine.residency(found.mip.id).complete ? found.mip.id : "coming";
  }

  restart(): void {
    this.loader?.restart();
  }

  retry(): void {
    for (const [name, asked] of this.asked) if (asked === "failed") this.asked.delete(name);
    this.loader?.retry();
  }

  close(): void {
    this.ending.abort();
    this.loader?.close();
    for (const key of this.places.keys()) this.engine.removeVolume(key);
  }

  private place(name: string, toCommon: Mat4): void {
    const found = this.asked.get(name);
    if (!found || typeof found === "string" || this.places.get(found.mip.id) === toCommon) return;
    this.places.set(found.mip.id, toCommon);
    this.engine.setTransform(found.mip.id, toCommon);
  }

  private load(): void {
    const mips = [...this.asked.values()].flatMap((one) =>
      typeof one === "string" ? [] : one.mip,
    );
    this.loader ??= this.newLoader();
    this.loader.open(onlyProjections(this.comparison(), mips));
  }

  private newLoader(): VolumeLoader {
    const loader = new VolumeLoader();
    loader.on("chunk", (chunk) => this.engine.uploadChunk(chunk));
    loader.on("error", this.failed);
    // A loader waits until it knows where somebody looks; of a projection there is only the whole.
    loader.setFocus([0, 0, 0]);
    return loader;
  }
}

function nameOf(map: OrganMap, structures: readonly string[]): string {
  const numbers = numbersOf(map, structures).sort((one, other) => one - other);
  return `${map.key} ${numbers.join()}`;
}

/** A comparison in which there is nothing but these projections, for a loader of their own. */
function onlyProjections(
  descriptor: ComparisonDescriptor,
  mips: readonly MipDescriptor[],
): ComparisonDescriptor {
  const any = descriptor.time_points[0];
  return {
    ...descriptor,
    time_points: any ? mips.map((mip) => ({ ...any, ct: null, pet: null, mip })) : [],
  };
}

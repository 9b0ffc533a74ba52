/** Keeps the engine's labels, colour tables, projections and surfaces in step with what is looked at. */
import type { OrganMap, OrgansAnswer } from "@/api/organs";
import type { Engine } from "@/engine";
import type { Mat4, Vec3 } from "@/geometry";
import type { OrganLook } from "@/state/organs";
import { type ComparisonDescriptor, LabelLoader, type LoadError } from "@/volumes";
import { labelColours, mipStrength, surfaceColours } from "./labelTables";
import { Projections } from "./projections";
import { Surfaces, surfaceKey } from "./surfaces";

export interface WantedColumn {
  readonly map: OrganMap;
  readonly toCommon: Mat4;
}

export interface Wanted {
  /** Columns that have a map. */
  readonly columns: readonly WantedColumn[];
  readonly look: OrganLook;
  readonly structures: OrgansAnswer["structures"];
  /** What is on the screen of it. */
  readonly slices: boolean;
  readonly mip: boolean;
  readonly surfaces: boolean;
}

export class OrganPictures {
  readonly projections: Projections;
  readonly surfaces: Surfaces;
  private readonly labels: LabelLoader;
  private readonly places = new Map<string, Mat4>();
  private last: Wanted | null = null;
  // What was shown once stays loaded: switching organs on again asks for nothing.
  private labelsWanted = false;
  private mipLabelsWanted = false;
  private opened = "";

  constructor(
    private readonly engine: Engine,
    changed: () => void,
    failed: (error: LoadError) => void,
    comparison: () => ComparisonDescriptor,
  ) {
    this.labels = new LabelLoader({ longestTextureSide: engine.longestTextureSide });
    this.labels.on("chunk", (chunk) => engine.uploadLabels(chunk));
    this.labels.on("error", failed);
    this.projections = new Projections(engine, changed, failed, comparison);
    this.surfaces = new Surfaces(engine, () => {
      if (this.last) this.colour(this.last);
      changed();
    });
  }

  /** To be called whenever anything of it may have changed; does only what is new. */
  want(wanted: Wanted): void {
    const { last } = this;
    this.last = wanted;
    const { columns, look } = wanted;
    const dims = wanted.mip && look.mipMarked.length > 0 && look.mipTreatment === "dim";
    this.labelsWanted ||= wanted.slices;
    this.mipLabelsWanted ||= dims;
    const opened = this.openLabels(columns);
    for (const { map, toCommon } of columns) {
      if (wanted.mip && look.mipTreatment === "without")
        this.projections.want(map, look.mipMarked, toCommon);
      if (wanted.surfaces) this.surfaces.want(map, toCommon);
    }
    const same =
      last?.look === look &&
      last.structures === wanted.structures &&
      last.columns.length === columns.length &&
      last.columns.every(({ map }, at) => map === columns[at]?.map);
    if (opened || !same) this.colour(wanted);
  }

  setFocus(common_mm: Vec3): void {
    this.labels.setFocus(common_mm);
  }

  /** The graphics card has forgotten everything. */
  restart(): void {
    this.labels.restart();
    this.projections.restart();
    this.surfaces.restart(false);
    if (!this.last) return;
    this.colour(this.last);
    this.want(this.last);
  }

  /** Asks again for what could not be had. */
  retry(): void {
    this.labels.retry();
    this.projections.retry();
    this.surfaces.restart(true);
    if (this.last) this.want(this.last);
  }

  close(): void {
    this.labels.close();
    this.projections.close();
    this.surfaces.close();
    for (const key of this.places.keys()) this.engine.removeVolume(key);
  }

  /** Whether labels have become known to the engine that were not before. */
  private openLabels(columns: readonly WantedColumn[]): boolean {
    const volumes = (this.labelsWanted ? columns : []).map(({ map, toCommon }) => ({
      key: map.labels.id,
      descriptor: map.labels,
      commonFromVolume: toCommon,
    }));
    const mips = (this.mipLabelsWanted ? columns : []).flatMap(({ map }) =>
      map.mip_labels ? [{ key: map.mip_labels.id, descriptor: map.mip_labels }] : [],
    );
    for (const { key, commonFromVolume } of volumes) {
      const known = this.places.get(key);
      if (known === undefined || known === commonFromVolume) continue;
      this.places.set(key, commonFromVolume);
      this.engine.setTransform(key, commonFromVolume);
    }
    const keys = [...volumes, ...mips].map(({ key }) => key);
    if (keys.join() === this.opened) return false;
    this.opened = keys.join();
    for (const key of [...this.places.keys()].filter((one) => !keys.includes(one))) {
      this.engine.removeVolume(key);
      this.places.delete(key);
    }
    for (const { key, descriptor, commonFromVolume } of volumes) {
      if (this.places.has(key)) continue;
      this.places.set(key, commonFromVolume);
      this.engine.addLabels(key, descriptor, commonFromVolume);
    }
    for (const { key, descriptor } of mips) {
      if (this.places.has(key)) continue;
      // A projection's labels lie where the projection lies.
      this.places.set(key, []);
      this.engine.addMipLabels(key, descriptor);
    }
    this.labels.open(volumes, mips);
    return true;
  }

  private colour({ columns, look, structures }: Wanted): void {
    const { engine } = this;
    for (const { map } of columns) {
      const { labels, mip_labels } = map;
      if (engine.has(labels.id))
        engine.setLabelColours(labels.id, labelColours(map, look, structures));
      if (mip_labels && engine.has(mip_labels.id))
        engine.setMipStrength(mip_labels.id, mipStrength(map, look));
      if (engine.has(surfaceKey(map)))
        engine.setSurfaceColours(surfaceKey(map), surfaceColours(map, look, structures));
    }
  }
}

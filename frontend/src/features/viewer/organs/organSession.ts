/**
 * The organs of one visit: what the server has of them, how they are looked at, and what the engine draws of it.
 *
 * Made after the first pictures; `ViewerSession.organs` is null until then.
 */
import i18next from "i18next";
import type { ApiFailure } from "@/api/failure";
import type { OrganMap, OrgansAnswer } from "@/api/organs";
import type { Engine } from "@/engine";
import { type Mat4, sliceView } from "@/geometry";
import { crosshairAt } from "@/state/changes";
import type { ComparisonState, ComparisonStore } from "@/state/comparison";
import { commonOf } from "@/state/organ-step";
import {
  createOrganStore,
  isDrawn,
  type OrganState,
  type OrganStore,
  shownMaps,
} from "@/state/organs";
import { keepLook, keptLook } from "@/state/organsKept";
import type { ComparisonDescriptor, LoadError } from "@/volumes";
import type { OrganLayers } from "../organLayers";
import type { Scene } from "../scene";
import { OrganAsking } from "./asking";
import { structuresAt } from "./labelTables";
import { organLayers } from "./layers";
import { OrganPictures } from "./pictures";

/** While slices pass by, what lies next changes too often to be worth ordering anew. */
const FOCUS_MS = 60;

export class OrganSession {
  readonly store: OrganStore = createOrganStore(keptLook().look);
  readonly pictures: OrganPictures;
  readonly layers: OrganLayers;
  /** Why the last question had no answer; null when it had. */
  onFailure: (failure: ApiFailure | null) => void = () => undefined;
  /** Maps have come or gone since the page was opened: time points may now lie otherwise. */
  onNewMaps: () => void = () => undefined;
  private readonly asking: OrganAsking;
  private readonly ends: (() => void)[] = [];
  private focusTimer = 0;

  constructor(readonly scene: Scene) {
    const { session } = scene;
    this.pictures = new OrganPictures(
      session.engine,
      () => session.onChange(),
      (error: LoadError) => session.onError(error),
      () => this.descriptor,
    );
    this.layers = organLayers(this.store, this.comparison, this.pictures, () => this.engine);
    this.asking = new OrganAsking(
      () => ({ examinations: this.examinations, maps: Object.values(this.store.getState().mapOf) }),
      {
        answer: (answer) => this.answered(inOrderOf(this.examinations, answer)),
        failed: (failure) => this.onFailure(failure),
      },
    );
  }

  get comparison(): ComparisonStore {
    return this.scene.store;
  }

  get descriptor(): ComparisonDescriptor {
    return this.scene.descriptor;
  }

  get examinations(): readonly string[] {
    return this.descriptor.time_points.map(({ examination }) => examination);
  }

  private get engine(): Engine {
    return this.scene.session.engine;
  }

  /** Begins to ask and to draw; ends with close(). */
  open(): void {
    this.scene.organs = this.layers;
    this.ends.push(
      this.store.subscribe((state, old) => this.looked(state, old)),
      this.comparison.subscribe((state, old) => this.moved(state, old)),
      this.engine.on("restored", () => this.pictures.restart()),
    );
    // Names and sentences are the server's.
    const again = () => this.ask();
    i18next.on("languageChanged", again);
    this.ends.push(() => i18next.off("languageChanged", again));
    this.pictures.setFocus(this.comparison.getState().crosshair);
    if (keptLook().shown) this.comparison.setState({ organsShown: true });
    this.ask();
  }

  close(): void {
    for (const end of this.ends.splice(0)) end();
    clearTimeout(this.focusTimer);
    this.asking.close();
    this.pictures.close();
    this.scene.organs = null;
    this.scene.schedule();
  }

  /** Be told when organs, how they are looked at, or what can be drawn of them changes. Returns what ends it. */
  readonly subscribe = (changed: () => void): (() => void) => {
    const ends = [this.store.subscribe(changed), this.engine.on("changed", changed)];
    return () => {
      for (const end of ends) end();
    };
  };

  /** Asks the server now, and goes on asking while something is being computed. */
  ask(): void {
    this.asking.now();
  }

  /** The shown map of each column. */
  maps(): (OrganMap | null)[] {
    return shownMaps(this.store.getState());
  }

  /** Keys of the structures of one column that are drawn. */
  visible(column: number): string[] {
    const { look } = this.store.getState();
    if (!this.comparison.getState().organsShown) return [];
    const keys = this.maps()[column]?.segments.map(({ structure }) => structure) ?? [];
    return [...new Set(keys)].filter((key) => isDrawn(look, key));
  }

  /** Moves all columns to a structure: to its middle in `column`, else in the first column that has it. */
  goTo(structure: string, column?: number): void {
    const state = this.comparison.getState();
    const order = [...state.placements.keys()].sort(
      (one, other) => Number(other === column) - Number(one === column),
    );
    const maps = this.maps();
    this.store.setState({ chosen: structure });
    for (const at of order) {
      const centre = maps[at]?.segments.find((one) => one.structure === structure)?.centre_mm;
      const placement = state.placements[at];
      if (!centre || !placement) continue;
      this.comparison.setState(crosshairAt(state, commonOf(placement, centre, state.organStep)));
      this.scene.follow(null);
      return;
    }
  }

  /** The structures at a device pixel of the canvas, in a drawn pane: of a slice, or of the surfaces. */
  structuresUnder(paneId: string, x: number, y: number): string[] {
    const found = this.scene.drawings.find(({ place }) => place.id === paneId);
    const map = found && this.maps()[found.place.column];
    const spec = found?.drawing.spec;
    if (!map || !spec) return [];
    if (spec.kind === "slice" && spec.labels)
      return this.drawnOf(structuresAt(map, this.engine.labelAt(spec, x, y)));
    if (spec.kind !== "surface") return [];
    const number = this.engine.surfaceAt(spec, x, y);
    return map.segments.filter((one) => one.number === number).map(({ structure }) => structure);
  }

  /** The structures under the crosshair in one column, where its labels are loaded. */
  structuresAtCrosshair(column: number): string[] {
    const map = this.maps()[column];
    const labels = this.layers.slice(column);
    if (!map || !labels) return [];
    const view = sliceView("axial", this.comparison.getState().crosshair, 0.01);
    const rect = { x: 0, y: 0, width: 1, height: 1 };
    const pane = { kind: "slice", rect, view, opacity: 0, labels } as const;
    return structuresAt(map, this.engine.labelAt(pane, 0, 0));
  }

  /** What is hidden is not pointed at. */
  private drawnOf(keys: readonly string[]): string[] {
    const { look } = this.store.getState();
    return keys.filter((key) => isDrawn(look, key));
  }

  private answered(answer: OrgansAnswer): void {
    const { answer: before } = this.store.getState();
    this.store.setState({ answer });
    const keys = (one: OrgansAnswer) => one.time_points.map(({ shown }) => shown).join();
    if (before && keys(before) !== keys(answer)) this.onNewMaps();
  }

  private looked(state: OrganState, old: OrganState): void {
    if (state.look !== old.look)
      keepLook({ look: state.look, shown: this.comparison.getState().organsShown });
    if (state.mapOf !== old.mapOf) this.ask();
    this.want();
  }

  private moved(state: ComparisonState, old: ComparisonState): void {
    if (state.organsShown !== old.organsShown)
      keepLook({ look: this.store.getState().look, shown: state.organsShown });
    if (state.crosshair !== old.crosshair) this.focusSoon();
    const same =
      state.organsShown === old.organsShown &&
      state.rows === old.rows &&
      state.placements === old.placements;
    if (!same) this.want();
  }

  private focusSoon(): void {
    this.focusTimer ||= window.setTimeout(() => {
      this.focusTimer = 0;
      this.pictures.setFocus(this.comparison.getState().crosshair);
    }, FOCUS_MS);
  }

  private want(): void {
    const { look, answer } = this.store.getState();
    const { rows, organsShown, placements } = this.comparison.getState();
    const columns = this.maps().flatMap((map, column) => {
      const toCommon: Mat4 | undefined = placements[column]?.toCommon;
      return map && toCommon ? [{ map, toCommon }] : [];
    });
    this.pictures.want({
      columns,
      look,
      structures: answer?.structures ?? {},
      slices: organsShown,
      mip: rows.some(({ content }) => content === "mip"),
      surfaces: rows.some(({ content }) => content === "surface"),
    });
    this.scene.schedule();
  }
}

/** The same answer in the order of the columns, with nothing for what the server did not speak of. */
function inOrderOf(examinations: readonly string[], answer: OrgansAnswer): OrgansAnswer {
  const time_points = examinations.map(
    (examination) =>
      answer.time_points.find((one) => one.examination === examination) ?? {
        examination,
        run: null,
        shown: null,
        maps: [],
        notices: [],
      },
  );
  return { ...answer, time_points };
}

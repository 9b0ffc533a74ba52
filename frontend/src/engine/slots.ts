import type { LabelSampling } from "./label-slot";
import { LabelSlot } from "./label-slot";
import { MipLabelSlot } from "./mip-label-slot";
import { type MipSampling, MipSlot } from "./mip-slot";
import { volumesOf } from "./pane-painter";
import type { MipPane, PaneSpec, SlicePane } from "./panes";
import { SurfaceSlot } from "./surface-slot";
import { type Sampling, VolumeSlot } from "./volume-slot";

export type Slot = VolumeSlot | MipSlot | LabelSlot | MipLabelSlot | SurfaceSlot;

/** Everything that can be drawn, by its key. */
export class Slots {
  readonly #slots = new Map<string, Slot>();

  set(key: string, slot: Slot): void {
    this.#slots.set(key, slot);
  }

  get(key: string): Slot | undefined {
    return this.#slots.get(key);
  }

  delete(key: string): void {
    this.#slots.get(key)?.clear();
    this.#slots.delete(key);
  }

  keys(): readonly string[] {
    return [...this.#slots.keys()];
  }

  all(): readonly Slot[] {
    return [...this.#slots.values()];
  }

  /** The slot of this key if it is of this kind. */
  of<S extends Slot>(kind: abstract new (...given: never[]) => S, key: string): S | null {
    const slot = this.#slots.get(key);
    return slot instanceof kind ? slot : null;
  }

  readonly sampling = (volume: string, pane: SlicePane): Sampling | null =>
    this.of(VolumeSlot, volume)?.sampling(pane.view, pane.rect.width, pane.rect.height) ?? null;

  readonly labels = (pane: SlicePane): LabelSampling | null => {
    const { labels, view, rect } = pane;
    if (!labels || !(labels.opacity > 0)) {
      return null;
    }
    return this.of(LabelSlot, labels.volume)?.sampling(view, rect.width, rect.height) ?? null;
  };

  mip(pane: MipPane): MipSampling | null {
    return this.of(MipSlot, pane.mip)?.sampling(pane) ?? null;
  }

  mipLabels(pane: MipPane): MipLabelSlot | null {
    const slot = pane.labels ? this.of(MipLabelSlot, pane.labels.labels) : null;
    return slot?.texture ? slot : null;
  }

  /** A value that is equal whenever the picture of the pane is. */
  signatureOf(pane: PaneSpec): string {
    return JSON.stringify([pane, this.#drawnFrom(pane)]);
  }

  #drawnFrom(pane: PaneSpec): readonly unknown[] {
    if (pane.kind === "surface") {
      const slot = this.of(SurfaceSlot, pane.surfaces);
      return [slot?.version, slot?.commonFromVolume];
    }
    if (pane.kind === "mip") {
      const sampling = this.mip(pane);
      const labels = this.mipLabels(pane);
      return [
        sampling && [sampling.texture.serial, sampling.plane],
        labels && [labels.texture?.serial, labels.strength.version, labels.colours.version],
      ];
    }
    const labels = this.labels(pane);
    return [
      ...volumesOf(pane).map((volume) => signatureOfSampling(this.sampling(volume, pane))),
      labels && [signatureOfSampling(labels), labels.colours.version],
    ];
  }

  /** Whether all that this picture shows of CT and PET is there, if only from the coarse level. */
  isWholeAt(pane: SlicePane): boolean {
    return volumesOf(pane).every((volume) => this.sampling(volume, pane)?.isWhole ?? false);
  }

  /** Whether somewhere in the picture less than the original voxels is shown, or not yet. */
  isCoarseAt(pane: PaneSpec): boolean {
    if (pane.kind === "surface") {
      return false;
    }
    if (pane.kind === "mip") {
      return !(this.#slots.get(pane.mip)?.residency.complete ?? false);
    }
    const shown = volumesOf(pane).map((volume) => this.sampling(volume, pane));
    const hasLabels = (pane.labels?.opacity ?? 0) > 0 && this.#slots.has(pane.labels?.volume ?? "");
    return [...shown, ...(hasLabels ? [this.labels(pane)] : [])].some(
      (one) => one?.isCoarse ?? true,
    );
  }
}

function signatureOfSampling(sampling: Sampling | null): unknown {
  if (!sampling) {
    return null;
  }
  const { whole, mixed } = sampling;
  return [
    whole.texture.serial,
    whole.plane,
    mixed && [mixed.coarse.texture.serial, mixed.coarse.plane, ...mixed.bits],
  ];
}

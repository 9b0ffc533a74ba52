import type { MipSampling } from "./mip-slot";
import type { PaneSpec } from "./panes";
import type { Sampling } from "./volume-slot";

type Sampled = Sampling | MipSampling | null;

/** A text that differs whenever the picture would. */
export function signatureOf(pane: PaneSpec, samplings: readonly Sampled[]): string {
  const parts = samplings.map((one) => {
    if (!one) {
      return null;
    }
    if (!("whole" in one)) {
      return [one.texture.serial, one.plane];
    }
    const { whole, mixed } = one;
    return [
      whole.texture.serial,
      whole.plane,
      mixed && [mixed.coarse.texture.serial, mixed.coarse.plane, ...mixed.bits],
    ];
  });
  return JSON.stringify([pane, parts]);
}

/**
 * What stands on the canvas. While slabs arrive the page asks for a drawing many times a second, and most of them
 * belong to slices that nobody looks at: drawing only what differs leaves the processor to loading.
 */
export class DrawnPanes {
  #layout = "";
  #signatures: readonly string[] = [];

  /** Null: draw everything anew; otherwise the numbers of the panes that differ. */
  differences(
    canvas: HTMLCanvasElement,
    panes: readonly PaneSpec[],
    signatures: readonly string[],
  ): readonly number[] | null {
    const rects = panes.map(({ rect }) => [rect.x, rect.y, rect.width, rect.height]);
    const layout = JSON.stringify([canvas.width, canvas.height, rects]);
    const known = layout === this.#layout ? this.#signatures : null;
    this.#layout = layout;
    this.#signatures = signatures;
    return known && signatures.flatMap((signature, n) => (signature === known[n] ? [] : n));
  }

  /** The canvas has been emptied. */
  forget(): void {
    this.#layout = "";
  }
}

import type { PaneSpec } from "./panes";

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

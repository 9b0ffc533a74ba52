/** Where the panes lie: columns are time points, and each column arranges its rows in the squarest way. */

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PanePlace {
  readonly id: string;
  /** Index of the time point. */
  readonly column: number;
  /** Index of the row. */
  readonly row: number;
  /** CSS pixels from the top left of the viewport. */
  readonly rect: Rect;
}

export interface PaneAddress {
  readonly column: number;
  readonly row: number;
}

const GAP = 2;

export function paneId(place: PaneAddress): string {
  return `${place.column}:${place.row}`;
}

/** How many panes side by side inside one column make the smallest side of a pane as large as can be. */
export function panesAcross(width: number, height: number, panes: number): number {
  let best = 1;
  let bestSide = 0;
  for (let across = 1; across <= panes; across += 1) {
    const down = Math.ceil(panes / across);
    const side = Math.min(width / across, height / down);
    // Strictly larger: panes below each other keep the rows of all columns level.
    if (side > bestSide + 0.5) {
      best = across;
      bestSide = side;
    }
  }
  return best;
}

/**
 * Left edge and width of each column, in whole pixels, with a gap between. All are equally wide: one pixel more would
 * show its examination at another scale. What does not divide stays free at the end.
 */
export function columnSpans(width: number, columns: number): { x: number; width: number }[] {
  const each = Math.max(0, Math.floor((width + GAP) / columns) - GAP);
  return Array.from({ length: columns }, (_, column) => ({
    x: column * (each + GAP),
    width: each,
  }));
}

/**
 * The panes of the viewport.
 *
 * @param size        of the viewport in CSS pixels
 * @param columns     number of time points
 * @param rows        number of rows
 * @param maximised   the one pane that fills the viewport, or null
 */
export function layoutPanes(
  size: { readonly width: number; readonly height: number },
  columns: number,
  rows: number,
  maximised: PaneAddress | null,
): PanePlace[] {
  if (columns < 1 || rows < 1 || size.width < 1 || size.height < 1) return [];
  if (maximised && maximised.column < columns && maximised.row < rows) {
    const rect = { x: 0, y: 0, width: Math.floor(size.width), height: Math.floor(size.height) };
    return [{ id: paneId(maximised), ...maximised, rect }];
  }
  const spans = columnSpans(size.width, columns);
  const across = panesAcross(size.width / columns, size.height, rows);
  const down = Math.ceil(rows / across);
  const bands = columnSpans(size.height, down);
  const places: PanePlace[] = [];
  spans.forEach((span, column) => {
    for (let row = 0; row < rows; row += 1) {
      const band = bands[Math.floor(row / across)];
      const inBand = Math.min(across, rows - Math.floor(row / across) * across);
      const cell = columnSpans(span.width, inBand)[row % across];
      if (!band || !cell) continue;
      const rect = { x: span.x + cell.x, y: band.x, width: cell.width, height: band.width };
      places.push({ id: paneId({ column, row }), column, row, rect });
    }
  });
  return places;
}

/** The pane under a point of the viewport (CSS pixels), or undefined between panes. */
export function paneAt(places: readonly PanePlace[], x: number, y: number): PanePlace | undefined {
  return places.find(
    ({ rect }) => x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height,
  );
}

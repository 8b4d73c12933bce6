// Where a row stands while a grid scrolls. Plain numbers, no page.

/** Browsers give up on elements much taller than this; beyond it the scroll bar is a scale. */
export const TALLEST_PX = 6_000_000;

export interface Geometry {
  rowHeight: number;
  /** Height of what is seen below the head. */
  viewport: number;
  total: number;
}

/** Whole rows that are seen at once. */
export function inside(g: Geometry): number {
  return Math.max(1, Math.round(g.viewport / g.rowHeight));
}

export function isScaled(g: Geometry): boolean {
  return g.total * g.rowHeight > TALLEST_PX;
}

/** The first row that is seen, with its fraction, for a place of the scroll bar. */
export function topRow(g: Geometry, scrollTop: number): number {
  if (!isScaled(g)) return scrollTop / g.rowHeight;
  const way = Math.max(1, TALLEST_PX - g.viewport);
  return Math.min(1, scrollTop / way) * Math.max(0, g.total - inside(g));
}

/** The place of the scroll bar that puts a row first. */
export function scrollTopOf(g: Geometry, row: number): number {
  if (!isScaled(g)) return row * g.rowHeight;
  return (row / Math.max(1, g.total - inside(g))) * (TALLEST_PX - g.viewport);
}

/** Where a row is drawn within the scrolled space. */
export function rowTop(g: Geometry, row: number, scrollTop: number): number {
  return isScaled(g) ? scrollTop + (row - topRow(g, scrollTop)) * g.rowHeight : row * g.rowHeight;
}

/** The place of the scroll bar that brings a row into view with the least movement; undefined if it is there. */
export function reveal(g: Geometry, row: number, scrollTop: number): number | undefined {
  const top = topRow(g, scrollTop);
  const rows = inside(g);
  if (row < top) return scrollTopOf(g, row);
  return row > top + rows - 1 ? scrollTopOf(g, row - rows + 1) : undefined;
}

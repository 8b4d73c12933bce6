// What a grid tells its cell. Declared here so that cells need not know the grid.

export interface SeenRows {
  first: number;
  last: number;
  total: number;
  hiddenColumns: number;
}

export interface OpenRow {
  run: string;
  row: number;
  total: number;
  exact: boolean;
}

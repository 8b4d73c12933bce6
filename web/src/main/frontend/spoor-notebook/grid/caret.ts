// Where a person is in the rows, and how many are selected.

export class Caret {
  row = -1;
  column = 0;
  /** Where a selection of several rows began; -1 without one. */
  #anchor = -1;
  #edge = -1;

  go(row: number): void {
    this.row = row;
    this.#anchor = -1;
    this.#edge = row;
  }

  forget(): void {
    this.go(-1);
  }

  extend(by: number, total: number): void {
    if (this.row < 0) this.go(0);
    if (this.#anchor < 0) this.#anchor = this.row;
    this.#edge = Math.max(0, Math.min(total - 1, this.#edge + by));
    this.row = this.#edge;
  }

  get edge(): number {
    return this.#edge;
  }

  get isRange(): boolean {
    return this.#anchor >= 0 && this.#anchor !== this.#edge;
  }

  get from(): number {
    return this.isRange ? Math.min(this.#anchor, this.#edge) : this.row;
  }

  get to(): number {
    return this.isRange ? Math.max(this.#anchor, this.#edge) : this.row;
  }
}

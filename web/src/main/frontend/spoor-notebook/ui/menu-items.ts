// What a menu offers, whoever draws it.

export interface MenuItem {
  says: string;
  key?: string;
  bad?: boolean;
  off?: boolean;
  /** For items that are on or off. */
  checked?: boolean;
  run(): void;
}

export interface MenuRequest {
  label: string;
  groups: readonly (readonly MenuItem[])[];
  /** What it stands beside, and what gets the focus afterwards. */
  at: DOMRect;
  back: HTMLElement;
}

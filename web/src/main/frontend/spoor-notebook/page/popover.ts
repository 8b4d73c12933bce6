// Places what floats beside what opened it, inside the window.

export function placeBelow(floating: HTMLElement, anchor: HTMLElement | DOMRect, alignRight: boolean): void {
  const at = anchor instanceof DOMRect ? anchor : anchor.getBoundingClientRect();
  const size = floating.getBoundingClientRect();
  const gap = 4;
  const edge = 8;
  let left = alignRight ? at.right - size.width : at.left;
  left = Math.max(edge, Math.min(left, innerWidth - size.width - edge));
  let top = at.bottom + gap;
  if (top + size.height > innerHeight - edge) top = Math.max(edge, at.top - gap - size.height);
  floating.style.left = `${left}px`;
  floating.style.top = `${top}px`;
}

/** Moves the focus among the buttons of a menu. True when the key was one of its keys. */
export function menuKey(event: KeyboardEvent, menu: HTMLElement): boolean {
  const items = [...menu.querySelectorAll<HTMLButtonElement>('button:not([disabled])')];
  const root = menu.getRootNode() as ShadowRoot | Document;
  const at = items.findIndex((item) => item === root.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return false;
  items[(to + items.length) % items.length]?.focus();
  return true;
}

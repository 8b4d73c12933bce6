// What the page asks of its browser.

export function storage(kind: 'local' | 'session'): Storage | undefined {
  try {
    return kind === 'local' ? localStorage : sessionStorage;
  } catch {
    return undefined;
  }
}

/** An id of this tab that survives a reload. */
export function tabId(): string {
  const kept = storage('session')?.getItem('spoor.tab');
  if (kept) return kept;
  const id = Math.floor(Math.random() * 36 ** 8).toString(36);
  storage('session')?.setItem('spoor.tab', id);
  return id;
}

/** The page's style nonce, which the server writes into its head. */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="spoor-nonce"]')?.content ?? '';
}

/** The live channel's address beside an API's. */
export function liveUrl(api: string): string {
  const base = new URL(api, location.href);
  base.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${base.href}/live`;
}

export const browserTime = {
  now: (): number => Date.now(),
  random: (): number => Math.random(),
  later: (run: () => void, ms: number): unknown => setTimeout(run, ms),
  forget: (timer: unknown): void => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

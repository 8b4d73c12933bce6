// Log-in and log-out by the public API: its cookie is never in the hands of a page.
export interface Session {
  readonly user: { readonly name: string; readonly role: string } | null;
  readonly csrf: string;
  readonly setupNeeded: boolean;
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

export const readSession = async (): Promise<Session> => {
  const answer = await fetch('/api/v1/session', { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
  return (await answer.json()) as Session;
};

export interface Answer {
  readonly refused: Refusal | null;
  readonly body: unknown;
}

/** One change by the public API, with the token that it asks for. */
export const send = async (method: string, path: string, body?: unknown): Promise<Answer> => {
  const { csrf } = await readSession();
  const answer = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json', 'x-spoor-csrf': csrf },
    body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
  });
  const given = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string };
  return {
    refused: answer.ok
      ? null
      : { status: answer.status, code: given.code ?? '', detail: given.detail ?? '' },
    body: given,
  };
};

export const logIn = async (name: string, passphrase: string): Promise<Refusal | null> =>
  (await send('POST', '/api/v1/session', { name, passphrase })).refused;

export const setUp = async (
  code: string,
  name: string,
  passphrase: string,
): Promise<Refusal | null> =>
  (await send('POST', '/api/v1/setup', { code, name, passphrase })).refused;

export const logOut = async (): Promise<Refusal | null> =>
  (await send('DELETE', '/api/v1/session')).refused;

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

const send = async (method: string, path: string, body?: unknown): Promise<Refusal | null> => {
  const { csrf } = await readSession();
  const answer = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json', 'x-spoor-csrf': csrf },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.ok) return null;
  const problem = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string };
  return { status: answer.status, code: problem.code ?? '', detail: problem.detail ?? '' };
};

export const logIn = (name: string, passphrase: string): Promise<Refusal | null> =>
  send('POST', '/api/v1/session', { name, passphrase });

export const setUp = (code: string, name: string, passphrase: string): Promise<Refusal | null> =>
  send('POST', '/api/v1/setup', { code, name, passphrase });

export const logOut = (): Promise<Refusal | null> => send('DELETE', '/api/v1/session');

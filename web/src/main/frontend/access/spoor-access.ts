import '../shell/spoor-brand';
import '../shell/spoor-icon';
import '../shell/spoor-theme-switch';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { logIn, setUp, type Refusal } from './session';
import { trail } from './trail';

const enough = 15;

/** First run and log-in. Plain fields in the light DOM: password managers know them. */
class SpoorAccess extends LitElement {
  static override readonly properties = {
    mode: {},
    server: {},
    length: { state: true },
    shown: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  declare mode: 'login' | 'setup';
  declare server: string;
  declare length: number;
  declare shown: boolean;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.mode = 'login';
    this.server = '';
    this.length = 0;
    this.shown = false;
    this.busy = false;
    this.problem = '';
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    this.querySelector('input')?.focus();
  }

  protected override render(): TemplateResult {
    return html`
      <main class="access-form">
        <spoor-brand></spoor-brand>
        <form @submit=${this.submit} novalidate>
          ${this.mode === 'setup' ? this.setup() : this.login()}
        </form>
        <footer>
          <span>Spoor ${this.server}</span>
          <spoor-theme-switch></spoor-theme-switch>
        </footer>
      </main>
      <div class="access-art" aria-hidden="true">${trail}</div>
    `;
  }

  private setup(): TemplateResult {
    return html`
      <h1>Set up this server</h1>
      <p class="lead">
        It has no users yet. The first account can do everything, so we ask for the code that the
        server printed when it started.
      </p>
      ${this.refusal()}
      <div class="field">
        <label for="code">Setup code</label>
        <input id="code" name="code" class="code" autocomplete="off" autocapitalize="characters"
          spellcheck="false" required aria-describedby="code-hint" />
        <p id="code-hint">
          In the terminal, after <span class="mono">setup code</span>. It works once, for 15 minutes.
        </p>
      </div>
      ${this.userName()} ${this.passphrase('new-password')}
      <button class="go" type="submit" ?disabled=${this.busy}>Create the first account</button>
      <ol class="steps">
        <li class="now"><i>1</i>First account</li>
        <li><i>2</i>Add a client: one command to paste</li>
        <li><i>3</i>Watch something: process creations</li>
      </ol>
    `;
  }

  private login(): TemplateResult {
    return html`
      <h1>Log in</h1>
      <p class="lead">With the account that an administrator gave you.</p>
      ${this.refusal()} ${this.userName()} ${this.passphrase('current-password')}
      <button class="go" type="submit" ?disabled=${this.busy}>Log in</button>
    `;
  }

  private refusal(): TemplateResult {
    return html`<div class="refusal" role="alert">
      ${this.problem
        ? html`<spoor-icon name="error"></spoor-icon><span>${this.problem}</span>`
        : nothing}
    </div>`;
  }

  private userName(): TemplateResult {
    return html`<div class="field">
      <label for="name">User name</label>
      <input id="name" name="name" autocomplete="username" autocapitalize="none"
        spellcheck="false" required />
    </div>`;
  }

  private passphrase(autocomplete: 'new-password' | 'current-password'): TemplateResult {
    const making = autocomplete === 'new-password';
    return html`<div class="field">
      <label for="passphrase">
        Passphrase
        ${making ? html`<span>at least ${enough} characters, anything goes</span>` : nothing}
      </label>
      <div class="with-eye">
        <input id="passphrase" name="passphrase" type=${this.shown ? 'text' : 'password'}
          autocomplete=${autocomplete} required @input=${this.count} />
        <button type="button" class="icon-button" aria-label="Show passphrase"
          aria-pressed=${this.shown} @click=${this.show}>
          <spoor-icon name="eye"></spoor-icon>
        </button>
      </div>
      ${making ? this.strength() : nothing}
    </div>`;
  }

  private strength(): TemplateResult {
    if (this.length === 0) return html`<p>Pasting and password managers are welcome.</p>`;
    const count = `${this.length} ${this.length === 1 ? 'character' : 'characters'}`;
    return this.length < enough
      ? html`<p>${count}, ${enough - this.length} more to go.</p>`
      : html`<p class="ok">
          <spoor-icon name="ok"></spoor-icon>${count}. Pasting and password managers are welcome.
        </p>`;
  }

  private readonly count = (event: Event): void => {
    this.length = [...(event.target as HTMLInputElement).value].length;
  };

  private readonly show = (): void => {
    this.shown = !this.shown;
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(data.get(name) ?? '');
    const setup = this.mode === 'setup';
    const missing = (setup ? ['code', 'name', 'passphrase'] : ['name', 'passphrase']).find(
      (name) => text(name).trim() === '',
    );
    if (missing) {
      this.querySelector<HTMLInputElement>(`#${missing}`)?.focus();
      return;
    }
    if (setup && this.length < enough) {
      this.problem = `The passphrase has ${this.length} characters. It needs ${enough}.`;
      return;
    }
    this.busy = true;
    this.problem = '';
    try {
      const refused = setup
        ? await setUp(text('code').trim(), text('name').trim(), text('passphrase'))
        : await logIn(text('name').trim(), text('passphrase'));
      if (refused) this.refuse(refused);
      else location.assign(this.next());
    } catch {
      this.problem = 'The server does not answer. Nothing was sent, try again in a moment.';
    } finally {
      this.busy = false;
    }
  };

  private refuse(refused: Refusal): void {
    const detail = refused.detail || `the server answers ${refused.status}`;
    this.problem =
      refused.code === 'LOGIN_FAILED'
        ? 'Name and passphrase do not match an account.'
        : `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`.replace(/\.\.$/, '.');
  }

  /** Where the visitor wanted to go: a path of this server, never another one. */
  private next(): string {
    const wanted = new URLSearchParams(location.search).get('next');
    if (!wanted) return '/';
    const target = new URL(wanted, `${location.origin}/`);
    return target.origin === location.origin ? target.pathname + target.search : '/';
  }
}

customElements.define('spoor-access', SpoorAccess);

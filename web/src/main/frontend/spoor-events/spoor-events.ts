// The page of events: a condition, what it finds over time, by value and row by row; news wait behind a button.
import '../spoor-notebook/chart/histogram.ts';
import '../spoor-notebook/editor/code-editor.ts';
import '../spoor-notebook/grid/row-grid.ts';
import '../spoor-notebook/grid/row-panel.ts';
import '../spoor-notebook/grid/value-viewer.ts';
import '../spoor-notebook/page/time-range.ts';
import './seen-before.ts';
import { LitElement, html, nothing } from 'lit';
import { chartStyles } from '../spoor-notebook/chart/chart-styles.ts';
import type { ChosenTime, SpoorHistogram } from '../spoor-notebook/chart/histogram.ts';
import type { EditorCommand, SpoorCodeEditor } from '../spoor-notebook/editor/code-editor.ts';
import { EMPTY_VOCABULARY, type Vocabulary } from '../spoor-notebook/editor/vocabulary.ts';
import type { SpoorRowGrid } from '../spoor-notebook/grid/row-grid.ts';
import { keyName } from '../spoor-notebook/keys/keymap.ts';
import type { OpenRow, Refine, SeenRows } from '../spoor-notebook/model/grid-events.ts';
import { literal } from '../spoor-notebook/model/refine.ts';
import { silentStretches, sum, type Bins, type Stretch } from '../spoor-notebook/model/time-bins.ts';
import type { Issue, TimeRange, Value } from '../spoor-notebook/model/types.ts';
import { count, duration, lastInWords, rangeInWords } from '../spoor-notebook/model/words.ts';
import { liveUrl, pageNonce } from '../spoor-notebook/page/browser.ts';
import { DialogStack, type OpenValue } from '../spoor-notebook/page/dialog-stack.ts';
import { Floating } from '../spoor-notebook/page/floating.ts';
import { Toasts } from '../spoor-notebook/page/toasts.ts';
import { menuKey } from '../spoor-notebook/page/popover.ts';
import { Live } from '../spoor-notebook/sync/live.ts';
import { copyText } from '../spoor-notebook/ui/copy.ts';
import { icon } from '../spoor-notebook/ui/icons.ts';
import type { MenuRequest } from '../spoor-notebook/ui/menu-items.ts';
import { styles } from '../spoor-notebook/ui/styles.ts';
import { eventStyles } from './event-styles.ts';
import { DEEPEST, type EventRows } from './event-rows.ts';
import { EventsApi, type Counts } from './events-api.ts';
import { facetList } from './facets.ts';
import { START, and, asQuery, fromSearch, pathText, samePath, shortName, toSearch, toggled, type Question } from './model.ts';
import { Search } from './search.ts';

const AROUND_MS = 300_000;

export class SpoorEvents extends LitElement {
  static override styles = [styles, chartStyles, eventStyles];

  static override properties = {
    api: {},
    nonce: {},
    _tick: { state: true },
    _question: { state: true },
    _draft: { state: true },
    _issues: { state: true },
    _live: { state: true },
    _stretch: { state: true },
    _panel: { state: true },
    _seen: { state: true },
    _values: { state: true },
    _facets: { state: true },
    _lines: { state: true },
  };

  declare api: string;
  declare nonce: string;
  declare _tick: number;
  declare _question: Question;
  declare _draft: string;
  declare _issues: readonly Issue[];
  declare _live: boolean;
  declare _stretch: Stretch | undefined;
  declare _panel: OpenRow | undefined;
  declare _seen: SeenRows | undefined;
  declare _values: { [name: string]: Value } | undefined;
  declare _facets: boolean;
  declare _lines: number;

  #events = new EventsApi();
  #search = new Search(this.#events, () => void this._tick++);
  #channel: Live | undefined;
  #vocabulary: Vocabulary = EMPTY_VOCABULARY;
  #second: ReturnType<typeof setInterval> | undefined;
  #visible = 0;
  readonly #toasts = new Toasts(() => void this._tick++);
  readonly #floating: Floating;
  readonly #dialogs: DialogStack;

  constructor() {
    super();
    this.api = '/api/v1';
    this.nonce = '';
    this._tick = 0;
    this._question = START;
    this._draft = '';
    this._issues = [];
    this._live = true;
    this._stretch = undefined;
    this._panel = undefined;
    this._seen = undefined;
    this._values = undefined;
    this._facets = false;
    this._lines = 0;
    const page = this;
    const shared = {
      get root() {
        return page.renderRoot instanceof ShadowRoot ? page.renderRoot : undefined;
      },
      get drawn() {
        return page.updateComplete;
      },
      redraw: () => void page._tick++,
    };
    this.#floating = new Floating(
      Object.defineProperties(
        { items: [], search: () => undefined, rangeChosen: (range: TimeRange) => page.#ask({ range }) } as never,
        { ...Object.getOwnPropertyDescriptors(shared), timeRange: { get: () => page._question.range } },
      ),
    );
    this.#dialogs = new DialogStack(
      Object.defineProperties(
        { settle: () => undefined } as never,
        { ...Object.getOwnPropertyDescriptors(shared), source: { get: () => page.#rows } },
      ),
    );
  }

  get #rows(): EventRows | undefined {
    return this.#search.found?.rows;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#events = new EventsApi(this.api);
    this.#search = new Search(this.#events, () => void this._tick++);
    this._question = fromSearch(location.search);
    this._draft = this._question.condition;
    this.#second = setInterval(() => this.#toasts.second(), 1_000);
    document.addEventListener('pointerdown', this.#floating.outside, { capture: true });
    document.addEventListener('keydown', this.#key);
    addEventListener('popstate', this.#back);
    addEventListener('resize', this.#measure);
    this.#channel = new Live(liveUrl(this.api), () => undefined);
    this.#channel.subscribe('events', (message) => {
      this.#visible = Number(message['visible'] ?? 0);
      if (this._live) void this.#search.look(this.#visible);
    });
    this.#channel.start();
    void this.#search.start(this._question);
    void this.#learn();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#second);
    document.removeEventListener('pointerdown', this.#floating.outside, { capture: true });
    document.removeEventListener('keydown', this.#key);
    removeEventListener('popstate', this.#back);
    removeEventListener('resize', this.#measure);
    this.#channel?.close();
    this.#search.close();
  }

  override updated(): void {
    this.#floating.place();
    requestAnimationFrame(() => this.#measure());
  }

  /** As many rows as fit below, and never fewer than eight. */
  readonly #measure = (): void => {
    const grid = this.renderRoot.querySelector('spoor-row-grid');
    if (!grid) return;
    const row = parseFloat(getComputedStyle(grid.querySelector('.grid') ?? grid).getPropertyValue('--row-height')) || 28;
    const room = innerHeight - grid.getBoundingClientRect().top - 30;
    const lines = Math.max(8, Math.floor(room / row) - 1);
    if (lines !== this._lines) this._lines = lines;
  };

  async #learn(): Promise<void> {
    try {
      const [entries, artifacts] = await Promise.all([this.#events.api.catalog(), this.#events.api.artifacts()]);
      this.#vocabulary = { ...this.#vocabulary, entries, artifacts };
    } catch {
      // Completion is a help, not a need.
    }
  }

  // --- asking ------------------------------------------------------------------------------------

  /** Asks anew, and puts it into the address. */
  #ask(change: Partial<Question>): void {
    this._question = { ...this._question, ...change };
    this._stretch = undefined;
    this._panel = undefined;
    this._draft = this._question.condition;
    const url = `${location.pathname}${toSearch(this._question)}`;
    if (url !== `${location.pathname}${location.search}`) history.pushState(history.state, '', url);
    void this.#search.start(this._question);
  }

  readonly #back = (): void => {
    this._question = fromSearch(location.search);
    this._draft = this._question.condition;
    void this.#search.start(this._question);
  };

  #run(): void {
    this.#ask({ condition: this._draft.trim() });
  }

  #refine(refine: Refine): void {
    const text = literal(refine.value);
    const path = this.#rows?.first.columns.find((it) => it.name === refine.column)?.path ?? [refine.column];
    if (text === undefined) this.#toasts.say('This value cannot stand in a condition');
    else this.#ask({ condition: and(this._question.condition, `${pathText(path)} ${refine.keep ? '=' : '!='} ${text}`) });
  }

  #showNews(): void {
    void this.#search.start(this._question);
    this.#grid?.focusGrid();
  }

  get #grid(): SpoorRowGrid | null {
    return this.renderRoot.querySelector('spoor-row-grid');
  }

  get #editor(): SpoorCodeEditor | null {
    return this.renderRoot.querySelector('spoor-code-editor');
  }

  get #histogram(): SpoorHistogram | null {
    return this.renderRoot.querySelector('spoor-histogram');
  }

  // --- keys --------------------------------------------------------------------------------------

  readonly #key = (event: KeyboardEvent): void => {
    const path = event.composedPath();
    const target = path[0];
    const typing = target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !(target instanceof HTMLInputElement && target.type === 'checkbox');
    if (event.defaultPrevented) return;
    const floating = this.#floating.element;
    if (floating && this.#floating.menuOpen && menuKey(event, floating)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Escape' && floating) {
      this.#floating.close(true);
      event.preventDefault();
      return;
    }
    if (typing || this.#dialogs.isOpen || floating) return;
    const outside = document.activeElement !== null && document.activeElement !== document.body && document.activeElement !== this;
    if (outside) return;
    const does: Record<string, () => void> = {
      '/': () => this.#editor?.focus(),
      t: () => this.#floating.range(),
      l: () => this.#toggleLive(),
      '.': () => this.#search.news > 0 && this.#showNews(),
      j: () => this.#showRow((this._panel?.row ?? -1) + 1),
      k: () => this.#showRow((this._panel?.row ?? 1) - 1),
      Escape: () => this.#closePanel(),
    };
    const name = keyName(event);
    const act = does[name] ?? does[name.toLowerCase()];
    if (!act || (name === 'Escape' && !this._panel)) return;
    event.preventDefault();
    act();
  };

  #toggleLive(): void {
    this._live = !this._live;
    this.#toasts.say(this._live ? 'New events are announced' : 'New events wait until you search again');
    if (this._live) void this.#search.look(this.#visible);
  }

  #showRow(row: number): void {
    if (row >= 0) this.#grid?.openRow(row);
  }

  #closePanel(): void {
    if (!this._panel) return;
    this._panel = undefined;
    this.#grid?.focusGrid();
  }

  readonly #openRow = (event: CustomEvent<OpenRow>): void => {
    this._panel = event.detail;
    const rows = this.#rows;
    void rows?.row(event.detail.run, event.detail.number).then(
      (values) => {
        if (this._panel?.number === event.detail.number) this._values = values;
      },
      () => (this._values = undefined),
    );
  };

  // --- elsewhere ---------------------------------------------------------------------------------

  async #copyLink(): Promise<void> {
    if (await copyText(location.href)) this.#toasts.say('Copied the link');
  }

  async #notebook(): Promise<void> {
    const found = this.#search.found;
    const columns = found?.rows.first.columns.slice(0, found.rows.first.shown).map((it) => pathText(it.path)) ?? [];
    try {
      location.assign(await this.#events.notebook('Events', asQuery(this._question, columns), this._question.range));
    } catch (error) {
      this.#toasts.say(error instanceof Error ? error.message : 'The notebook could not be made');
    }
  }

  async #export(format: 'csv' | 'jsonl'): Promise<void> {
    try {
      const { url, note } = await this.#events.exported(this._question, this.#rows?.first.snapshot, format);
      const link = document.createElement('a');
      link.href = url;
      link.download = '';
      link.click();
      this.#toasts.say(note);
    } catch (error) {
      this.#toasts.say(error instanceof Error ? error.message : 'The export did not begin');
    }
  }

  #menu(event: Event, label: string, items: { says: string; run: () => void }[]): void {
    const button = event.currentTarget as HTMLElement;
    this.#floating.menu({ label, groups: [items], at: button.getBoundingClientRect(), back: button });
  }

  #around(): void {
    const time = this._values?.['_EventTime'];
    const text = typeof time === 'object' && time !== null && !Array.isArray(time) ? time['$time'] : time;
    const at = new Date(String(text ?? '')).getTime();
    if (Number.isNaN(at)) return;
    const client = this._values?.['ClientId'];
    this.#ask({
      condition: '',
      chosen: [],
      clients: typeof client === 'string' ? [client] : [],
      range: { kind: 'absolute', from: new Date(at - AROUND_MS).toISOString(), to: new Date(at + AROUND_MS).toISOString() },
    });
  }

  // --- drawing -----------------------------------------------------------------------------------

  override render() {
    return html`<div class="ep"
      @say=${(event: CustomEvent<string>) => this.#toasts.say(event.detail)}
      @menu-request=${(event: CustomEvent<MenuRequest>) => this.#floating.menu(event.detail)}
    >
      ${this.#top()} ${this.#bar()} ${this.#error()} ${this.#chips()} ${this.#time()}
      <div class="wrap ${this._panel ? 'panel' : ''}">
        <aside class="fac ${this._facets ? 'open' : ''}" aria-label="Frequent values">
          ${facetList(this.#search.matches?.facets ?? [], this._question, this.#search.matches?.exact ?? true, (path, value) =>
            this.#ask(toggled(this._question, path, value)),
          )}
        </aside>
        ${this.#results()} ${this.#panel()}
      </div>
      ${this.#floating.render()} ${this.#dialogs.render()} ${this.#toasts.render()}
      <div class="overlay"></div>
      <div class="vh" aria-live="polite">${this.#spoken()}</div>
    </div>`;
  }

  #spoken(): string {
    const matches = this.#search.matches;
    return this.#search.state === 'idle' && matches ? `${matches.exact ? '' : 'at least '}${count(matches.rows)} matches` : '';
  }

  #top() {
    return html`<header class="top">
      <button
        class="btn g ic burger"
        type="button"
        aria-label="Open navigation"
        @click=${() => this.dispatchEvent(new CustomEvent('spoor-open-drawer', { bubbles: true, composed: true }))}
      >
        ${icon('burger')}
      </button>
      <h1>Events</h1>
      ${this.#covered()}
      <span class="sp"></span>
      <button class="btn g hide-s" type="button" @click=${() => this.#copyLink()}>${icon('copy')}Copy link</button>
      <button class="btn" type="button" aria-label="Open in notebook" @click=${() => this.#notebook()}>${icon('notebook')}<span class="hide-s">Open in notebook</span></button>
    </header>`;
  }

  /** Who reported, in a sentence; it opens the list of those who did not. */
  #covered() {
    const it = this.#search.coverage;
    if (!it) return nothing;
    if (it.clients === 0) return html`<span class="saved">No client was to report in this range</span>`;
    const lost = it.lost > 0 ? html`, <b>${it.lostExact ? '' : 'at least '}${count(it.lost)} rows lost</b>` : nothing;
    const words = html`${count(it.reporting)} of ${count(it.clients)} ${it.clients === 1 ? 'client' : 'clients'} reported in this range${it.silentClients > 0
      ? html`, <b>${count(it.silentClients)} with gaps</b>`
      : nothing}${lost}`;
    if (it.silentClients === 0) return html`<span class="saved num">${words}</span>`;
    return html`<button
      class="cov num"
      type="button"
      title="Which clients"
      @click=${(event: Event) =>
        this.#menu(
          event,
          'Clients with gaps',
          it.gaps.slice(0, 20).map((gap) => ({
            says: `${gap.hostname || gap.clientId}: ${clock(gap.from)} to ${clock(gap.to)}${gap.totalMs > Date.parse(gap.to) - Date.parse(gap.from) + 1000 ? `, ${duration(gap.totalMs)} in all` : ''}`,
            run: () => location.assign(`/clients/${gap.clientId}`),
          })),
        )}
    >
      ${words}
    </button>`;
  }

  #bar() {
    const bad = this._issues.some((it) => it.severity === 'error') || (this.#search.error?.issues.length ?? 0) > 0;
    const found = this.#search.found;
    return html`<div class="qb">
      <div class="inp ${bad ? 'bad' : ''}" @click=${() => this.#editor?.focus()}>
        <span class="where" aria-hidden="true">WHERE</span>
        <spoor-code-editor
          .value=${this._draft}
          .issues=${this._issues}
          .label=${'Condition in VQL'}
          .nonce=${this.nonce || pageNonce()}
          .vocabulary=${{ ...this.#vocabulary, columns: this.#rows?.names ?? [] }}
          .check=${(text: string, signal: AbortSignal) => this.#events.check(text, signal)}
          .overlay=${this.renderRoot?.querySelector<HTMLElement>('.overlay') ?? undefined}
          .oneLine=${true}
          .calm=${true}
          @edited=${(event: CustomEvent<string>) => (this._draft = event.detail)}
          @issues-found=${(event: CustomEvent<Issue[]>) => (this._issues = event.detail)}
          @editor-command=${this.#editorCommand}
        ></spoor-code-editor>
        <span class="how t3 num hide-s">${this.#how(found?.elapsedMs, found?.scanned)}</span>
      </div>
      <button class="pill btn" type="button" aria-haspopup="dialog" aria-expanded=${String(this.#floating.picking)} @click=${() => this.#floating.range()}>
        ${icon('clock')}${rangeInWords(this._question.range)}${icon('down', true)}
      </button>
      <button class="btn ${this._live ? 'on' : ''}" type="button" aria-pressed=${String(this._live)} title="Announce new events (L)" @click=${() => this.#toggleLive()}>
        ${icon('live')}Live
      </button>
    </div>`;
  }

  readonly #editorCommand = (event: CustomEvent<EditorCommand>): void => {
    if (event.detail === 'leave') {
      this.#editor?.querySelector<HTMLElement>('.cm-content')?.blur();
      this.#grid?.focusGrid();
    } else if (event.detail === 'fix') {
      const issue = this._issues.find((it) => it.fix);
      if (issue?.fix) this.#editor?.applyFix(issue.fix, issue);
    } else this.#run();
  };

  #how(elapsed: number | undefined, scanned: number | undefined) {
    if (this.#search.state === 'rows') return 'searching';
    if (elapsed === undefined) return nothing;
    if (this._draft.trim() !== this._question.condition) return html`<kbd>↵</kbd> to search`;
    return `${duration(elapsed)}, ${scanned === undefined || scanned === 0 ? 'from the index' : `${count(scanned)} read`}`;
  }

  #error() {
    const error = this.#search.error;
    if (!error) return nothing;
    const issue = error.issues[0];
    return html`<p class="qerr" role="alert">
      ${icon('error')}<span
        >${issue
          ? html`<button class="pos" type="button" @click=${() => this.#editor?.goTo(issue.line, issue.column)}>Line ${issue.line}, column ${issue.column}.</button> ${issue.message}`
          : error.message}${error.traceId ? html` <span class="t3">Id ${error.traceId}</span>` : nothing}</span
      >
    </p>`;
  }

  /** Clients and ticked values that no list shows. */
  #chips() {
    const shownPaths = this.#search.matches?.facets.map((it) => it.path) ?? [];
    const loose = this._question.chosen.filter((it) => !shownPaths.some((path) => samePath(path, it.path)));
    if (this._question.clients.length === 0 && loose.length === 0) return nothing;
    return html`<div class="cond">
      ${this._question.clients.map(
        (client) => html`<span class="chip"><span class="trunc"><i>client:</i>${client}</span
          ><button type="button" aria-label=${`Remove client ${client}`} @click=${() => this.#ask({ clients: this._question.clients.filter((it) => it !== client) })}>${icon('cross', true)}</button></span>`,
      )}
      ${loose.map(
        (it) => html`<span class="chip"><span class="trunc"><i>${shortName(it.path.join('.'))}:</i>${it.values.map(String).join(', ')}</span
          ><button type="button" aria-label=${`Remove ${shortName(it.path.join('.'))}`} @click=${() => this.#ask({ chosen: this._question.chosen.filter((one) => one !== it) })}>${icon('cross', true)}</button></span>`,
      )}
    </div>`;
  }

  #time() {
    const { matches, background, coverage } = this.#search;
    const bins = asBins(matches);
    const stretch = this._stretch;
    return html`<section class="hist" aria-label="Events over time">
      <div class="h">
        ${matches
          ? html`<b>${matches.exact ? '' : 'at least '}${count(matches.rows)} ${matches.rows === 1 ? 'match' : 'matches'}</b>`
          : html`<span>${this.#search.error ? '' : 'Counting'}</span>`}
        ${background ? html`<span>of ${background.exact ? '' : 'at least '}${count(background.rows)} events <span class="hide-s">(pale, own scale)</span></span>` : nothing}
        ${matches && !matches.exact && this.#search.state === 'idle'
          ? html`<button class="btn sm" type="button" @click=${() => this.#search.goOn()}>Go on</button>`
          : nothing}
        <span class="sp"></span>
        ${stretch && bins
          ? html`<span class="num">${clockAt(bins, stretch.first)} to ${clockAt(bins, stretch.last + 1)} selected: <b>${count(sum(bins.counts, stretch))}</b></span>
              <button class="btn sm" type="button" @click=${() => this.#histogram?.choose()}>${icon('search')}Zoom in <kbd>↵</kbd></button>
              <button class="btn g sm ic" type="button" aria-label="Clear selection" @click=${() => this.#clearStretch()}>${icon('cross')}</button>`
          : nothing}
      </div>
      <spoor-histogram
        .hits=${bins ?? { from: 0, width: 1, counts: [] }}
        .background=${asBins(background)}
        .gaps=${coverage && coverage.assigned.length === bins?.counts.length ? silentStretches(coverage.assigned, coverage.silent) : []}
        .selected=${stretch}
        .label=${'Matches over time'}
        @stretch=${(event: CustomEvent<Stretch | undefined>) => (this._stretch = event.detail)}
        @time-chosen=${(event: CustomEvent<ChosenTime>) => this.#ask({ range: { kind: 'absolute', ...event.detail } })}
      ></spoor-histogram>
    </section>`;
  }

  #clearStretch(): void {
    this._stretch = undefined;
    this.#histogram?.querySelector<HTMLElement>('.hchart')?.focus();
  }

  #results() {
    const found = this.#search.found;
    if (!found) {
      return html`<div class="res"><div class="nothing">${this.#search.error ? 'Nothing was searched.' : 'Searching.'}</div></div>`;
    }
    const seen = this._seen;
    const total = found.rows.total;
    const none = total === 0 && this.#search.state !== 'rows';
    return html`<div class="res ${this.#search.state === 'rows' ? 'dim' : ''}">
      <div class="rh">
        <b class="num">${total === 0 ? '0' : `${count(seen?.first ?? 1)}–${count(Math.min(seen?.last ?? total, total))}`}</b>
        <span>of ${found.rows.exact ? '' : 'at least '}${count(total)}${total === DEEPEST && !found.rows.exact ? ', the newest' : ''}</span><span class="hide-s">newest first</span>
        <span class="sp"></span>
        <button class="btn g sm fb" type="button" aria-expanded=${String(this._facets)} @click=${() => (this._facets = !this._facets)}>${icon('filter')}Values</button>
        ${seen && seen.hiddenColumns > 0 ? html`<span class="chipq hide-s">${count(seen.hiddenColumns)} ${seen.hiddenColumns === 1 ? 'column' : 'columns'} hidden</span>` : nothing}
        <button class="btn g sm" type="button" aria-haspopup="menu" @click=${(event: Event) => this.#grid?.openColumns((event.currentTarget as HTMLElement).getBoundingClientRect())}>
          ${icon('table')}Columns
        </button>
        <button
          class="btn g sm"
          type="button"
          aria-haspopup="menu"
          @click=${(event: Event) =>
            this.#menu(event, 'Export', [
              { says: 'CSV, formulas made safe', run: () => void this.#export('csv') },
              { says: 'JSON lines, exact', run: () => void this.#export('jsonl') },
            ])}
        >
          ${icon('download')}Export all
        </button>
      </div>
      ${this.#search.news > 0
        ? html`<button class="newp" type="button" @click=${() => this.#showNews()}>
            ${icon('up', true)}${this.#search.newsExact ? '' : 'at least '}${count(this.#search.news)} new
            ${this.#search.news === 1 ? 'event' : 'events'}. Show ${this.#search.news === 1 ? 'it' : 'them'} <kbd>.</kbd>
          </button>`
        : nothing}
      ${none ? this.#nothing() : nothing}
      <spoor-row-grid
        ?hidden=${none}
        .run=${found.run}
        .source=${found.rows}
        .selected=${this._panel?.row ?? -1}
        .lines=${this._lines}
        .fixedOrder=${true}
        .hiddenFirst=${found.hidden}
        .canRefine=${true}
        .place=${`events/${found.run.columns.length}`}
        .label=${'Events'}
        @rows-seen=${(event: CustomEvent<SeenRows>) => (this._seen = event.detail)}
        @open-row=${this.#openRow}
        @refine=${(event: CustomEvent<Refine>) => this.#refine(event.detail)}
        @open-value=${this.#openValue}
      ></spoor-row-grid>
    </div>`;
  }

  readonly #openValue = (event: CustomEvent<OpenValue>): void => this.#dialogs.open({ kind: 'value', place: event.detail });

  #nothing() {
    const it = this.#search.coverage;
    const background = this.#search.background;
    const wider: [string, TimeRange] | undefined =
      this._question.range.kind === 'all' ? undefined : this._question.range.kind === 'relative' && this._question.range.last === '24h' ? ['Look at 7 days', { kind: 'relative', last: '7d' }] : ['Look at all time', { kind: 'all' }];
    return html`<div class="nothing">
      <p>
        <b>0 rows ${lastInWords(this._question.range)}.</b>
        ${background ? html`Searched ${count(background.rows)} ${background.rows === 1 ? 'event' : 'events'}${it && it.clients > 0 ? ` from ${count(it.reporting)} of ${count(it.clients)} clients` : ''}.` : nothing}
      </p>
      ${wider ? html`<button class="btn sm" type="button" @click=${() => this.#ask({ range: wider[1] })}>${wider[0]}</button>` : nothing}
      ${this._question.condition !== '' || this._question.chosen.length > 0
        ? html`<button class="btn sm" type="button" @click=${() => this.#ask({ condition: '', chosen: [] })}>Without conditions</button>`
        : nothing}
    </div>`;
  }

  #panel() {
    const panel = this._panel;
    const found = this.#search.found;
    if (!panel || !found) return nothing;
    return html`<aside
      class="insp"
      aria-label="Row detail"
      @panel-close=${() => this.#closePanel()}
      @panel-row=${(event: CustomEvent<number>) => this.#showRow(event.detail)}
      @open-value=${this.#openValue}
    >
      <h2 class="vh">Row detail</h2>
      <spoor-row-panel
        .run=${panel.run}
        .row=${panel.row}
        .number=${panel.number}
        .marks=${panel.marks}
        .find=${panel.find}
        .total=${panel.total}
        .exact=${panel.exact}
        .columns=${found.rows.names.map((name) => ({ name }))}
        .source=${found.rows}
      ></spoor-row-panel>
      <spoor-seen-before .values=${this._values} .api=${this.#events}></spoor-seen-before>
      <section class="acts">
        <button class="btn sm" type="button" @click=${() => this.#around()}>${icon('clock')}±5 min</button>
        ${typeof this._values?.['ClientId'] === 'string'
          ? html`<button class="btn sm" type="button" @click=${() => location.assign(`/clients/${String(this._values?.['ClientId'])}`)}>${icon('client')}Client</button>`
          : nothing}
        <button class="btn sm" type="button" @click=${() => this.#notebook()}>${icon('notebook')}Open in notebook</button>
      </section>
    </aside>`;
  }
}

function asBins(counts: Counts | undefined): Bins | undefined {
  return counts && { from: Date.parse(counts.from), width: counts.widthMs, counts: counts.bins };
}

function clockAt(bins: Bins, index: number): string {
  return clock(new Date(bins.from + index * bins.width).toISOString());
}

/** "09:32", with the day when it is not today. */
function clock(iso: string): string {
  const today = new Date().toISOString().slice(0, 10);
  return iso.slice(0, 10) === today ? iso.slice(11, 16) : `${iso.slice(5, 10)} ${iso.slice(11, 16)}`;
}

customElements.define('spoor-events', SpoorEvents);

// The bars above the cells, and what stands where there are none.
import { html, nothing } from 'lit';
import type { Notebook, TimeRange } from '../model/types.ts';
import { clockTime, count, dayAndMinute, rangeInWords } from '../model/words.ts';
import { icon } from '../ui/icons.ts';

export type Saved = { kind: 'saved'; at: number } | { kind: 'saving' } | { kind: 'kept' } | { kind: 'unkept' };

export interface TopBar {
  notebook: Notebook | undefined;
  saved: Saved | undefined;
  listHref: string;
  titling: boolean;
  openDrawer(): void;
  openTitle(): void;
  endTitle(keep: boolean): void;
  help(): void;
  openPalette(): void;
}

export function topBar(bar: TopBar) {
  return html`<header class="top">
    <button class="btn g ic burger" type="button" aria-label="Open navigation" @click=${() => bar.openDrawer()}>${icon('burger')}</button>
    <div class="crumb">
      ${bar.listHref === '' ? nothing : html`<a class="up" href=${bar.listHref}>Notebooks</a><span class="up">/</span>`}
      ${bar.titling ? titleBox(bar) : title(bar)}
    </div>
    ${bar.notebook && bar.saved ? savedState(bar.notebook.canEdit, bar.saved) : nothing}
    <span class="sp"></span>
    <slot name="actions"></slot>
    <button class="btn g ic" type="button" aria-label="Search or run" title="Search or run (Ctrl K)" @click=${() => bar.openPalette()}>${icon('search')}</button>
    <button class="btn g ic" type="button" aria-label="Keys" title="Keys (?)" @click=${() => bar.help()}>?</button>
  </header>`;
}

function title(bar: TopBar) {
  const text = bar.notebook?.title ?? '';
  return html`<h1>
    ${bar.notebook?.canEdit
      ? html`<button type="button" title="Edit the title (F2)" @click=${() => bar.openTitle()}><bdi>${text}</bdi></button>`
      : html`<bdi>${text}</bdi>`}
  </h1>`;
}

function titleBox(bar: TopBar) {
  return html`<input
    class="titlebox"
    aria-label="Title"
    maxlength="200"
    .value=${bar.notebook?.title ?? ''}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Enter') bar.endTitle(true);
      else if (event.key === 'Escape') bar.endTitle(false);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }}
    @blur=${() => bar.endTitle(true)}
  />`;
}

function savedState(canEdit: boolean, saved: Saved) {
  if (!canEdit) return html`<span class="saved">${icon('lock')}Read only</span>`;
  switch (saved.kind) {
    case 'saved':
      return html`<span class="saved" data-save="saved"
        >${icon('check')}<span>Saved <span class="long">${clockTime(new Date(saved.at))}</span></span></span
      >`;
    case 'saving':
      return html`<span class="saved" data-save="saving">Saving</span>`;
    case 'kept':
      return html`<span class="saved stale" data-save="kept">${icon('plug')}Kept in this browser</span>`;
    case 'unkept':
      return html`<span class="saved error" data-save="unkept">${icon('warning')}Not saved, and this browser has no room</span>`;
  }
}

export interface ToolBar {
  range: TimeRange;
  canEdit: boolean;
  offline: boolean;
  picking: boolean;
  now: number;
  /** How many results are of another text or another time. */
  stale: number;
  queries: number;
  pick(): void;
  runStale(): void;
  runAll(): void;
}

export function toolBar(bar: ToolBar) {
  return html`<div class="ctl" role="toolbar" aria-label="Inputs">
    <button
      class="pill"
      type="button"
      aria-haspopup="dialog"
      aria-expanded=${String(bar.picking)}
      title="Time range (T)"
      ?disabled=${!bar.canEdit}
      @click=${() => bar.pick()}
    >
      ${icon('clock', true)}<b>${rangeInWords(bar.range)}</b>
      ${bar.range.kind === 'relative' ? html`<span class="hide-s">to ${dayAndMinute(new Date(bar.now))}</span>` : nothing}
      ${icon('down', true)}
    </button>
    <span class="sp"></span>
    ${bar.stale > 0
      ? html`<span class="tag stale hide-s">${icon('clock')}${count(bar.stale)} stale</span>
          <button class="btn rs" type="button" ?disabled=${bar.offline} @click=${() => bar.runStale()}>${icon('play')}Run stale <kbd>Ctrl ⇧ R</kbd></button>`
      : html`<button class="btn rs" type="button" ?disabled=${bar.offline || bar.queries === 0} @click=${() => bar.runAll()}>
          ${icon('play')}Run all
        </button>`}
  </div>`;
}

export type Trouble = { kind: 'none' } | { kind: 'ended' } | { kind: 'failed'; words: string } | { kind: 'offline'; seconds: number };

export function banner(trouble: Trouble, tryNow: () => void) {
  switch (trouble.kind) {
    case 'none':
      return nothing;
    case 'ended':
      return html`<div class="bann bad" role="alert">
        ${icon('lock')}<span><b>You are logged out.</b> What you typed is kept in this browser. <a href="">Log in again</a></span>
      </div>`;
    case 'failed':
      return html`<div class="bann bad" role="alert">
        ${icon('error')}<span><b>This notebook cannot be opened.</b> <bdi>${trouble.words}</bdi></span>
      </div>`;
    case 'offline':
      return html`<div class="bann" role="status">
        ${icon('plug')}
        <span
          ><b>The server does not answer.</b> Keep typing: edits stay in this browser and are sent when it is back.
          <span aria-hidden="true">${trouble.seconds > 0 ? `Next try in ${trouble.seconds} s.` : ''}</span></span
        >
        <span class="sp"></span>
        <button class="btn sm" type="button" @click=${() => tryNow()}>Try now</button>
      </div>`;
  }
}

const FIRST_QUERY = "SELECT * FROM source(artifact='Linux.Detection.ProcessCreation') LIMIT 100";

/** A notebook without cells. */
export function emptyNotebook(canEdit: boolean, startWith: (type: 'vql' | 'markdown', text: string) => void) {
  return html`<div class="start">
    <h2>New notebook</h2>
    <p>${canEdit ? 'Start from a question, or from nothing.' : 'There is nothing in it yet.'}</p>
    ${canEdit
      ? html`<div class="acts">
            <button class="btn p" type="button" @click=${() => startWith('vql', FIRST_QUERY)}>Newest process creations</button>
            <button class="btn" type="button" @click=${() => startWith('vql', '')}>Blank query</button>
            <button class="btn g" type="button" @click=${() => startWith('markdown', '')}>Text</button>
          </div>
          <div class="hint">
            <span><kbd>B</kbd> query</span><span><kbd>M</kbd> text</span><span><kbd>Ctrl</kbd> <kbd>↵</kbd> run</span
            ><span><kbd>?</kbd> all keys</span>
          </div>`
      : nothing}
  </div>`;
}

export function addRow(insert: (type: 'vql' | 'markdown') => void) {
  return html`<div class="add">
    <button class="btn g sm" type="button" @click=${() => insert('vql')}>${icon('plus')}VQL <kbd>B</kbd></button>
    <button class="btn g sm" type="button" @click=${() => insert('markdown')}>${icon('text')}Text <kbd>M</kbd></button>
  </div>`;
}

// The text of a cell that nobody edits, coloured, with its squiggles.
import { LitElement, html, type PropertyValues } from 'lit';
import type { Issue } from '../model/types.ts';
import { drawCode } from '../ui/highlight.ts';

export class SpoorStaticSource extends LitElement {
  static override properties = {
    text: { attribute: false },
    issues: { attribute: false },
    numbered: { type: Boolean },
  };

  declare text: string;
  declare issues: readonly Issue[];
  declare numbered: boolean;

  constructor() {
    super();
    this.text = '';
    this.issues = [];
    this.numbered = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    return html``;
  }

  override updated(_changed: PropertyValues<this>): void {
    const code = document.createElement('div');
    code.className = 'lines';
    if (this.text === '') {
      code.classList.add('t3');
      code.textContent = 'Empty. Press Enter to write.';
    } else code.append(drawCode(this.text, this.issues));
    code.classList.toggle('numbered', this.numbered && this.text !== '');
    if (this.numbered && this.text !== '') number(code);
    this.replaceChildren(code);
  }
}

// A mark before each line of the text; it stands in the margin, so that a line may be wrapped.
function number(code: HTMLElement): void {
  const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  const breaks: Text[] = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) breaks.push(node as Text);
  let line = 1;
  code.prepend(mark(line));
  for (let text of breaks) {
    for (let at = text.data.indexOf('\n'); at >= 0; at = text.data.indexOf('\n')) {
      const rest = text.splitText(at + 1);
      line += 1;
      rest.before(mark(line));
      text = rest;
    }
  }
}

function mark(line: number): HTMLElement {
  const made = document.createElement('i');
  made.className = 'ln';
  made.dataset['n'] = String(line);
  made.setAttribute('aria-hidden', 'true');
  return made;
}

customElements.define('spoor-static-source', SpoorStaticSource);

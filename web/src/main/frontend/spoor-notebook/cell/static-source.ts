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
    const parts: Node[] = [];
    if (this.numbered && this.text !== '') {
      const numbers = document.createElement('div');
      numbers.className = 'ln';
      numbers.setAttribute('aria-hidden', 'true');
      numbers.textContent = Array.from({ length: this.text.split('\n').length }, (_, i) => i + 1).join('\n');
      parts.push(numbers);
    }
    parts.push(code);
    this.replaceChildren(...parts);
  }
}

customElements.define('spoor-static-source', SpoorStaticSource);

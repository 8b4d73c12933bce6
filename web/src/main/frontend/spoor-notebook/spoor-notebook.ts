import { LitElement, html } from 'lit';

/** The notebook page: one element that speaks to the public API and to nothing of Vaadin's. */
export class SpoorNotebook extends LitElement {
  override render() {
    return html`<p>Opening the notebook…</p>`;
  }
}

customElements.define('spoor-notebook', SpoorNotebook);

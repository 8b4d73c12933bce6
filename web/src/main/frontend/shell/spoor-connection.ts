import './spoor-icon';

interface Connection {
  readonly state: string;
  addStateChangeListener(listener: () => void): void;
  removeStateChangeListener(listener: () => void): void;
}

/** Whether the server answers, in one word: Vaadin's own bar across the page is switched off. */
class SpoorConnection extends HTMLElement {
  private readonly icon = document.createElement('spoor-icon');
  private readonly word = document.createElement('span');
  private connection?: Connection;

  connectedCallback(): void {
    this.word.className = 'strong';
    this.setAttribute('role', 'status');
    this.replaceChildren(this.icon, this.word);
    this.connection = (window as { Vaadin?: { connectionState?: Connection } }).Vaadin?.connectionState;
    this.connection?.addStateChangeListener(this.show);
    this.show();
  }

  disconnectedCallback(): void {
    this.connection?.removeStateChangeListener(this.show);
  }

  private readonly show = (): void => {
    const state = this.connection?.state ?? 'connected';
    const lost = state === 'reconnecting' || state === 'connection-lost';
    const word = lost ? 'Not connected, trying again' : 'Connected';
    if (this.word.textContent === word) return;
    this.classList.toggle('lost', lost);
    this.icon.setAttribute('name', lost ? 'plug' : 'ok');
    this.word.textContent = word;
  };
}

customElements.define('spoor-connection', SpoorConnection);

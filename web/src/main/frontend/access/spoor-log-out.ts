import '../shell/spoor-icon';
import { logOut } from './session';

class SpoorLogOut extends HTMLElement {
  connectedCallback(): void {
    if (this.firstChild) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'icon-button';
    button.title = 'Log out';
    button.setAttribute('aria-label', 'Log out');
    const icon = document.createElement('spoor-icon');
    icon.setAttribute('name', 'leave');
    button.append(icon);
    button.addEventListener('click', async () => {
      button.disabled = true;
      const refused = await logOut().catch(() => undefined);
      if (refused === null) location.assign('/login');
      else button.disabled = false;
    });
    this.append(button);
  }
}

customElements.define('spoor-log-out', SpoorLogOut);

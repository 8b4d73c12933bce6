import './spoor-icon';
import { toggleTheme } from '../theme/theme.ts';

class SpoorThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    if (this.firstChild) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'icon-button';
    button.setAttribute('aria-label', 'Switch theme');
    button.title = 'Switch theme';
    const icon = document.createElement('spoor-icon');
    icon.setAttribute('name', 'theme');
    button.append(icon);
    button.addEventListener('click', toggleTheme);
    this.append(button);
  }
}

customElements.define('spoor-theme-switch', SpoorThemeSwitch);

import '../shell/spoor-icon';
import { send } from '../access/session';

const limit = 100 * 1024 * 1024;

/** A button that sends a notebook file to the public API and opens what came of it. */
class SpoorImport extends HTMLElement {
  connectedCallback(): void {
    if (this.firstChild) return;
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.ipynb,application/x-ipynb+json';
    input.hidden = true;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button';
    const icon = document.createElement('spoor-icon');
    icon.setAttribute('name', 'upload');
    button.append(icon, 'Import');
    const problem = document.createElement('span');
    problem.className = 'import-problem';
    problem.setAttribute('role', 'alert');
    button.addEventListener('click', () => input.click());
    input.addEventListener('change', async () => {
      const file = input.files?.[0];
      input.value = '';
      if (!file) return;
      problem.textContent = '';
      button.disabled = true;
      try {
        problem.textContent = await this.import(file);
      } catch {
        problem.textContent = 'The server does not answer. Nothing was imported.';
      } finally {
        button.disabled = false;
      }
    });
    this.append(problem, button, input);
  }

  /** What went wrong, in words; empty when the notebook opens. */
  private async import(file: File): Promise<string> {
    if (file.size > limit) {
      return `${file.name} has ${Math.ceil(file.size / 1048576)} MiB. At most 100 MiB are imported.`;
    }
    const title = file.name.replace(/\.ipynb$/i, '');
    const path = `/api/v1/notebooks/import?title=${encodeURIComponent(title)}`;
    const { refused, body } = await send('POST', path, file);
    if (refused) return `${file.name}: ${refused.detail || `the server answers ${refused.status}`}`;
    location.assign(`/notebooks/${encodeURIComponent(String((body as { id: unknown }).id))}`);
    return '';
  }
}

customElements.define('spoor-import', SpoorImport);

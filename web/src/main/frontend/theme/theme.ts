// The theme of every page. Adopted sheets need no nonce, so a strict Content-Security-Policy stays strict.
import { declareFonts } from './fonts.ts';
import tokens from './spoor.css?inline';

export type ThemeChoice = 'light' | 'dark' | 'system';

const KEY = 'spoor.theme';

function adopt(text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** What this browser chose; the system's setting until then. */
export function chosenTheme(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

/** Sets and keeps the theme: one attribute on html, colours follow by light-dark(). */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // A browser without storage still gets the theme for this page.
  }
  applyTheme(choice);
}

/** Switches between light and dark as seen now. */
export function toggleTheme(): void {
  const dark =
    document.documentElement.dataset.theme === undefined
      ? matchMedia('(prefers-color-scheme: dark)').matches
      : document.documentElement.dataset.theme === 'dark';
  chooseTheme(dark ? 'light' : 'dark');
}

function applyTheme(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

declareFonts();
adopt(tokens);
applyTheme(chosenTheme());

// Flow's views switch the theme by an event, so that they need no script of their own.
addEventListener('spoor-toggle-theme', toggleTheme);

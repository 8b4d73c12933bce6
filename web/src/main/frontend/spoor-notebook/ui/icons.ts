// Our 16 px set, stroke 1.5.
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

const SHAPES = {
  play: svg`<path d="M5 3.3v9.4l7.3-4.7z" fill="currentColor" stroke-width="1"/>`,
  stop: svg`<rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor"/>`,
  grip: svg`<g fill="currentColor" stroke="none"><circle cx="6" cy="4" r=".9"/><circle cx="10" cy="4" r=".9"/><circle cx="6" cy="8" r=".9"/><circle cx="10" cy="8" r=".9"/><circle cx="6" cy="12" r=".9"/><circle cx="10" cy="12" r=".9"/></g>`,
  more: svg`<g fill="currentColor"><circle cx="3.5" cy="8" r=".9"/><circle cx="8" cy="8" r=".9"/><circle cx="12.5" cy="8" r=".9"/></g>`,
  clock: svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.2l2.2 1.3"/>`,
  down: svg`<path d="M4.5 6.5L8 10l3.5-3.5"/>`,
  up: svg`<path d="M4.5 9.5L8 6l3.5 3.5"/>`,
  right: svg`<path d="M6.5 4.5L10 8l-3.5 3.5"/>`,
  turning: svg`<path d="M13 8a5 5 0 0 1-9 3M3 8a5 5 0 0 1 9-3M12.3 2.5V5H9.8M3.7 13.5V11h2.5"/>`,
  cross: svg`<path d="M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6"/>`,
  error: svg`<circle cx="8" cy="8" r="5.7"/><path d="M6 6l4 4M10 6l-4 4"/>`,
  check: svg`<path d="M3.5 8.5l3 3 6-7"/>`,
  checked: svg`<circle cx="8" cy="8" r="5.7"/><path d="M5.5 8.3l1.8 1.7 3.2-3.7"/>`,
  warning: svg`<path d="M8 2.5l6 10.500H2z"/><path d="M8 6.5v3M8 11.2v.1"/>`,
  dashed: svg`<circle cx="8" cy="8" r="5.7" stroke-dasharray="2 2.5"/>`,
  pencil: svg`<path d="M3 13l.7-2.8 7-7a1.3 1.3 0 0 1 1.9 0l.2.200a1.3 1.3 0 0 1 0 1.900l-7 7z"/>`,
  lock: svg`<rect x="3.5" y="7" width="9" height="6.5" rx="1.2"/><path d="M5.5 7V5.200a2.5 2.5 0 0 1 5 0V7"/>`,
  plug: svg`<path d="M9.5 2.500L7 5M13.5 6.500L11 9M6 6l4 4M5 7l4 4-1.5 1a2.5 2.5 0 0 1-3.5 0v0a2.5 2.5 0 0 1 0-3.500zM4.2 11.800L2.5 13.5"/>`,
  plus: svg`<path d="M8 3.5v9M3.5 8h9"/>`,
  text: svg`<path d="M3 4h10M3 8h10M3 12h6"/>`,
  table: svg`<rect x="2.5" y="3" width="11" height="10" rx="1"/><path d="M2.5 6.5h11M2.5 9.8h11M6.5 6.500V13"/>`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.2"/><path d="M10.5 5.500v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2"/>`,
  search: svg`<circle cx="7" cy="7" r="4.2"/><path d="M10.2 10.2l3.3 3.3"/>`,
  columns: svg`<rect x="2.5" y="3" width="11" height="10" rx="1"/><path d="M6.2 3v10M9.8 3v10"/>`,
  notebook: svg`<path d="M4.5 2.5h7a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-7z"/><path d="M4.5 2.5v11M2.5 5h2M2.5 8h2M2.5 11h2M7.5 6h3M7.5 8.5h2"/>`,
  client: svg`<rect x="2.5" y="3" width="11" height="7.5" rx="1"/><path d="M6 13.300h4M8 10.500v2.800"/>`,
  artifact: svg`<path d="M2.5 5h5M10.5 5h3M2.5 11h3M8.5 11h5"/><circle cx="9" cy="5" r="1.500"/><circle cx="7" cy="11" r="1.500"/>`,
  trash: svg`<path d="M3 4.500h10M6.500 4.500v-2h3v2M4.500 4.500l.6 8.500h5.800l.6-8.500"/>`,
  key: svg`<rect x="2" y="4.500" width="12" height="7.500" rx="1.200"/><path d="M4.500 7h.1M7 7h.1M9.500 7h.1M12 7h.1M5 9.700h6"/>`,
  filter: svg`<path d="M2.500 3.500h11L9.500 8.500v4l-3 1v-5z"/>`,
  burger: svg`<path d="M2.5 4.5h11M2.5 8h11M2.5 11.500h11"/>`,
  undo: svg`<path d="M5.5 3.500L2.5 6.500l3 3M2.5 6.500h7a4 4 0 0 1 0 8h-2" transform="translate(0 -1)"/>`,
  live: svg`<circle cx="8" cy="8" r="1.4" fill="currentColor"/><path d="M5.2 10.8a4 4 0 0 1 0-5.6M10.800 5.200a4 4 0 0 1 0 5.600M3.300 12.700a6.600 6.600 0 0 1 0-9.400M12.700 3.300a6.600 6.600 0 0 1 0 9.400"/>`,
  download: svg`<path d="M8 2.500v7.500M4.8 7L8 10.2 11.2 7M3 13.300h10"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof SHAPES;

export function icon(name: IconName, small = false): TemplateResult {
  return html`<svg class=${small ? 'i s' : 'i'} viewBox="0 0 16 16" aria-hidden="true">${SHAPES[name]}</svg>`;
}

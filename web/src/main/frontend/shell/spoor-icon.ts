// The small pictures of the shell: 16 px, stroke 1.5, in the colour of the text around them.
type Shape = readonly [tag: string, attributes: Readonly<Record<string, string>>];

const path = (d: string, more: Record<string, string> = {}): Shape => ['path', { d, ...more }];
const circle = (cx: number, cy: number, r: number, more: Record<string, string> = {}): Shape => [
  'circle',
  { cx: `${cx}`, cy: `${cy}`, r: `${r}`, ...more },
];
const rect = (x: number, y: number, width: number, height: number, rx: number): Shape => [
  'rect',
  { x: `${x}`, y: `${y}`, width: `${width}`, height: `${height}`, rx: `${rx}` },
];
const solid = { fill: 'currentColor' };
const dot = { fill: 'currentColor', stroke: 'none' };

const icons: Readonly<Record<string, readonly Shape[]>> = {
  notebook: [
    path('M4.5 2.5h7a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-7z'),
    path('M4.5 2.5v11M2.5 5h2M2.5 8h2M2.5 11h2M7.5 6h3M7.5 8.5h2'),
  ],
  events: [path('M2.5 13.2h11M4 13V9M6.7 13V5M9.3 13V7.500M12 13V3')],
  client: [rect(2, 3, 12, 8, 1.2), path('M6 13.5h4M8 11v2.5')],
  monitoring: [path('M2.5 5h5M10.5 5h3M2.5 11h3M8.5 11h5'), circle(9, 5, 1.5), circle(7, 11, 1.5)],
  shield: [path('M8 2l5 1.8v4c0 3-2 5.2-5 6.2-3-1-5-3.2-5-6.2v-4z'), path('M5.8 8l1.6 1.6 2.9-3')],
  status: [path('M1.8 8.5h3l1.7-4.5 3 8 1.7-3.5h3')],
  settings: [
    circle(8, 8, 2),
    path(
      'M8 1.8v2.4M8 11.8v2.4M1.8 8h2.4M11.8 8h2.4M3.6 3.6l1.7 1.7M10.7 10.7l1.7 1.7M3.6 12.4l1.7-1.7M10.7 5.3l1.7-1.7',
    ),
  ],
  home: [path('M2.5 7.5L8 2.8l5.5 4.7M4 6.8v6.4h8V6.8M6.8 13.2V9.5h2.4v3.7')],
  search: [circle(7, 7, 4.2), path('M10.2 10.2l3.3 3.3')],
  plus: [path('M8 3.5v9M3.5 8h9')],
  theme: [circle(8, 8, 5.5), path('M8 2.5a5.5 5.5 0 0 1 0 11z', solid)],
  burger: [path('M2.5 4.5h11M2.5 8h11M2.5 11.5h11')],
  download: [path('M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.3h10')],
  upload: [path('M8 10.5v-7.5M4.8 6.4L8 3.2 11.2 6.4M3 13.3h10')],
  close: [path('M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6')],
  ok: [circle(8, 8, 5.7), path('M5.5 8.3l1.8 1.7 3.2-3.7')],
  error: [circle(8, 8, 5.7), path('M6 6l4 4M10 6l-4 4')],
  run: [path('M13 8a5 5 0 0 1-9 3M3 8a5 5 0 0 1 9-3M12.3 2.5V5H9.8M3.7 13.5V11h2.5')],
  wait: [circle(8, 8, 5.5), path('M8 5v3.2l2.2 1.3')],
  none: [path('M4 8h8')],
  label: [path('M2.5 3v4.5l6 6 5-5-6-6H3a.5.5 0 0 0-.5.5z'), circle(5.3, 5.3, 0.7, solid)],
  more: [circle(3.5, 8, 0.9, dot), circle(8, 8, 0.9, dot), circle(12.5, 8, 0.9, dot)],
  eye: [path('M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8z'), circle(8, 8, 1.8)],
  back: [path('M5.5 3L2.5 6l3 3M2.5 6h7a3.5 3.5 0 0 1 0 7H7')],
  tick: [path('M3.5 8.5l3 3 6-7', { 'stroke-width': '2.2' })],
  right: [path('M6.5 4.5L10 8l-3.5 3.5')],
  down: [path('M4.5 6.5L8 10l3.5-3.5')],
  warning: [path('M8 2.5l6 10.5H2z'), path('M8 6.5v3M8 11.2v.1')],
  info: [circle(8, 8, 5.3), path('M8 7.5v3M8 5.3v.1')],
  bin: [path('M3.5 4.5h9M6.5 4.5v-1.5h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5M6.7 7v3.5M9.3 7v3.5')],
  copy: [
    rect(5.5, 5.5, 8, 8, 1.2),
    path('M3.7 10.5H3a.5.5 0 0 1-.5-.5V3a.5.5 0 0 1 .5-.5h7a.5.5 0 0 1 .5.5v.7'),
  ],
  pencil: [path('M3 13l.7-2.8 7-7a1.3 1.3 0 0 1 1.9 0l.2.2a1.3 1.3 0 0 1 0 1.9l-7 7z')],
  lock: [rect(3.5, 7, 9, 6.5, 1.2), path('M5.5 7V5.2a2.5 2.5 0 0 1 5 0V7')],
  send: [path('M13.5 2.5L2.5 7l4.5 2 2 4.5zM7 9l3-3')],
  key: [circle(5.5, 10.5, 2.5), path('M7.3 8.7l5.7-5.7M10.5 5.5l1.7 1.7')],
  leave: [path('M6.5 2.5h-3v11h3M9.5 5L12.5 8l-3 3M12.5 8h-6')],
  alert: [
    path('M4 7a4 4 0 0 1 8 0c0 3 1.2 3.7 1.2 4.3H2.8C2.8 10.7 4 10 4 7z'),
    path('M6.7 13.4a1.5 1.5 0 0 0 2.6 0'),
  ],
  critical: [
    path('M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3z', dot),
    path('M8 4.8v3.7M8 10.9v.2', { stroke: 'var(--spoor-surface)', 'stroke-width': '1.7' }),
  ],
  high: [path('M8 2l6.3 11.3H1.7z', { fill: 'currentColor', 'stroke-width': '1' })],
  medium: [path('M8 1.8L14.2 8 8 14.2 1.8 8z'), path('M8 1.8V14.2L1.8 8z', dot)],
  low: [circle(8, 8, 5.3), circle(8, 8, 2, dot)],
  inbox: [
    path('M2.5 9l2-5.5h7l2 5.5v3.5h-11z'),
    path('M2.5 9h3.2c0 1.3 1 2 2.3 2s2.3-.7 2.3-2h3.2'),
  ],
  filter: [path('M2.5 3.5h11l-4.2 5v4l-2.6 1v-5z')],
  person: [circle(8, 5.5, 2.7), path('M2.8 13.5c.6-2.8 2.7-4 5.2-4s4.6 1.2 5.2 4')],
  snooze: [
    circle(8, 8.5, 5),
    path('M6.3 6.5h3.4l-3.4 4h3.4M3 2.5L1.5 4M13 2.5L14.5 4'),
  ],
  check: [path('M3.5 8.5l3 3 6-7')],
  up: [path('M4.5 9.5L8 6l3.5 3.5')],
  left: [path('M9.5 4.5L6 8l3.5 3.5')],
  process: [rect(2.5, 2.5, 5, 4, 0.8), rect(8.5, 9.5, 5, 4, 0.8), path('M5 6.5v5h3.5')],
  logon: [circle(8, 5.5, 2.7), path('M2.8 13.5c.6-2.8 2.7-4 5.2-4s4.6 1.2 5.2 4')],
  file: [path('M4 2.5h5l3 3v8H4z'), path('M9 2.5v3h3')],
  network: [circle(8, 8, 5.5), path('M2.5 8h11M8 2.5c3.2 3.4 3.2 7.6 0 11M8 2.5c-3.2 3.4-3.2 7.6 0 11')],
  event: [path('M2.5 12.5v-3M5.25 12.5v-6M8 12.5v-4M10.75 12.5v-9M13.5 12.5v-5')],
  decision: [path('M4 13.5v-11M4 3h7.5l-1.8 2.7 1.8 2.8H4')],
  plug: [
    path(
      'M9.5 2.5L7 5M13.5 6.5L11 9M6 6l4 4M5 7l4 4-1.5 1a2.5 2.5 0 0 1-3.5 0a2.5 2.5 0 0 1 0-3.5zM4.2 11.8L2.5 13.5',
    ),
  ],
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(
  ':host{display:inline-block;width:16px;height:16px;flex:none;vertical-align:-3px}' +
    ':host([hidden]){display:none}' +
    'svg{width:100%;height:100%;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round;display:block}',
);

const space = 'http://www.w3.org/2000/svg';

export class SpoorIcon extends HTMLElement {
  static readonly observedAttributes = ['name'];

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet];
  }

  connectedCallback(): void {
    if (!this.hasAttribute('aria-label')) this.setAttribute('aria-hidden', 'true');
  }

  attributeChangedCallback(): void {
    const picture = document.createElementNS(space, 'svg');
    picture.setAttribute('viewBox', '0 0 16 16');
    for (const [tag, attributes] of icons[this.getAttribute('name') ?? ''] ?? []) {
      const shape = document.createElementNS(space, tag);
      for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
      picture.append(shape);
    }
    this.shadowRoot?.replaceChildren(picture);
  }
}

customElements.define('spoor-icon', SpoorIcon);

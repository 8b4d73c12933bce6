// Charts, adopted by every page that has one.
import { css } from 'lit';

export const chartStyles = css`
spoor-histogram{display:block;min-width:0}
.hchart{position:relative;padding:0 0 1.25rem 2rem;cursor:crosshair;touch-action:pan-y;user-select:none;border-radius:.25rem}
.hchart.strip{padding-left:0}
.hchart:focus-visible{outline:2px solid var(--spoor-focus);outline-offset:2px}
.hchart .plot{display:block;width:100%;height:5.5rem;overflow:visible}
.hchart.strip .plot{height:2.375rem}
.hchart .pale{fill:light-dark(#E3E4E8,#2A2F37)}.hchart .hit{fill:var(--spoor-c1)}
.hchart.strip .pale{fill:light-dark(#CBD3E6,#34405C)}
.hchart .rule,.hchart .base{stroke:var(--spoor-line);vector-effect:non-scaling-stroke}.hchart .base{stroke:var(--spoor-line-2)}
.hchart .hatch{stroke:var(--spoor-line-control);stroke-width:1.6;opacity:.6}
.hchart .sel{fill:var(--spoor-accent);opacity:.13}.hchart .edge{stroke:var(--spoor-accent);stroke-width:1.5;vector-effect:non-scaling-stroke}
.hchart .caret{fill:var(--spoor-accent)}
.hchart text{font:400 11px var(--spoor-font);fill:var(--spoor-text-3);font-variant-numeric:tabular-nums}
.hchart .yaxis{position:absolute;left:0;top:0;width:30px;height:6.75rem;overflow:visible}.hchart .yaxis text{text-anchor:end}
.hchart .xaxis{position:absolute;left:2rem;right:0;bottom:0;width:calc(100% - 2rem);overflow:visible}.hchart.strip .xaxis{left:0;width:100%}
spoor-coverage-strip{display:block;margin-bottom:.875rem;min-height:5rem}
.covcap{font-size:.75rem;line-height:1rem;margin-bottom:.25rem}
.covcap a{text-decoration:underline}
@media (forced-colors:active){.hchart .hit{fill:Highlight}.hchart .pale{fill:GrayText}}
`;

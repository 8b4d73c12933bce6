// What the page of events has beside the sheet of the notebook.
import { css } from 'lit';

export const eventStyles = css`
:host{display:flex;flex-direction:column;min-height:100%}
.ep{position:relative;display:flex;flex-direction:column;flex:1;min-height:0}
.top h1{flex:none}.top .cov{all:unset;color:var(--spoor-text-3);font-size:.75rem;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-width:0;cursor:pointer;border-radius:.25rem;padding:2px .25rem}
.top .cov:hover{text-decoration:underline}.top .cov:focus-visible{outline:2px solid var(--spoor-focus);outline-offset:1px}.top .cov b{font-weight:550;color:var(--spoor-stale)}
.qb{display:flex;align-items:flex-start;gap:.5rem;padding:.75rem 1rem .625rem}
.qb .inp{flex:1;display:flex;align-items:flex-start;gap:.5rem;min-height:2.125rem;padding:.40625rem .75rem .40625rem .625rem;border:1px solid var(--spoor-line-2);border-radius:.5rem;background:var(--spoor-surface);min-width:0;cursor:text}
.qb .inp:focus-within{border-color:transparent;outline:2px solid var(--spoor-focus);outline-offset:-1px}
.qb .inp.bad:not(:focus-within){border-color:var(--spoor-error)}
.qb .where{font:400 .78125rem/1.25rem var(--spoor-mono);color:var(--spoor-text-3);user-select:none}
.qb spoor-code-editor{display:block;flex:1;min-width:0;font:400 .78125rem/1.25rem var(--spoor-mono);font-feature-settings:"calt" 0,"liga" 0;max-height:7.5rem;overflow:auto}
.qb .how{font-size:.75rem;line-height:1.25rem;white-space:nowrap}
.qb .btn,.qb .pill{height:2.125rem;border-radius:.5rem;font-size:.78125rem;font-weight:500;color:var(--spoor-text);padding:0 .625rem}
.btn.on{color:var(--spoor-live);border-color:color-mix(in srgb,var(--spoor-live) 45%,var(--spoor-line-2))}
.qerr{margin:0 1rem .625rem;font-size:.8125rem;line-height:1.25rem;display:flex;gap:.5rem;align-items:flex-start;color:var(--spoor-text);overflow-wrap:anywhere}.qerr svg{color:var(--spoor-error);margin-top:2px}
.qerr button.pos{all:unset;font-weight:600;cursor:pointer;border-radius:3px}.qerr button.pos:hover{text-decoration:underline}.qerr button.pos:focus-visible{outline:2px solid var(--spoor-focus);outline-offset:2px}
.hist{padding:0 1rem .375rem;border-bottom:1px solid var(--spoor-line)}
.hist .h{display:flex;align-items:center;gap:.5rem;font-size:.75rem;line-height:1rem;color:var(--spoor-text-3);min-height:1.75rem;margin-bottom:.125rem;flex-wrap:wrap;font-variant-numeric:tabular-nums}
.hist .h b{color:var(--spoor-text);font-weight:550}
.wrap{display:grid;grid-template-columns:14.25rem minmax(0,1fr);align-items:stretch;flex:1;min-height:0}
.wrap.panel{grid-template-columns:14.25rem minmax(0,1fr) 22rem}
.fac{border-right:1px solid var(--spoor-line);padding:.25rem .375rem 2rem 1rem;min-width:0}
.fac h2{font-size:.75rem;line-height:1rem;font-weight:550;margin:.75rem 0 .25rem;display:flex}.fac h2 span{margin-left:auto;font-weight:400;color:var(--spoor-text-3);font-size:.6875rem;padding-right:.375rem;font-variant-numeric:tabular-nums}
.fac li{padding:.125rem .375rem .125rem 0}.fac label{display:grid;grid-template-columns:.875rem minmax(0,1fr) auto;gap:0 .4375rem;align-items:center;font-size:.75rem;line-height:1.125rem;min-height:1.5rem;cursor:pointer;color:var(--spoor-text);border-radius:.25rem}
.fac label:hover{background:var(--spoor-hover)}
.fac input{appearance:none;width:.875rem;height:.875rem;margin:0;border:1.5px solid var(--spoor-line-control);border-radius:3px;background:var(--spoor-surface);cursor:pointer;display:grid;place-items:center}
.fac input:checked{background:var(--spoor-accent-fill);border-color:var(--spoor-accent-fill)}
.fac input:checked::after{content:"";width:.4375rem;height:.25rem;border:solid var(--spoor-on-accent);border-width:0 0 1.6px 1.6px;transform:rotate(-45deg) translateY(-1px)}
.fac .n{color:var(--spoor-text-3);font-size:.6875rem;font-variant-numeric:tabular-nums}
.fbar{display:block;height:2px;width:calc(100% - 1.3125rem);margin-left:1.3125rem}.fbar rect{fill:var(--spoor-line-control);opacity:.55}
.res{min-width:0;display:flex;flex-direction:column}
.rh{display:flex;align-items:center;gap:.5rem;min-height:2.5rem;padding:0 .75rem 0 1rem;border-bottom:1px solid var(--spoor-line);font-size:.75rem;color:var(--spoor-text-3);white-space:nowrap;overflow-x:auto;scrollbar-width:none;font-variant-numeric:tabular-nums}
.rh>*{flex:none}.rh .sp{flex:1}.rh b{color:var(--spoor-text);font-weight:550}
.chipq{display:inline-flex;align-items:center;height:1.375rem;padding:0 .4375rem;border-radius:.25rem;background:var(--spoor-hover);font-size:.75rem;color:var(--spoor-text-2);border:0}
.newp{display:flex;align-items:center;justify-content:center;gap:.375rem;height:1.75rem;font-size:.75rem;font-weight:500;color:var(--spoor-live);background:var(--spoor-ok-soft);border:0;border-bottom:1px solid var(--spoor-line);width:100%;cursor:pointer}
.newp:focus-visible{outline-offset:-2px}
.res .grid{border-bottom:1px solid var(--spoor-line)}
.res.dim{opacity:1;color:var(--spoor-text-3)}
.res spoor-row-grid[hidden]{display:none}
.nothing{padding:2rem 1rem;font-size:.8125rem;line-height:1.25rem;color:var(--spoor-text-2)}.nothing b{color:var(--spoor-text);font-weight:600}.nothing .btn{margin:.75rem .375rem 0 0}
.insp{border-left:1px solid var(--spoor-line)}
.seen{display:flex;align-items:center;gap:.25rem;font-size:.75rem}.seenv{display:block;max-width:100%}
.fb{display:none}
.cond{display:flex;flex-wrap:wrap;gap:.375rem;padding:0 1rem .625rem}
.cond .chip{display:inline-flex;align-items:center;gap:.25rem;height:1.5rem;padding:0 .125rem 0 .5rem;border-radius:.25rem;background:var(--spoor-accent-soft);font:500 .75rem/1 var(--spoor-mono);max-width:100%}
.cond .chip i{font-style:normal;color:var(--spoor-accent)}
.cond .chip button{border:0;background:none;padding:0;width:1.5rem;height:1.5rem;display:grid;place-items:center;color:var(--spoor-text-3);cursor:pointer;border-radius:.25rem}
@media (max-width:1280px){.wrap.panel{grid-template-columns:14.25rem minmax(0,1fr)}.insp{position:fixed;right:0;top:var(--top);width:min(26.25rem,100vw);z-index:40;box-shadow:var(--spoor-shadow);height:calc(100dvh - var(--top) - var(--bottom))}}
@media (max-width:1000px){.wrap,.wrap.panel{grid-template-columns:minmax(0,1fr)}.fac{display:none;border-right:0;border-bottom:1px solid var(--spoor-line);padding-right:1rem;padding-bottom:1rem}.fac.open{display:block}.fb{display:inline-flex}}
@media (max-width:760px){.qb{flex-wrap:wrap;padding:.625rem .75rem}.qb .inp{flex-basis:100%}.hist,.cond,.qerr{padding-left:.75rem;padding-right:.75rem}.qerr{margin-left:0;margin-right:0}.rh{padding-left:.75rem}.insp{left:0;top:0;width:100vw;height:100dvh;z-index:65;border:0}.fac{padding-left:.75rem}.fac label{min-height:2.25rem}}
`;

// One sheet for the whole notebook page. Lit adopts it, so no nonce is needed.
// Lengths are in rem from four pixels up, so that a larger text size in the browser enlarges everything.
import { css } from 'lit';

export const styles = css`
:host{display:block;min-width:0;background:var(--spoor-surface);color:var(--spoor-text);font:400 .8125rem/1.25rem var(--spoor-font);font-feature-settings:"cv05","cv10","ss03";--top:var(--spoor-page-top,0px);--bottom:var(--spoor-page-bottom,1.625rem);--bar:2.75rem;--tools:2.875rem;--ctl:1.75rem}
*,*::before,*::after{box-sizing:border-box}
button,input,select{font:inherit;color:inherit}
h1,h2,h3,p,ul,dl,dd{margin:0;padding:0}
ul{list-style:none}
a{color:var(--spoor-accent);text-decoration:none}a:hover{text-decoration:underline}
svg.i{width:1rem;height:1rem;flex:none;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round;display:block}
svg.i.s{width:.875rem;height:.875rem}
:focus-visible{outline:2px solid var(--spoor-focus);outline-offset:2px}
.mono{font-family:var(--spoor-mono);font-size:.71875rem;font-feature-settings:"calt" 0,"liga" 0}
.num{font-variant-numeric:tabular-nums}
.t2{color:var(--spoor-text-2)}.t3{color:var(--spoor-text-3)}.sp{flex:1}
.page{position:relative}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.trunc{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;min-width:0}
kbd{font:500 .6875rem/1rem var(--spoor-font);min-width:1.125rem;text-align:center;padding:0 .25rem;border:1px solid var(--spoor-line-2);border-bottom-width:2px;border-radius:.25rem;background:var(--spoor-surface);color:var(--spoor-text-2);display:inline-block}
.btn{display:inline-flex;align-items:center;justify-content:center;gap:.375rem;height:var(--ctl);padding:0 .625rem;border-radius:.375rem;border:1px solid var(--spoor-line-2);background:var(--spoor-surface);color:var(--spoor-text);font-weight:500;font-size:.78125rem;line-height:1rem;white-space:nowrap;cursor:pointer;transition:background 80ms}
.btn:hover{background:var(--spoor-hover)}
.btn.p{background:var(--spoor-accent-fill);border-color:transparent;color:var(--spoor-on-accent)}
.btn.p:hover{filter:brightness(1.07)}
.btn.g{border-color:transparent;background:transparent;color:var(--spoor-text-2);padding:0 .5rem}
.btn.g:hover{background:var(--spoor-hover);color:var(--spoor-text)}
.btn.ic{width:var(--ctl);padding:0}
.btn.sm{height:1.5rem;padding:0 .5rem;font-size:.75rem;border-radius:.3125rem}
.btn.sm.ic{width:1.5rem;padding:0}
.btn[disabled]{color:var(--spoor-text-3);cursor:not-allowed;background:transparent}
.btn kbd{border:0;background:transparent;padding:0;color:inherit;opacity:.75;min-width:0}
.btn svg.i{width:.9375rem;height:.9375rem}
.tag{display:inline-flex;align-items:center;gap:.25rem;font-size:.75rem;font-weight:500;white-space:nowrap}
.tag svg.i{width:.875rem;height:.875rem}
.error{color:var(--spoor-error)}.stale{color:var(--spoor-stale)}.run{color:var(--spoor-run)}.wait{color:var(--spoor-wait)}.partial{color:var(--spoor-partial)}.ok{color:var(--spoor-ok)}

/* top bar and toolbar */
.top{position:sticky;top:var(--top);z-index:25;height:var(--bar);display:flex;align-items:center;gap:.5rem;padding:0 1rem;border-bottom:1px solid var(--spoor-line);background:var(--spoor-surface)}
.crumb{display:flex;align-items:center;gap:.375rem;min-width:0;color:var(--spoor-text-3)}
.crumb a{color:var(--spoor-text-2);white-space:nowrap}
h1{font-size:.875rem;line-height:1.25rem;font-weight:600;letter-spacing:-.005em;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-width:0}
h1{color:var(--spoor-text)}
h1 button{all:unset;cursor:text;border-radius:.25rem;padding:2px .25rem;display:block;max-width:100%;overflow:hidden;text-overflow:ellipsis;box-sizing:border-box}
h1 button:hover{background:var(--spoor-hover)}
h1 button:focus-visible{outline:2px solid var(--spoor-focus);outline-offset:0}
.titlebox{font:600 .875rem/1.25rem var(--spoor-font);height:1.75rem;padding:0 .4375rem;margin-left:-.5rem;border:1px solid var(--spoor-line-control);border-radius:.375rem;background:var(--spoor-surface);min-width:0;width:min(26.25rem,60vw)}
.saved{color:var(--spoor-text-3);font-size:.75rem;display:flex;align-items:center;gap:.3125rem;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-width:0;flex-shrink:3;font-variant-numeric:tabular-nums}
.saved svg.i{width:.875rem;height:.875rem}
.burger{display:none}
.ctl{position:sticky;top:calc(var(--top) + var(--bar));z-index:20;display:flex;align-items:center;gap:.5rem;padding:.5rem 1rem;background:var(--spoor-surface);border-bottom:1px solid var(--spoor-line);min-height:var(--tools)}
.pill{display:inline-flex;align-items:center;gap:.375rem;height:1.75rem;padding:0 .5rem;border:1px solid var(--spoor-line-2);border-radius:.375rem;font-size:.75rem;color:var(--spoor-text-3);white-space:nowrap;background:var(--spoor-surface);cursor:pointer;flex:none}
.pill:hover{background:var(--spoor-hover)}
.pill b{color:var(--spoor-text);font-weight:500}
.bann{display:flex;align-items:center;gap:.625rem;padding:.5rem .875rem;margin:0 0 .875rem;font-size:.78125rem;line-height:1.125rem;background:var(--spoor-stale-soft);color:var(--spoor-text);border:1px solid light-dark(#E6D29B,#52431A);border-radius:.375rem}
.bann b{font-weight:600}.bann>svg{color:var(--spoor-stale)}
.bann.bad{background:var(--spoor-error-soft);border-color:color-mix(in srgb,var(--spoor-error) 40%,transparent)}.bann.bad>svg{color:var(--spoor-error)}

/* column */
.nbw{display:grid;grid-template-columns:minmax(0,1fr);align-items:start}
.nbw.panel{grid-template-columns:minmax(0,1fr) 20.75rem}
.col{max-width:72.875rem;width:100%;margin:0 auto;padding:.875rem 1.5rem 7.5rem 2.875rem;min-width:0}
.md{font-size:.875rem;line-height:1.375rem;max-width:82ch;padding:2px 0;overflow-wrap:anywhere}
.md h1{font-size:1.25rem;line-height:1.75rem;font-weight:600;letter-spacing:-.014em;margin:0 0 .375rem;white-space:normal}
.md h2{font-size:1.125rem;line-height:1.625rem;font-weight:600;letter-spacing:-.012em;margin:.5rem 0 .25rem}
.md h3,.md h4,.md h5{font-size:.9375rem;line-height:1.375rem;font-weight:600;margin:.5rem 0 2px}
.md p{text-wrap:pretty}.md p+p,.md ul+p,.md ol+p,.md pre+p{margin-top:.5rem}
.md ul,.md ol{margin:.375rem 0;padding-left:1.375rem}.md ul{list-style:disc}.md ol{list-style:decimal}
.md blockquote{margin:.5rem 0;padding-left:.75rem;border-left:2px solid var(--spoor-line-2);color:var(--spoor-text-2)}
.md code,.cd{font:500 .78125rem/1.125rem var(--spoor-mono);background:var(--spoor-hover);border-radius:.25rem;padding:1px .25rem;font-feature-settings:"calt" 0;overflow-wrap:anywhere;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.md pre{background:var(--spoor-sunken);border:1px solid var(--spoor-line);border-radius:.375rem;padding:.5625rem .75rem;margin:.5rem 0;overflow-x:auto}
.md pre code{background:none;padding:0;font-weight:400;line-height:1.25rem;overflow-wrap:normal}
.md table{border-collapse:collapse;font-size:.75rem;margin:.5rem 0}.md th,.md td{border-bottom:1px solid var(--spoor-line);padding:.25rem .625rem .25rem 0;text-align:left}.md th{font-weight:500;color:var(--spoor-text-3)}
.md img{max-width:100%}.md hr{border:0;border-top:1px solid var(--spoor-line);margin:.75rem 0}
.mdmenu{position:absolute;right:.375rem;top:2px;opacity:0}.cell:hover>.mdmenu,.cell:focus-within>.mdmenu,.cell:focus>.mdmenu{opacity:1}
.copynote{display:flex;gap:.3125rem;align-items:center;color:var(--spoor-stale);font-size:.75rem;font-weight:500;margin-bottom:2px}

/* cells */
.cell{display:block;position:relative;margin:0 0 .875rem;scroll-margin:calc(var(--top) + 6.5rem) 0 calc(var(--bottom) + 2.5rem)}
.cell:focus{outline:none}
.cell::before{content:"";position:absolute;left:-.5625rem;top:2px;bottom:2px;width:3px;border-radius:2px;background:transparent}
.cell.s-stale::before,.cell.s-edited::before,.cell.s-offline::before{background:var(--spoor-stale)}
.cell.s-running::before{background:var(--spoor-run)}
.cell.s-error::before{background:var(--spoor-error)}
.cell.s-denied::before{background:var(--spoor-line-control)}
.cell.s-new::before{background:repeating-linear-gradient(var(--spoor-line-control) 0 3px,transparent 3px .375rem)}
.cell.s-queued::before{background:repeating-linear-gradient(var(--spoor-wait) 0 .5rem,transparent .5rem .6875rem)}
.cell.s-partial::before{background:linear-gradient(var(--spoor-partial) 0 48%,var(--spoor-line-2) 48%)}
.gut{position:absolute;left:-2.375rem;top:.25rem;width:1.625rem;display:flex;flex-direction:column;align-items:center;gap:2px;color:var(--spoor-text-3)}
.gut button{width:1.5rem;height:1.5rem;border:0;border-radius:.3125rem;background:transparent;color:inherit;display:grid;place-items:center;padding:0;cursor:pointer}
.gut button:hover{background:var(--spoor-hover);color:var(--spoor-text)}
.gut button[disabled]{cursor:not-allowed;opacity:.5}
.gut .hov{opacity:0}.cell:hover>.gut .hov,.cell:focus>.gut .hov,.gut .hov:focus-visible,.cell:focus-within>.gut .hov{opacity:1}
.frame{border:1px solid var(--spoor-line);border-radius:.5rem;background:var(--spoor-surface);overflow:hidden}
.cell:focus>.frame,.cell.t-markdown:focus>.md{border-color:var(--spoor-accent);box-shadow:0 0 0 1px var(--spoor-accent)}
.cell.editing>.frame{border-color:var(--spoor-accent)}
.cell.t-markdown>.md{border-radius:.375rem;margin:0 -.5rem;padding:2px .5rem}
.chd{display:flex;align-items:center;gap:.5rem;height:2rem;padding:0 .375rem 0 .75rem;font-size:.75rem;line-height:1rem;color:var(--spoor-text-3)}
.chd .nm{font:600 .75rem/1rem var(--spoor-mono);color:var(--spoor-text)}.chd .nm i{font-style:normal;color:var(--spoor-text-3);font-weight:400}
.chd .meta{font-variant-numeric:tabular-nums;white-space:nowrap}
.src{background:var(--spoor-sunken);border-top:1px solid var(--spoor-line);padding:.5625rem .75rem;cursor:text}
.code,.src spoor-code-editor{font:400 .78125rem/1.25rem var(--spoor-mono);font-feature-settings:"calt" 0,"liga" 0;color:var(--spoor-text);tab-size:2}
.code{display:block;white-space:break-spaces;overflow-wrap:anywhere;word-break:normal}
.code .numbered{padding-left:2.25rem}
.code .ln{display:inline-block;width:0;position:relative}
.code .ln::before{content:attr(data-n);position:absolute;right:.875rem;bottom:0;color:var(--spoor-text-3);font-style:normal}
.src spoor-code-editor{display:block;min-height:1.25rem}
.tk{color:var(--spoor-code-kw)}.tf{color:var(--spoor-code-fn)}.ts{color:var(--spoor-code-str)}.tn{color:var(--spoor-code-num)}.tc{color:var(--spoor-code-com);font-style:italic}.to{color:var(--spoor-code-op)}.tx{color:var(--spoor-error)}
.sq{text-decoration:underline wavy var(--spoor-error) 1.2px;text-underline-offset:3px;text-decoration-skip-ink:none}.sq.w{text-decoration-color:var(--spoor-stale)}
.out,.o1,.zero{border-top:1px solid var(--spoor-line)}
.o1{padding:.4375rem .75rem;font-size:.75rem;line-height:1.125rem;color:var(--spoor-text-2);min-height:2.125rem}
.o1.dim,.zero.dim{color:var(--spoor-text-3)}
.zero{padding:.75rem;font-size:.8125rem;line-height:1.25rem;color:var(--spoor-text-2)}.zero .btn{margin-top:.5rem}.zero b{font-weight:600;color:var(--spoor-text)}
.cft{display:flex;align-items:center;gap:.625rem;height:2rem;padding:0 .375rem 0 .75rem;border-top:1px solid var(--spoor-line);font-size:.75rem;line-height:1rem;color:var(--spoor-text-3);font-variant-numeric:tabular-nums;white-space:nowrap;overflow:hidden}
.cft b{font-weight:550;color:var(--spoor-text-2)}
.cft .btn{flex:none}
.prog{height:2px;background:var(--spoor-line);overflow:hidden}
.prog i{display:block;height:100%;background:var(--spoor-run)}
.prog.unknown i{width:30%;animation:slide 1.4s linear infinite}
@keyframes slide{0%{transform:translateX(-100%)}100%{transform:translateX(330%)}}
.err{border-top:1px solid var(--spoor-line);padding:.625rem .75rem .75rem;display:grid;grid-template-columns:1rem minmax(0,1fr);gap:.25rem .5rem;font-size:.8125rem;line-height:1.25rem;overflow-wrap:anywhere}
.err svg.i{margin-top:2px}
.err .acts{display:flex;gap:.375rem;flex-wrap:wrap;margin-top:.25rem}
.err .pos{all:unset;font-weight:600;cursor:pointer;border-radius:3px;min-height:1.25rem}.err .pos:hover{text-decoration:underline}.err .pos:focus-visible{outline:2px solid var(--spoor-focus);outline-offset:2px}
.warns{border-top:1px solid var(--spoor-line);padding:.375rem .75rem;font-size:.75rem;line-height:1.125rem;color:var(--spoor-text-2)}
.warns li{display:flex;gap:.375rem;align-items:flex-start;overflow-wrap:anywhere}.warns svg{color:var(--spoor-stale);margin-top:2px}
.add{display:flex;gap:.375rem;justify-content:center;padding:.25rem 0;color:var(--spoor-text-3)}
.start{border:1px solid var(--spoor-line);border-radius:.5rem;padding:1.375rem;margin-bottom:.875rem;font-size:.8125rem}
.start h2{font-size:.875rem;font-weight:600;line-height:1.25rem;margin-bottom:3px}.start p{color:var(--spoor-text-2);margin-bottom:.75rem}
.start .acts{display:flex;gap:.5rem;flex-wrap:wrap;align-items:center}
.start .hint{display:flex;gap:.375rem .75rem;flex-wrap:wrap;margin-top:.875rem;color:var(--spoor-text-3);font-size:.75rem;align-items:center}

/* rows */
spoor-row-grid{display:block;min-width:0}
.grid{overflow:auto;scrollbar-width:thin;font-size:.75rem;line-height:1rem;font-variant-numeric:tabular-nums;position:relative;overscroll-behavior-x:contain;--row-height:1.75rem}
.grid:focus-visible{outline:2px solid var(--spoor-focus);outline-offset:-2px}
.ghead,.gr{display:grid;grid-template-columns:var(--tracks);min-width:var(--least)}
.ghead{position:sticky;top:0;z-index:2;height:var(--row-height);background:var(--spoor-surface);border-bottom:1px solid var(--spoor-line);color:var(--spoor-text-3);font-size:.6875rem;font-weight:500;align-items:center}
.gh{display:flex;align-items:center;gap:.1875rem;position:relative;cursor:pointer;height:100%}
.gh.r{justify-content:flex-end}
.ghn{overflow:hidden;text-overflow:ellipsis;min-width:0}
.gh:hover,.gh.sorted{color:var(--spoor-text-2)}
.gha{flex:none}.gha:empty{display:none}
.rz{position:absolute;right:0;top:0;bottom:0;width:.5625rem;cursor:col-resize;touch-action:none}
.rz::after{content:"";position:absolute;right:0;top:25%;bottom:25%;width:1px;background:var(--spoor-line-2);opacity:0}
.gh:hover .rz::after{opacity:1}.rz:hover::after{background:var(--spoor-accent);width:2px;top:0;bottom:0;opacity:1}
.gnone{position:absolute;left:0;right:0;top:var(--row-height);padding:.4375rem .75rem;font-size:.75rem;line-height:1.125rem}
.gfind{display:flex;align-items:center;gap:.5rem;height:2rem;padding:0 .375rem 0 .75rem;border-bottom:1px solid var(--spoor-line);font-size:.75rem;color:var(--spoor-text-3);background:var(--spoor-sunken)}
.gfind input{flex:1;min-width:4rem;height:1.5rem;border:0;outline:0;background:transparent;color:var(--spoor-text);font:400 .75rem/1.125rem var(--spoor-mono)}
.gfind:focus-within{box-shadow:inset 0 0 0 2px var(--spoor-focus)}
mark.hit{background:var(--spoor-mark);color:inherit;border-radius:.1875rem;padding:1px 2px;margin:0 -1px;box-decoration-break:clone;-webkit-box-decoration-break:clone}
.gap.far::before{content:"⋯";margin:0 .25rem}
.gc:has(>.long){display:flex;gap:.375rem}.long{overflow:hidden;text-overflow:ellipsis;min-width:0}.gc>.cut{flex:none}
.cmd .long,.kv .long{overflow:visible}
.chip{border:1px solid var(--spoor-line-2);background:var(--spoor-hover);border-radius:.25rem;height:1.25rem;padding:0 .4375rem;font-size:.6875rem;line-height:1rem;color:var(--spoor-text-2);cursor:pointer;flex:none}
.gh,.gc{padding:0 .5rem;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-width:0}
.gh:first-child,.gc:first-child{padding-left:.75rem}
.gspace{position:relative;min-width:var(--least)}
.gr{position:absolute;left:0;right:0;top:0;height:var(--row-height);border-bottom:1px solid var(--spoor-line);contain:layout paint style;color:var(--spoor-text)}
.gc{line-height:calc(var(--row-height) - 1px);height:calc(var(--row-height) - 1px)}
.gc.r,.gh.r{text-align:right}
.gr:hover{background:var(--spoor-hover)}
.gr.sel{background:var(--spoor-selected);box-shadow:inset 2px 0 0 var(--spoor-accent)}
.gc.at{outline:2px solid var(--spoor-focus);outline-offset:-2px;border-radius:.25rem}
.out.dim .gr,.out.dim .json{color:var(--spoor-text-3)}.out.dim mark.hit{background:transparent;box-shadow:inset 0 -1.5px 0 var(--spoor-mark)}
bdi{unicode-bidi:isolate;direction:ltr}
.mark{unicode-bidi:isolate;display:inline-block;padding:0 3px;border:1px solid var(--spoor-line-control);border-radius:3px;font:500 .625rem/.8125rem var(--spoor-mono);color:var(--spoor-error);background:var(--spoor-error-soft);margin:0 1px;vertical-align:1px;white-space:nowrap}
.mark::before{content:attr(data-name)}
.raw{font-size:0;line-height:0;letter-spacing:0;white-space:pre;tab-size:0}
.gap:not(.far):last-child::before{color:inherit}.gap::before{content:"…";color:var(--spoor-text-3)}
.mixed{text-decoration:underline dotted var(--spoor-stale) 1.5px;text-underline-offset:3px}
.cut{color:var(--spoor-text-3);font-family:var(--spoor-font);font-size:.6875rem}
.null::before{content:"NULL";color:var(--spoor-text-3);font:400 .6875rem/1 var(--spoor-font)}.null.empty::before{content:"empty"}
.json{color:var(--spoor-text-2)}

/* row detail */
.insp{position:sticky;top:calc(var(--top) + var(--bar) + var(--tools));height:calc(100vh - var(--top) - var(--bar) - var(--tools) - var(--bottom));border-left:1px solid var(--spoor-line);overflow:auto;scrollbar-width:thin;font-size:.75rem;line-height:1.125rem;background:var(--spoor-surface)}
.insp .ih{display:flex;align-items:center;gap:.25rem;height:2.5rem;padding:0 .5rem 0 1rem;border-bottom:1px solid var(--spoor-line);position:sticky;top:0;background:var(--spoor-surface);z-index:1}
.insp .ih b{font-weight:600;font-size:.8125rem}
.insp section{padding:.75rem 1rem;border-bottom:1px solid var(--spoor-line)}.insp section.acts{display:flex;gap:.375rem;flex-wrap:wrap}
.insp h3{font-size:.75rem;font-weight:600;margin-bottom:.5rem;display:flex;align-items:center;gap:.375rem}
.cmd{font:400 .75rem/1.1875rem var(--spoor-mono);font-feature-settings:"calt" 0;background:var(--spoor-sunken);border:1px solid var(--spoor-line);border-radius:.375rem;padding:.5rem .625rem;overflow-wrap:anywhere;white-space:pre-wrap}
.kv{display:grid;grid-template-columns:minmax(5.25rem,max-content) minmax(0,1fr);gap:.25rem .75rem;font-size:.75rem;line-height:1.125rem}
.kv dt{color:var(--spoor-text-3);max-width:8.75rem;overflow-wrap:anywhere}.kv dd{min-width:0;overflow-wrap:anywhere}
.json-block{white-space:pre-wrap;line-height:1.125rem}.json-block .key{color:var(--spoor-code-fn)}

/* what floats */
.pop{position:fixed;z-index:50;background:var(--spoor-raised);border:1px solid var(--spoor-line-2);border-radius:.5rem;box-shadow:var(--spoor-shadow);font-size:.75rem;line-height:1.125rem;animation:rise 140ms cubic-bezier(.2,0,0,1)}
@keyframes rise{from{opacity:0;transform:translateY(2px)}}
.menu{padding:.25rem;min-width:13.125rem}
.menu button{display:flex;align-items:center;gap:.5rem;width:100%;min-height:1.75rem;padding:3px .5rem;border:0;border-radius:.25rem;background:transparent;text-align:left;cursor:pointer}
.menu button:hover,.menu button:focus-visible{background:var(--spoor-hover);outline:none}.menu button:focus-visible{box-shadow:inset 0 0 0 2px var(--spoor-focus)}
.menu button kbd{margin-left:auto;border:0;background:none;color:var(--spoor-text-3)}
.menu button.error{color:var(--spoor-error)}.menu button[disabled]{color:var(--spoor-text-3);cursor:not-allowed}
.menu{max-height:min(26rem,calc(100vh - 2rem));overflow:auto;scrollbar-width:thin;max-width:min(24rem,calc(100vw - 1rem))}.menu button>span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.menu .tick{width:.875rem;flex:none;color:var(--spoor-accent)}
.menu hr{border:0;border-top:1px solid var(--spoor-line);margin:.25rem -.25rem}
.tr{padding:.625rem;width:19.75rem;max-width:calc(100vw - 1rem)}
.tr .g1{display:grid;grid-template-columns:repeat(5,1fr);gap:.25rem;margin-bottom:.625rem}
.tr .g1 button{height:1.75rem;border:1px solid var(--spoor-line-2);border-radius:.25rem;background:transparent;color:var(--spoor-text-2);font-size:.75rem;cursor:pointer;padding:0}
.tr .g1 button[aria-pressed=true]{background:var(--spoor-selected);border-color:var(--spoor-accent);color:var(--spoor-text);font-weight:550}
.tr label{display:flex;align-items:center;gap:.375rem;height:1.75rem;padding:0 .5rem;border:1px solid var(--spoor-line-control);border-radius:.375rem;margin-bottom:.375rem;font-size:.75rem}
.tr label span{color:var(--spoor-text-3);width:2.125rem;flex:none}.tr label input{border:0;outline:0;background:transparent;flex:1;min-width:0;font-variant-numeric:tabular-nums}
.tr label:focus-within{outline:2px solid var(--spoor-focus);outline-offset:1px}
.tr .row{display:flex;align-items:center;gap:.5rem;color:var(--spoor-text-3)}
.tr .bad{color:var(--spoor-error);margin-bottom:.375rem}
.dlg:has(.keys){align-self:start;margin-top:-3.5rem}.veil{position:fixed;inset:0;background:light-dark(rgb(20 22 28/.18),rgb(0 0 0/.5));z-index:60;display:grid;justify-items:center;align-items:start;padding:7rem .75rem 1.5rem;overflow:auto}
.dlg{background:var(--spoor-raised);border:1px solid var(--spoor-line-2);border-radius:.75rem;box-shadow:var(--spoor-shadow);overflow:hidden;width:min(35rem,100%);animation:rise 140ms cubic-bezier(.2,0,0,1)}
.dlg.wide{width:min(51.25rem,100%)}
.dlg .h{padding:1rem 1.25rem 2px;font-size:.9375rem;font-weight:600;line-height:1.375rem}.dlg .h .t3{font-weight:400;font-size:.75rem}
.dlg .b{padding:0 1.25rem .875rem;font-size:.8125rem;line-height:1.25rem;color:var(--spoor-text-2)}
.dlg .f{display:flex;gap:.5rem;padding:.625rem 1.25rem;border-top:1px solid var(--spoor-line);align-items:center;flex-wrap:wrap}
.diff{display:grid;grid-template-columns:1fr 1fr;border:1px solid var(--spoor-line);border-radius:.375rem;overflow:hidden;margin-top:.625rem}
.diff>div{padding:.375rem .625rem;overflow:auto;max-height:40vh;font:400 .75rem/1.25rem var(--spoor-mono);font-feature-settings:"calt" 0,"liga" 0;color:var(--spoor-text);white-space:pre-wrap;overflow-wrap:anywhere}
.diff>div+div{border-left:1px solid var(--spoor-line)}
.diff h3{font:500 .6875rem/1rem var(--spoor-font);color:var(--spoor-text-3);margin-bottom:.25rem}
.diff ins{text-decoration:none;background:var(--spoor-ok-soft);box-shadow:inset 0 -1.5px 0 var(--spoor-ok)}.diff del{text-decoration:none;background:var(--spoor-error-soft);box-shadow:inset 0 -1.5px 0 var(--spoor-error)}
.keys{display:grid;grid-template-columns:1fr 1fr 1fr;gap:0 1.75rem;margin-top:.375rem}
.keys h2{font-size:.6875rem;line-height:1rem;font-weight:550;color:var(--spoor-text-3);margin:.625rem 0 .25rem}
.keys li{display:flex;justify-content:space-between;gap:.75rem;align-items:center;min-height:1.625rem;font-size:.75rem;color:var(--spoor-text)}
.keys li span:last-child{display:flex;gap:.25rem;flex:none}
.stretch{margin:.625rem 1.25rem .75rem;max-height:56vh;overflow:auto;min-height:7.5rem}
.pv{padding-top:7rem}spoor-palette{display:grid;justify-items:center;width:100%}
.pal{width:min(40rem,100%);background:var(--spoor-raised);border:1px solid var(--spoor-line-2);border-radius:.75rem;box-shadow:var(--spoor-shadow);overflow:hidden;animation:rise 140ms cubic-bezier(.2,0,0,1);font-size:.8125rem;line-height:1.25rem}
.pal .q{display:flex;align-items:center;gap:.625rem;height:3rem;padding:0 1rem;border-bottom:1px solid var(--spoor-line)}
.pal .q input{flex:1;border:0;outline:0;background:transparent;font-size:.9375rem;line-height:1.375rem;color:var(--spoor-text);min-width:0}
.pal .its{max-height:min(24rem,calc(100vh - 14rem));overflow:auto;scrollbar-width:thin}
.pal .sec{font-size:.6875rem;line-height:1rem;font-weight:500;color:var(--spoor-text-3);padding:.625rem 1rem .25rem}
.pal .it{display:flex;align-items:center;gap:.625rem;height:2.25rem;padding:0 .625rem;margin:0 .375rem;border-radius:.375rem;color:var(--spoor-text-2);cursor:pointer}
.pal .it b{font-weight:550;color:var(--spoor-text)}
.pal .it.on{background:var(--spoor-selected);color:var(--spoor-text)}
.pal .it .k{margin-left:auto;display:flex;gap:.25rem;align-items:center;color:var(--spoor-text-3);font-size:.6875rem;white-space:nowrap;flex:none;max-width:45%;overflow:hidden}
.pal .ft{display:flex;gap:.875rem;padding:.5rem 1rem;border-top:1px solid var(--spoor-line);font-size:.6875rem;line-height:1.125rem;color:var(--spoor-text-3);margin-top:.375rem;white-space:nowrap}
.toasts{position:fixed;left:calc(var(--_vaadin-app-layout-drawer-offset-left,0px) + 1rem);bottom:calc(var(--bottom) + 1rem);z-index:70;display:flex;flex-direction:column;gap:.5rem;align-items:flex-start;max-width:calc(100vw - 2rem)}
.toast{display:flex;align-items:center;gap:.625rem;min-height:2.5rem;padding:.25rem .375rem .25rem .875rem;border-radius:.5rem;background:light-dark(#23262B,#E8EAED);color:light-dark(#fff,#14171B);box-shadow:var(--spoor-shadow);font-size:.8125rem;line-height:1.25rem;max-width:100%}
.toast.plain{padding-right:.875rem}
.toast .btn{background:transparent;border-color:transparent;color:light-dark(#A9C1FF,#2857D4)}
.toast .btn:hover{background:light-dark(#363A41,#D3D3CC)}
.toast .t{color:light-dark(#B4B9C2,#5C626B);font-size:.75rem;font-variant-numeric:tabular-nums}
.cdoc dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.125rem .625rem;margin-top:.375rem}.cdoc dt{font-family:var(--spoor-mono);font-size:.6875rem}.cdoc dd{color:var(--spoor-text-2)}
.cdoc p{color:var(--spoor-text-2)}.cdoc .cargs{font-family:var(--spoor-mono);color:var(--spoor-text);margin-bottom:.25rem}

@media (min-width:2200px){.nbw.panel{grid-template-columns:minmax(0,1fr) 26.25rem}}
@media (max-width:1280px){.nbw.panel{grid-template-columns:minmax(0,1fr)}.insp{position:fixed;right:0;width:min(26.25rem,100vw);z-index:22;box-shadow:var(--spoor-shadow)}}
@media (max-width:1000px){.ctl{overflow-x:auto;scrollbar-width:none}.ctl .rs{order:-1}.ctl .sp{display:none}.ctl>*{flex:none}}
@media (max-width:760px),(pointer:coarse){:host{--ctl:2.25rem}.btn.sm{height:1.875rem}.btn.sm.ic{width:1.875rem}.menu button{min-height:2.5rem}}
@media (max-width:760px){
  .top{padding:0 .5rem;gap:.25rem}.btn kbd{display:none}.crumb .up{display:none}.hide-s{display:none!important}
  .col{padding:.625rem .75rem 6.25rem .9375rem}.gut{display:none}.ctl{padding:.5rem .75rem;min-height:3.375rem}.pill{height:2.25rem}:host{--tools:3.375rem}
  .md h1{font-size:1.125rem;line-height:1.5625rem}.chd{height:2.375rem}.chd .opt,.cft .opt{display:none}.cft{height:2.5rem}.cell::before{left:-.4375rem}
  .insp{top:0;height:100dvh;left:0;width:100vw;z-index:65;border:0}
  .keys,.diff{grid-template-columns:1fr}.diff>div+div{border-left:0;border-top:1px solid var(--spoor-line)}
  .veil{padding-top:1.5rem}.pal .ft span:not(.sp):nth-of-type(3){display:none}.pal .it{height:2.75rem}.gfind{height:2.75rem}.gfind input{font-size:1rem}.toasts{left:.75rem}.saved{flex:none}.saved .long{display:none}
}
@media (max-width:800px),(max-height:600px){.burger{display:inline-flex}}
@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation:none!important;transition:none!important}.prog.unknown i{width:100%}}
@media (forced-colors:active){.btn,.frame,.pill{border-color:ButtonText}.mark{border-color:CanvasText}mark.hit{outline:1px solid CanvasText}.pal .it.on{outline:2px solid Highlight}.gr.sel{outline:2px solid Highlight;outline-offset:-2px}}
@media print{.top,.ctl,.gut,.add,.insp,.toasts,.chd .btn,.cft .btn{display:none!important}.col{padding:0}}
`;

// Runs before everything else on a page; see docs/decisions/010-content-security-policy.md.
(() => {
  'use strict';
  const nonce = document.currentScript.nonce;

  // the theme, before the first paint
  const chosen = localStorage.getItem('spoor.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;

  // Vaadin's client builds functions from the expressions that its server sends. The policy refuses
  // text as code, so each becomes a script element that carries this page's number.
  const native = window.Function;
  const made = new Map();
  const compile = (parts) => {
    const body = parts.length > 0 ? String(parts[parts.length - 1]) : '';
    const names = parts.slice(0, -1).map(String).join(',');
    const key = names + '\u0000' + body;
    const known = made.get(key);
    if (known) return known;
    let result;
    const take = (event) => {
      result = event.detail;
    };
    const script = document.createElement('script');
    script.nonce = nonce;
    script.text =
      'document.currentScript.dispatchEvent(new CustomEvent("made",{detail:function(' +
      names + '\n){\n' + body + '\n}}));';
    script.addEventListener('made', take);
    document.head.append(script);
    script.remove();
    if (typeof result !== 'function') throw new SyntaxError('cannot compile: ' + body.slice(0, 200));
    made.set(key, result);
    return result;
  };
  window.Function = new Proxy(native, {
    construct: (target, parts) => compile(parts),
    apply: (target, self, parts) => compile(parts),
  });

  // Components of the bundle make style elements and set the style attribute: the elements get this
  // page's number, the attribute becomes a property. Neither is within reach of markup in data.
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function (...given) {
    const element = create.apply(this, given);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === 'style' && this.style) this.style.cssText = value;
    else set.call(this, name, value);
  };
})();

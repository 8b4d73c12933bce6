// The description of the API as a page; a request goes out with the session of whoever looks.
'use strict';

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const said = document.getElementById('said');
const routes = document.getElementById('routes');

async function csrf() {
  const session = await (await fetch('/api/v1/session')).json();
  return session.csrf;
}

async function send(method, path, body) {
  const headers = {};
  if (method !== 'GET') headers['X-Spoor-CSRF'] = await csrf();
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const response = await fetch(path, { method, headers, body });
  const text = await response.text();
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    shown = text.slice(0, 100000);
  }
  return `${response.status} ${response.statusText}\n\n${shown}`;
}

function form(method, path, operation) {
  const inputs = operation.parameters.map((parameter) => ({
    name: parameter.name,
    input: element('input', { required: true, autocomplete: 'off' }),
  }));
  const query = element('input', { placeholder: 'limit=10', autocomplete: 'off' });
  const body = operation.requestBody && element('textarea', { value: '{}', spellcheck: false });
  const answer = element('pre', { hidden: true, tabIndex: 0 });
  answer.setAttribute('aria-label', 'Answer');
  const made = element('form', {}, element('p', { textContent: operation.description }));
  for (const { name, input } of inputs) made.append(element('label', {}, name, input));
  if (method === 'get') made.append(element('label', {}, 'Query', query));
  if (body) made.append(element('label', {}, 'Body', body));
  made.append(element('button', { textContent: 'Send' }), answer);
  made.addEventListener('submit', async (event) => {
    event.preventDefault();
    let target = path;
    for (const { name, input } of inputs)
      target = target.replace(`{${name}}`, encodeURIComponent(input.value));
    if (method === 'get' && query.value) target += `?${query.value}`;
    answer.hidden = false;
    answer.textContent = '…';
    try {
      answer.textContent = await send(method.toUpperCase(), target, body ? body.value : undefined);
    } catch (failure) {
      answer.textContent = `The server does not answer: ${failure.message}`;
    }
  });
  return made;
}

function show(api) {
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(item)) {
      const tag = operation.tags[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push({ path, method, operation });
    }
  for (const [tag, all] of groups) {
    const group = element('section', {}, element('h2', { textContent: tag }));
    for (const { path, method, operation } of all) {
      const line = element(
        'details',
        {},
        element(
          'summary',
          {},
          element('code', { className: 'method', textContent: method.toUpperCase() }),
          element('code', { textContent: path }),
          element('span', { className: 'what', textContent: operation.summary }),
        ),
      );
      line.dataset.text =
        `${method} ${path} ${operation.summary} ${operation.description}`.toLowerCase();
      line.addEventListener('toggle', () => {
        if (line.open && line.childElementCount === 1) line.append(form(method, path, operation));
      });
      group.append(line);
    }
    routes.append(group);
  }
  said.textContent = `${document.querySelectorAll('details').length} requests`;
}

document.getElementById('find').addEventListener('input', (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const group of document.querySelectorAll('section')) {
    let any = false;
    for (const line of group.querySelectorAll('details')) {
      line.hidden = !line.dataset.text.includes(wanted);
      any ||= !line.hidden;
    }
    group.hidden = !any;
  }
});

void describe();
async function describe() {
  const answer = await fetch('/api/v1/openapi.json');
  if (!answer.ok) {
    said.textContent = 'Log in to Spoor first, then load this page again.';
    return;
  }
  show(await answer.json());
}

// What can be called, described: beside a completion and under the pointer. Text nodes only.
import { hoverTooltip, type EditorView, type Tooltip } from '@codemirror/view';
import { wordAt } from '../model/vql-place.ts';
import type { Argument, Artifact, Entry, Vocabulary } from './vocabulary.ts';

const MOST_ARGUMENTS = 12;

function block(className: string, text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = className;
  element.textContent = text;
  return element;
}

function card(...children: HTMLElement[]): HTMLElement {
  const element = document.createElement('div');
  element.className = 'cdoc';
  element.append(...children);
  return element;
}

export function describeEntry(entry: Entry): HTMLElement {
  const call = `${entry.name}(${entry.args.map((argument) => (argument.required ? argument.name : `${argument.name}?`)).join(', ')})`;
  const parts = [block('cargs', call)];
  if (entry.doc !== '') parts.push(block('', entry.doc));
  const described = entry.args.filter((argument) => argument.doc !== '');
  if (described.length > 0) {
    const list = document.createElement('dl');
    for (const argument of described.slice(0, MOST_ARGUMENTS)) {
      const name = document.createElement('dt');
      name.textContent = argument.name;
      const words = document.createElement('dd');
      words.textContent = `${argument.type}. ${argument.doc}`;
      list.append(name, words);
    }
    parts.push(list);
  }
  return card(...parts);
}

export function describeArgument(argument: Argument): HTMLElement {
  return card(block('cargs', `${argument.name}: ${argument.type}${argument.required ? ', needed' : ''}`), ...(argument.doc === '' ? [] : [block('', argument.doc)]));
}

export function describeArtifact(artifact: Artifact): HTMLElement {
  return card(block('cargs', artifact.name), block('', artifact.doc));
}

/** The help for a place: of a call, of one of its arguments, of an artifact that is named in a text. */
export function helpAt(text: string, at: number, known: Vocabulary): { from: number; to: number; draw: () => HTMLElement } | undefined {
  const word = wordAt(text, at);
  if (word) {
    const argument = known.entries.find((entry) => entry.name === word.argumentOf)?.args.find((it) => it.name === word.text);
    if (argument) return { from: word.from, to: word.to, draw: () => describeArgument(argument) };
    const entry = word.called ? known.entries.find((it) => it.name === word.text) : undefined;
    return entry && { from: word.from, to: word.to, draw: () => describeEntry(entry) };
  }
  const from = text.slice(0, at).search(/[A-Za-z0-9_.]*$/);
  const name = /^[A-Za-z0-9_.]+/.exec(text.slice(from))?.[0] ?? '';
  const artifact = known.artifacts.find((it) => it.name === name && it.doc !== '');
  return artifact && { from, to: from + name.length, draw: () => describeArtifact(artifact) };
}

export function vqlHover(vocabulary: () => Vocabulary) {
  return hoverTooltip((view: EditorView, at: number): Tooltip | null => {
    const help = helpAt(view.state.doc.toString(), at, vocabulary());
    return help ? { pos: help.from, end: help.to, above: false, create: () => ({ dom: help.draw() }) } : null;
  });
}

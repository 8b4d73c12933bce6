// The mark: four steps of a trail, the last one fresh.
const space = 'http://www.w3.org/2000/svg';

const steps: readonly (readonly [x: number, y: number, opacity: number])[] = [
  [6.2, 15.6, 0.38],
  [12.3, 12.3, 0.62],
  [8.2, 7.7, 0.82],
  [14.3, 4.3, 1],
];

class SpoorBrand extends HTMLElement {
  connectedCallback(): void {
    if (this.firstChild) return;
    const mark = document.createElementNS(space, 'svg');
    mark.setAttribute('viewBox', '0 0 20 20');
    mark.setAttribute('aria-hidden', 'true');
    for (const [x, y, opacity] of steps) {
      const step = document.createElementNS(space, 'ellipse');
      step.setAttribute('cx', `${x}`);
      step.setAttribute('cy', `${y}`);
      step.setAttribute('rx', '1.9');
      step.setAttribute('ry', '2.5');
      step.setAttribute('transform', `rotate(18 ${x} ${y})`);
      step.setAttribute('fill-opacity', `${opacity}`);
      if (opacity === 1) step.classList.add('fresh');
      mark.append(step);
    }
    const name = document.createElement('span');
    name.textContent = 'Spoor';
    this.append(mark, name);
  }
}

customElements.define('spoor-brand', SpoorBrand);

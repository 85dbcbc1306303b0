// The drawing: what is known so far is shown, what the step is about stands out.
const svg = document.querySelector('#drawing svg');
const labels = [...svg.querySelectorAll('.label')].map((element) => ({
  element,
  node: Number(element.dataset.node),
  to: element.dataset.to === undefined ? undefined : Number(element.dataset.to),
  operand: Number(element.dataset.operand),
  role: ['value', 'derivative', 'contribution'].find((role) => element.classList.contains(role)),
  lines: [...element.querySelectorAll('text')],
  original: [...element.querySelectorAll('text')].map((line) => line.textContent),
}));
const edges = [...svg.querySelectorAll('.edge')].map((element) => ({
  element,
  from: Number(element.dataset.from),
  to: element.dataset.to === undefined ? undefined : Number(element.dataset.to),
  operand: Number(element.dataset.operand),
  backward: [...element.querySelectorAll('.backward, .backward-head')],
}));
const circles = new Map(
  [...svg.querySelectorAll('.node')].map((element) => [Number(element.dataset.node), element]));

// In a large graph a box stands for all nodes up to its own, which is the last of them.
const boxes = [...circles].filter(([, element]) => element.classList.contains('folded')).map(([id]) => id);

// The first operation of each box, the last one that the backward pass comes through.
const firstInBox = new Map();
{
  const ids = [...circles.keys()].sort((a, b) => a - b);
  for (const box of boxes) {
    const start = (ids[ids.indexOf(box) - 1] ?? -1) + 1;
    const first = nodes.slice(start, box + 1).find((node) => isOperation(node) && isOnTheWay[node.id]);
    firstInBox.set(box, first ? first.id : box);
  }
}

function shownAs(id) { return circles.has(id) ? id : boxes.find((box) => box > id); }

// The numbers of a label. Its other lines stay as they are: shapes, names, and symbols in the place of numbers.
function writeLabel(label, a) {
  label.element.dataset.value = nested(a, exact);
  const isSingle = a.shape.length === 0;
  const rows = isSingle ? [shown(a.data[0])] : tensorLines(a);
  const start = label.lines.length - rows.length;
  rows.forEach((row, i) => {
    const before = label.original[start + i];
    const found = before?.match(isSingle ? /^(.* = )?−?(?:[0-9].*|NaN|∞)$/ : /^()\[/);
    if (found) label.lines[start + i].textContent = (found[1] ?? '') + row;
  });
}

// Draws a step, with what has been seen up to it.
function draw(step, seen) {
  for (const label of labels) {
    const key = label.to + '/' + label.operand;
    const [isKnown, a] = {
      derivative: [seen.derived.has(label.node), seen.gradients[label.node]],
      contribution: [seen.parts.has(key), seen.parts.get(key)],
    }[label.role] ?? [seen.known.has(label.node), seen.values[label.node]];
    label.element.classList.toggle('pending', !isKnown);
    if (label.role && isKnown && a) writeLabel(label, a);
  }
  for (const edge of edges) {
    const isPassed = edge.to === undefined ? seen.isSeeded
      : firstInBox.has(edge.to) ? seen.lowest <= firstInBox.get(edge.to) : seen.parts.has(edge.to + '/' + edge.operand);
    for (const part of edge.backward) part.classList.toggle('pending', !isPassed);
    const isOut = edge.from === step.node;
    const isIn = edge.to !== undefined && edge.to === step.node;
    const isBackward = step.kind === 'backward' || step.kind === 'seed';
    edge.element.classList.toggle('operand', step.kind === 'forward' && isIn);
    edge.element.classList.toggle('result-line', step.kind === 'forward' && isOut);
    edge.element.classList.toggle('upstream', isBackward && isOut && isPassed);
    edge.element.classList.toggle('downstream', isBackward && isIn);
  }
  const current = shownAs(step.node);
  for (const [id, element] of circles) element.classList.toggle('current', id === current);
}

// Marks tell of the numbers that the page came with; they go while other inputs are tried.
const marked = ['wrong', 'path-forward', 'path-backward'].flatMap((mark) =>
  [...svg.querySelectorAll('.' + mark)].map((element) => ({ element, mark })));

function showMarks(areShown) {
  for (const { element, mark } of marked) element.classList.toggle(mark, areShown);
}

function labelDrawing() {
  svg.setAttribute('aria-label', say('graphLabel', nodes.length));
  svg.removeAttribute('aria-labelledby');
  for (const part of [...svg.querySelectorAll(':scope > title, :scope > desc')]) part.remove();
  for (const [id, element] of circles) {
    const title = element.querySelector('title');
    if (!title || !nodes[id]) continue;
    title.textContent = [nameOf(nodes[id]), formulaOf(nodes[id])].filter(Boolean).join(' = ');
  }
}

// Zoom: a factor of the drawing's own size.
const figure = document.getElementById('drawing');
const ownSize = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
const SCALES = [0.1, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
let scale = 1;

function zoom(next) {
  const before = scale;
  scale = Math.min(Math.max(next, SCALES[0]), SCALES[SCALES.length - 1]);
  const middle = [figure.scrollLeft + figure.clientWidth / 2, figure.scrollTop + figure.clientHeight / 2];
  svg.setAttribute('width', ownSize[0] * scale);
  svg.setAttribute('height', ownSize[1] * scale);
  figure.scrollLeft = middle[0] * scale / before - figure.clientWidth / 2;
  figure.scrollTop = middle[1] * scale / before - figure.clientHeight / 2;
  document.getElementById('zoom-level').textContent = Math.round(scale * 100) + ' %';
}

function zoomIn() { zoom(SCALES.find((size) => size > scale + 0.01) ?? scale); }

function zoomOut() { zoom([...SCALES].reverse().find((size) => size < scale - 0.01) ?? scale); }

// At first the drawing fills the width, unless its text would become too small to read, or larger than it need be.
function zoomToFit() { zoom(Math.min(1.4, Math.max(0.85, (figure.clientWidth - 2) / ownSize[0]))); }

// Brings a node into the visible part of the drawing.
function reveal(id) {
  const element = circles.get(shownAs(id));
  if (!element) return;
  const [box, frame] = [element.getBoundingClientRect(), figure.getBoundingClientRect()];
  const margin = 60;
  if (box.left > frame.left + margin && box.right < frame.right - margin
    && box.top > frame.top + margin / 2 && box.bottom < frame.bottom - margin / 2) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  figure.scrollTo({
    left: figure.scrollLeft + (box.left + box.right) / 2 - (frame.left + frame.right) / 2,
    top: figure.scrollTop + (box.top + box.bottom) / 2 - (frame.top + frame.bottom) / 2,
    behavior: calm ? 'auto' : 'smooth',
  });
}

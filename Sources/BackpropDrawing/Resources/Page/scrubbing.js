// Inputs' numbers are changed where they stand: a drag to the right makes them larger, one to the left smaller, in steps
// of a tenth of their first digit's place; with the shift key held, in steps a tenth as large.
const PIXELS_PER_STEP = 6;

function stepFor(number) {
  const size = Math.abs(number);
  if (!(size > 0 && size < Infinity)) return 0.1;
  return 10 ** (Math.floor(Math.log10(size)) - 1);
}

// A number so many steps away, without the tail of digits that such sums have.
function steppedBy(number, count, step) {
  return Number((Math.round(number / step + count) * step).toPrecision(12));
}

// Which number of a label is at a point on the screen.
function numberAt(label, a, event) {
  if (a.shape.length === 0) return 0;
  const perLine = perLineOf(label);
  const rows = tensorLines(a, perLine);
  const text = event.target.closest('text');
  const line = label.lines.indexOf(text);
  const row = line - (label.lines.length - rows.length);
  if (line < 0 || row < 0 || rows.length === 0) return undefined;
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(text.getScreenCTM().inverse());
  const place = text.getCharNumAtPosition(point);
  if (place < 0) return undefined;
  const column = (text.textContent.slice(0, place).match(/,/g) ?? []).length;
  const columns = a.shape[a.shape.length - 1];
  const lines = Math.ceil(columns / Math.min(columns, perLine));
  return Math.floor(row / lines) * columns + (lines > 1 ? (row % lines) * perLine : 0) + column;
}

let scrub;
for (const label of labels) {
  const node = nodes[label.node];
  const isInput = label.role === 'value' && node && inputs.has(node.id) && obstacle === undefined;
  if (!isInput || label.lines.length === 0) continue;
  label.element.classList.add('scrubs');
  label.element.addEventListener('pointerdown', (event) => {
    const a = inputs.get(node.id);
    const index = event.button === 0 && a ? numberAt(label, a, event) : undefined;
    if (index === undefined || !Number.isFinite(a.data[index])) return;
    scrub = { id: event.pointerId, x: event.clientX, a, index, step: stepFor(a.data[index]) };
    label.element.setPointerCapture(event.pointerId);
  });
  label.element.addEventListener('pointermove', (event) => {
    if (!scrub || scrub.id !== event.pointerId) return;
    const distance = event.clientX - scrub.x;
    if (!scrub.moves && Math.abs(distance) < STILL) return;
    scrub.moves = true;
    const step = event.shiftKey ? scrub.step / 10 : scrub.step;
    const data = [...scrub.a.data];
    data[scrub.index] = steppedBy(data[scrub.index], Math.round(distance / PIXELS_PER_STEP), step);
    setInput(node.id, tensor(scrub.a.shape, data));
  });
  for (const end of ['pointerup', 'pointercancel']) {
    label.element.addEventListener(end, () => {
      if (scrub?.moves) {
        swallowClick();
        announceResult();
      }
      scrub = undefined;
    });
  }
}

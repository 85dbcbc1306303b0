// The table of all values and derivatives, as far as they are known.
const LARGEST_TABLE = 1000;
const rows = [];

function fillTable() {
  const body = document.querySelector('#values tbody');
  body.replaceChildren();
  rows.length = 0;
  for (const node of nodes.slice(0, LARGEST_TABLE)) {
    const button = element('button', { type: 'button', class: 'node-name' }, nameOf(node));
    button.addEventListener('click', () => goToNode(node.id));
    const [value, derivative] = [element('td', { role: 'cell' }), element('td', { role: 'cell' })];
    const row = element('tr', { 'data-node': node.id, role: 'row' },
      element('th', { scope: 'row', role: 'rowheader' }, button),
      element('td', { class: 'formula', role: 'cell' }, formulaOf(node)),
      value, derivative);
    body.append(row);
    rows.push({ node, row, value, derivative });
  }
  const rest = nodes.length - rows.length;
  document.getElementById('more').textContent = rest > 0 ? say('more', rest) : '';
}

function drawTable(step, seen) {
  for (const { node, row, value, derivative } of rows) {
    row.classList.toggle('current', node.id === step.node);
    fillCell(value, seen.known.has(node.id), seen.values[node.id], 'value', node.shape);
    if (node.isConstant || !hasBackward) {
      derivative.replaceChildren(unnumbered('–', 'none'));
    } else {
      fillCell(derivative, seen.derived.has(node.id), seen.gradients[node.id], 'derivative', node.shape);
      if (seen.partial.has(node.id)) derivative.append(' ', element('span', { class: 'so-far' }, say('soFar')));
    }
  }
}

function fillCell(cell, isKnown, a, role, shape) {
  cell.replaceChildren(isKnown ? number(a, role, {}, shape) : unnumbered('…', 'notYet'));
}

// A sign in the place of a number, and what it is read as.
function unnumbered(sign, word) {
  return element('span', { class: 'none' }, element('span', { 'aria-hidden': 'true' }, sign),
    element('span', { class: 'unseen' }, say(word)));
}

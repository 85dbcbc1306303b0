// Tensors in the drawing: the rows of small ones with columns that are aligned, larger ones as pictures of their numbers.
// The library draws both; this draws them again where the numbers change.

function rowsOf(label) { return label.lines.filter((line) => line.classList.contains('row')); }

// A matrix's rows, taken apart: brackets, numbers, brackets.
function partsOf(texts) {
  return texts.map((text) => {
    const [, opening, numbers, closing] = text.match(/^(\[+)(.*?)([\],]*)$/) ?? [text, '', text, ''];
    return { opening, cells: numbers.split(', '), closing };
  });
}

// How wide the parts are: brackets, columns, a comma with its space, and all together.
function widthsOf(parts, widthOfText) {
  const widest = (texts) => Math.max(0, ...texts.map(widthOfText));
  const opening = widest(parts.map((row) => row.opening));
  const closing = widest(parts.map((row) => row.closing));
  const columns = parts[0].cells.map((_, j) => widest(parts.map((row) => row.cells[j] ?? '')));
  const comma = widthOfText(', ');
  const all = opening + closing + columns.reduce((sum, width) => sum + width, 0) + comma * (columns.length - 1);
  return { opening, columns, comma, all };
}

// Ends each number where its column does. A row's text is that of its line.
function alignRows(label, widthOfText) {
  const lines = rowsOf(label);
  if (lines.length < 2) return;
  const parts = partsOf(lines.map((line) => line.textContent));
  const { opening, columns, comma, all } = widthsOf(parts, widthOfText);
  const left = Number(label.lines[0].getAttribute('x')) - all / 2;
  lines.forEach((line, i) => {
    const { cells } = parts[i];
    let end = left + opening;
    const pieces = [[parts[i].opening, end, 'end']];
    cells.forEach((cell, j) => {
      const isLast = j === cells.length - 1;
      end += columns[j] + (j > 0 ? comma : 0);
      pieces.push([(j > 0 ? ' ' : '') + cell + (isLast ? '' : ','), end + (isLast ? 0 : widthOfText(',')), 'end']);
    });
    pieces.push([parts[i].closing, end, 'start']);
    line.replaceChildren(...pieces.map(([text, x, anchor]) => svgElement('tspan', { x: rounded(x), 'text-anchor': anchor }, text)));
  });
}

function svgElement(name, attributes, text = '') {
  const element = document.createElementNS(svg.namespaceURI, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

// Pictures of numbers: eight steps of colour to each side of 0.
const MAP_STEPS = 8;
const MAP_CELL = 5;

function numbersIn(a) {
  const numbers = a.data.filter((x) => x === x);
  const least = numbers.reduce((m, x) => Math.min(m, x), Infinity);
  const most = numbers.reduce((m, x) => Math.max(m, x), -Infinity);
  const scale = Math.max(0, ...[least, most].filter(Number.isFinite).map(Math.abs));
  const missing = a.data.length - numbers.length;
  const range = numbers.length > 0 ? shown(least) + ' … ' + shown(most) : '';
  return { scale, text: [range, missing > 0 ? missing + ' nan' : ''].filter(Boolean).join(', ') };
}

// The magnitude that has the full colour: one for a value and its derivative where they are alike.
function mapScale(role, a, value, derivative) {
  if (role === 'contribution') return derivative ? numbersIn(derivative).scale || numbersIn(a).scale : numbersIn(a).scale;
  const own = numbersIn(a).scale;
  const other = role === 'value' ? derivative : value;
  if (!other) return own;
  const scale = numbersIn(other).scale;
  return own < 4 * scale && scale < 4 * own ? Math.max(own, scale) : own;
}

// The level of each cell, row by row: the mean of the numbers that it stands for, from −8 to 8; none for NaN.
function mapLevels(a, rows, columns, scale) {
  const width = Math.max(1, a.shape[a.shape.length - 1] ?? 1);
  const height = Math.max(1, a.data.length / width);
  const levels = [];
  for (let i = 0; i < rows; i += 1) {
    const [top, bottom] = [Math.floor(i * height / rows), Math.floor((i + 1) * height / rows)];
    for (let j = 0; j < columns; j += 1) {
      const [left, right] = [Math.floor(j * width / columns), Math.floor((j + 1) * width / columns)];
      let sum = 0;
      for (let r = top; r < bottom; r += 1) for (let c = left; c < right; c += 1) sum += a.data[r * width + c];
      const mean = sum / ((bottom - top) * (right - left));
      const share = scale > 0 ? Math.max(-1, Math.min(1, mean / scale)) : 0;
      // What isn't 0 is seen.
      levels.push(mean === mean ? Math.sign(share) * Math.ceil(Math.abs(share) * MAP_STEPS) : undefined);
    }
  }
  return levels;
}

function paintMap(map, a, scale) {
  const [rows, columns] = [Number(map.dataset.rows), Number(map.dataset.columns)];
  const paths = new Map();
  mapLevels(a, rows, columns, scale).forEach((level, cell) => {
    if (level === 0) return;
    const place = 'M' + (cell % columns) * MAP_CELL + ' ' + Math.floor(cell / columns) * MAP_CELL + 'h5v5h-5z';
    paths.set(level, (paths.get(level) ?? '') + place);
  });
  for (const path of [...map.querySelectorAll('path')]) path.remove();
  for (const [level, d] of paths) {
    const name = level === undefined ? 'missing' : level > 0 ? 'above' : 'below';
    map.append(svgElement('path', { class: name, 'fill-opacity': level === undefined ? 1 : Math.abs(level) / MAP_STEPS, d }));
  }
}

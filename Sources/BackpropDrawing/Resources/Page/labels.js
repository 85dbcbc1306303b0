// What a label shows of a tensor: rows of numbers in columns, or a picture of them where they are many.

// A row's brackets and numbers.
function cellsOf(text) {
  const [, opening, inner, closing] = /^(\[*)(.*?)([\],]*)$/.exec(text);
  return { opening, closing, cells: inner.split(', ') };
}

// How many numbers a label has in a line: as many as its first row begins with.
function perLineOf(label) {
  const first = label.lines.findIndex((element) => element.classList.contains('row'));
  return first < 0 ? Infinity : cellsOf(label.original[first]).cells.length;
}

// How wide the columns of some rows are, and where each ends.
function columnsOf(rows, measured) {
  const widest = (texts) => Math.max(...texts.map(measured));
  const indent = widest(rows.map((row) => row.opening));
  let end = indent;
  const ends = rows[0].cells.map((_, column) => {
    end += widest(rows.map((row) => row.cells[column] ?? '')) + (column > 0 ? measured(', ') : 0);
    return end;
  });
  return { indent, ends, width: end + widest(rows.map((row) => row.closing)) };
}

function tspan(text, x, anchor) {
  const made = document.createElementNS(svg.namespaceURI, 'tspan');
  made.textContent = text;
  made.setAttribute('x', rounded(x));
  made.setAttribute('text-anchor', anchor);
  return made;
}

// Writes a label's lines; those that are rows have their numbers end below each other.
function writeLines(label, texts) {
  if (texts.every((text, line) => label.lines[line].textContent === text)) return;
  const rows = [];
  label.lines.forEach((element, line) => {
    if (element.classList.contains('row')) rows.push({ element, ...cellsOf(texts[line]) });
    else element.textContent = texts[line];
  });
  if (rows.length === 0) return;
  const measured = (text) => textWidth(label, text);
  const { indent, ends, width } = columnsOf(rows, measured);
  const left = (label.box.left + label.box.right - width) / 2;
  for (const { element, opening, cells, closing } of rows) {
    const last = cells.length - 1;
    element.replaceChildren(tspan(opening, left + indent, 'end'),
      ...cells.map((cell, column) => tspan((column > 0 ? ' ' : '') + cell + (column < last ? ',' : ''),
        left + ends[column] + (column < last ? measured(',') : 0), 'end')),
      tspan(closing, left + ends[last], 'start'));
  }
}

// The width of a label with other lines.
function widthOf(label, texts) {
  const rows = texts.filter((_, line) => label.lines[line]?.classList.contains('row')).map(cellsOf);
  const others = texts.filter((_, line) => !label.lines[line]?.classList.contains('row'));
  const measured = (text) => textWidth(label, text);
  const ofMap = label.map ? label.map.getBBox().width : 0;
  return Math.max(ofMap, ...others.map(measured), rows.length > 0 ? columnsOf(rows, measured).width : 0);
}

let measure;

function textWidth(label, text) {
  label.font ??= getComputedStyle(label.lines[0] ?? svg).font;
  measure ??= document.createElement('canvas').getContext('2d');
  measure.font = label.font;
  return measure.measureText(text).width;
}

function endsOf(numbers) { return [Math.min, Math.max].map((f) => numbers.reduce((x, y) => f(x, y))); }

// That numbers are all the same, or look so; undefined where they don't. Where some are missing, they aren't all.
function spanOf(numbers, missing) {
  const [least, most] = endsOf(numbers);
  if (shown(least) !== shown(most)) return undefined;
  if (missing > 0) return shown(least);
  return say(least === most ? 'all' : 'allAbout', shown(least));
}

// From which number to which a tensor goes, or that all are the same, as above its picture.
function rangeText(a) {
  const numbers = a.data.filter((x) => x === x);
  const missing = a.data.length - numbers.length;
  const parts = numbers.length === 0 ? [] : [spanOf(numbers, missing) ?? endsOf(numbers).map(shown).join(' … ')];
  return [...parts, ...(missing > 0 ? [missing + ' nan'] : [])].join(', ');
}

// The same in a sentence's part, with how many there are; of few numbers all.
function rangeOf(a) {
  if (a.data.length > 0 && a.data.length <= SHOWN_ELEMENTS) return nested(a, shown);
  const numbers = a.data.filter((x) => x === x);
  if (numbers.length === 0) {
    return a.data.length > 0 ? say('range', a.data.length, say('all', 'nan')) : say('numbers', 0);
  }
  const missing = a.data.length - numbers.length;
  const range = say('range', a.data.length, spanOf(numbers, missing) ?? say('fromTo', ...endsOf(numbers).map(shown)));
  return missing > 0 ? say('withNaN', range, missing) : range;
}

// The magnitude that has the full colour: that of the largest finite number.
function scaleOf(a) {
  const numbers = a.data.filter((x) => x === x);
  if (numbers.length === 0) return 0;
  const ends = [numbers.reduce((x, y) => Math.min(x, y)), numbers.reduce((x, y) => Math.max(x, y))];
  return Math.max(0, ...ends.filter(Number.isFinite).map(Math.abs));
}

// A value and its derivative have the same scale where they are alike.
function scaleFor(label, a) {
  const [value, gradient] = [now.values[label.node], now.gradients[label.node]];
  const [ofValue, ofGradient] = [value ? scaleOf(value) : 0, gradient ? scaleOf(gradient) : 0];
  if (ofValue < 4 * ofGradient && ofGradient < 4 * ofValue) return Math.max(ofValue, ofGradient);
  return label.role === 'value' ? ofValue : ofGradient > 0 ? ofGradient : scaleOf(a);
}

// How far from 0 each cell of a picture is, from -8 to 8; undefined where there is no number.
function mapLevels(a, rows, columns, scale) {
  const columnCount = Math.max(1, a.shape[a.shape.length - 1]);
  const rowCount = Math.max(1, a.data.length / columnCount);
  const part = (i, count, whole) => [Math.floor(i * whole / count), Math.floor((i + 1) * whole / count)];
  return Array.from({ length: rows * columns }, (_, cell) => {
    const [top, bottom] = part(Math.floor(cell / columns), rows, rowCount);
    const [left, right] = part(cell % columns, columns, columnCount);
    let sum = 0;
    for (let row = top; row < bottom; row += 1) {
      for (let column = left; column < right; column += 1) sum += a.data[row * columnCount + column];
    }
    const mean = sum / ((bottom - top) * (right - left));
    if (mean !== mean) return undefined;
    const share = scale > 0 ? Math.min(1, Math.max(-1, mean / scale)) * 8 : 0;
    return share < 0 ? Math.floor(share) : Math.ceil(share);
  });
}

// Draws a picture anew.
function writeMap(label, a) {
  if (!label.map) return;
  // The scale may be the derivative's, which changes by itself.
  const scale = scaleFor(label, a);
  if (label.mapped === a && label.mapScale === scale) return;
  [label.mapped, label.mapScale] = [a, scale];
  const { rows, columns } = label.map.dataset;
  const [width, height] = [5, Number(rows) === 1 ? 10 : 5];
  const paths = new Map();
  mapLevels(a, Number(rows), Number(columns), scale).forEach((level, i) => {
    if (level === 0) return;
    const square = `M${(i % columns) * width} ${Math.floor(i / columns) * height}h${width}v${height}h-${width}z`;
    paths.set(level, (paths.get(level) ?? '') + square);
  });
  for (const old of label.map.querySelectorAll('path')) old.remove();
  for (const [level, d] of paths) {
    const path = document.createElementNS(svg.namespaceURI, 'path');
    path.setAttribute('class', level === undefined ? 'missing' : level > 0 ? 'above' : 'below');
    path.setAttribute('fill-opacity', level === undefined ? 1 : rounded(Math.abs(level) / 8));
    path.setAttribute('d', d);
    label.map.append(path);
  }
}

// Makes room in the drawing where its numbers need more than they had when it was laid out.
const CLEARANCE = 5;

function boxOf(element) {
  const { x, y, width, height } = element.getBBox();
  return { left: x, right: x + width, top: y, bottom: y + height };
}

// Where each row of a drawing begins, from the top one on.
function rowStarts(drawing) {
  const starts = (drawing.dataset.rows ?? '').split(' ').filter(Boolean).map(Number);
  return starts.length > 0 ? starts : [0];
}

// Everything of a drawing as it was laid out, in its own units, with the place of each label.
function geometryOf(drawing, { labels, edges, shapes }, size) {
  const boxesOfShapes = shapes.map((element) => ({ element, isInput: !element.querySelector('circle, rect'), ...boxOf(element) }));
  for (const label of labels) label.box = boxOf(label.element);
  const paths = edges.flatMap((edge) => [...edge.element.querySelectorAll('path')].map((element) => ({
    element, edge, d: element.getAttribute('d'), isBackward: element.classList.contains('backward'),
    isHead: /-head/.test(element.getAttribute('class') ?? ''), isGap: element.classList.contains('gap'),
  })));
  const dots = edges.flatMap((edge) => [...edge.element.querySelectorAll('circle')].map((element) => ({
    element, x: Number(element.getAttribute('cx')), y: Number(element.getAttribute('cy')),
  })));
  const groups = [...drawing.querySelectorAll('.group')].map((element) => {
    const rect = element.querySelector('rect');
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(rect.getAttribute(name)));
    return { rect, text: element.querySelector('text'), x, y, width, height };
  });
  // Where long graphs stand in several rows, each is widened by itself: the heights at which they begin.
  const geometry = { labels, boxesOfShapes, paths, dots, groups, rows: rowStarts(drawing), size };
  findPlaces(geometry);
  return geometry;
}

function rowAt({ rows }, y) {
  let row = 0;
  while (row + 1 < rows.length && rows[row + 1] <= y) row += 1;
  return row;
}

// The place of each label: as far as its own line runs level, and nothing else stands.
function findPlaces(geometry) {
  const { labels, boxesOfShapes, paths } = geometry;
  const obstacles = [...boxesOfShapes, ...labels.map((label) => label.box)];
  const runs = new Map();
  for (const { d, edge, element } of paths) {
    if (!element.classList.contains('forward')) continue;
    const points = [...d.matchAll(/(-?[0-9.]+)[ ,](-?[0-9.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    for (let i = 1; i < points.length; i += 1) {
      if (points[i][1] !== points[i - 1][1]) continue;
      const run = { left: points[i - 1][0], right: points[i][0], y: points[i][1] };
      for (const key of [edge.from, edge.to + '/' + edge.operand]) runs.set(key, [...runs.get(key) ?? [], run]);
    }
  }
  const near = (run, box) => Math.min(Math.abs(run.y - box.top), Math.abs(run.y - box.bottom));
  for (const label of labels) {
    const { box } = label;
    const middle = (box.left + box.right) / 2;
    const key = label.role === 'contribution' ? label.to + '/' + label.operand : label.node;
    const run = (runs.get(key) ?? []).filter(({ left, right }) => left <= middle && middle <= right)
      .sort((a, b) => near(a, box) - near(b, box))[0] ?? box;
    let [left, right] = [Math.min(run.left, box.left), Math.max(run.right, box.right)];
    for (const other of obstacles) {
      if (other === box || other.top >= box.bottom || other.bottom <= box.top) continue;
      if (other.right <= box.left + 1) left = Math.max(left, Math.min(box.left, (other.right + box.left) / 2));
      if (other.left >= box.right - 1) right = Math.min(right, Math.max(box.right, (other.left + box.right) / 2));
    }
    const half = Math.max(Math.min(middle - left, right - middle) - CLEARANCE, (box.right - box.left) / 2);
    const row = rowAt(geometry, (box.top + box.bottom) / 2);
    label.place = { left: middle - half, right: middle + half, at: box.right, middle, row };
  }
}

// The widest that each label becomes in any step, with the numbers of now.
function neededWidths(labels) {
  const sums = nodes.map(() => []);
  for (const step of now.steps) {
    for (const part of step.parts ?? []) {
      if (part.sum && !part.isLast && useCounts[part.input] > 1) sums[part.input].push(part.sum);
    }
  }
  const parts = new Map(now.steps.flatMap((step) =>
    (step.parts ?? []).map((part) => [step.node + '/' + part.operand, part.part])));
  return labels.map((label) => {
    if (!label.role) return 0;
    const last = label.role === 'value' ? now.values[label.node]
      : label.role === 'derivative' ? now.gradients[label.node] : parts.get(label.to + '/' + label.operand);
    const texts = last ? textsOf(label, last, false) : label.original;
    const partial = label.role === 'derivative' ? sums[label.node].flatMap((sum) => textsOf(label, sum, true)) : [];
    return widthOf(label, [...texts, ...partial]);
  });
}

// Where a drawing is cut open in each of its rows, for the numbers of now.
function neededCuts({ labels, rows }) {
  const needs = neededWidths(labels);
  const places = labels.map((label, i) => ({ ...label.place, need: needs[i] })).filter((_, i) => labels[i].role);
  return rows.map((_, row) => cutsFor(places.filter((place) => place.row === row)));
}

// Puts everything of a drawing where it belongs once it is cut open; returns how large the drawing is then.
function moveApart(geometry, cutsOfRows) {
  const { labels, boxesOfShapes, paths, dots, groups, size } = geometry;
  const moved = (x, y) => moveOf(cutsOfRows[rowAt(geometry, y)], x);
  const shift = (element, by) => {
    if (by) element.setAttribute('transform', `translate(${rounded(by)} 0)`);
    else element.removeAttribute('transform');
  };
  const moves = new Map();
  for (const { element, isInput, left, right, top, bottom } of boxesOfShapes) {
    // An input's name ends where its line begins, and stays there.
    const by = moved(isInput ? right : (left + right) / 2, (top + bottom) / 2);
    if (!isInput) moves.set(Number(element.dataset.node), by);
    shift(element, by);
  }
  for (const { element, place, box } of labels) {
    const y = (box.top + box.bottom) / 2;
    shift(element, (moved(place.left, y) + moved(place.right, y)) / 2);
  }
  for (const { element, edge, d, isBackward, isHead, isGap } of paths) {
    // What touches a circle or a box moves with it; an input's line begins where its name ends.
    const [start, end] = [moves.get(edge.from), moves.get(edge.to)];
    const [first, final] = isBackward ? [end, start] : [start, end];
    const ofHead = element.classList.contains('backward-head') ? start : end;
    const last = pointCount(d) - 1;
    element.setAttribute('d', movedPath(d, (x, y, point) => {
      const touched = isGap ? undefined : isHead ? ofHead : point === 0 ? first : point === last ? final : undefined;
      return touched ?? moved(x, y);
    }));
  }
  for (const { element, x, y } of dots) element.setAttribute('cx', rounded(x + moved(x, y)));
  for (const { rect, text, x, y, width, height } of groups) {
    const [left, right] = [moved(x, y + height / 2), moved(x + width, y + height / 2)];
    rect.setAttribute('x', rounded(x + left));
    rect.setAttribute('width', rounded(width + right - left));
    shift(text, left);
  }
  return [size[0] + Math.max(0, ...cutsOfRows.map((cuts) => moveOf(cuts, Infinity))), size[1]];
}

function setSize(drawing, [width, height]) { drawing.setAttribute('viewBox', `0 0 ${rounded(width)} ${rounded(height)}`); }

const ownGeometry = geometryOf(svg, onScreen, [...ownSize]);
let cutsOfRows = [];

// Cuts the drawing on the screen open where numbers need it, or closes it again.
function makeRoom() {
  const before = JSON.stringify(cutsOfRows);
  cutsOfRows = neededCuts(ownGeometry);
  if (JSON.stringify(cutsOfRows) === before) return;
  ownSize = moveApart(ownGeometry, cutsOfRows);
  setSize(svg, ownSize);
  if (isFitted) zoomToFit();
  else zoom(scale);
}

// The drawing: what is known so far is shown, what the step is about stands out.
function partsOf(drawing) {
  const shapes = [...drawing.querySelectorAll('.node')];
  return {
    labels: [...drawing.querySelectorAll('.label')].map((element) => ({
      element,
      node: Number(element.dataset.node),
      to: element.dataset.to === undefined ? undefined : Number(element.dataset.to),
      operand: Number(element.dataset.operand),
      role: ['value', 'derivative', 'contribution'].find((role) => element.classList.contains(role)),
      lines: [...element.querySelectorAll('text')],
      original: [...element.querySelectorAll('text')].map((line) => line.textContent),
      map: element.querySelector('.map'),
    })),
    edges: [...drawing.querySelectorAll('.edge')].map((element) => ({
      element,
      from: Number(element.dataset.from),
      to: element.dataset.to === undefined ? undefined : Number(element.dataset.to),
      operand: Number(element.dataset.operand),
      backward: [...element.querySelectorAll('.backward, .backward-head')],
    })),
    shapes,
    ...placesIn(shapes),
  };
}

// Where each node stands in a drawing.
function placesIn(shapes) {
  // An input that is used very often is drawn at each use, too; its own place comes first.
  const circles = new Map([...shapes].reverse().map((element) => [Number(element.dataset.node), element]));
  // In a large graph a box stands for all nodes up to its own, which is the last of them.
  const boxes = [...circles].filter(([, element]) => element.classList.contains('folded')).map(([id]) => id);
  // The first operation of each box, the last one that the backward pass comes through.
  const firstInBox = new Map();
  const ids = [...circles.keys()].sort((a, b) => a - b);
  for (const box of boxes) {
    const start = (ids[ids.indexOf(box) - 1] ?? -1) + 1;
    const first = nodes.slice(start, box + 1).find((node) => isOperation(node) && isOnTheWay[node.id]);
    firstInBox.set(box, first ? first.id : box);
  }
  return { circles, firstInBox, shownAs: (id) => (circles.has(id) ? id : boxes.find((box) => box > id)) };
}

const onScreen = partsOf(svg);
const { labels, edges, shapes, circles, shownAs } = onScreen;

// The lines of a label with other numbers. What isn't a number stays as it is: shapes, names, and symbols in the place of
// numbers. A sum that more is to come to says so.
function textsOf(label, a, isPartial) {
  const isSingle = a.shape.length === 0;
  if (label.map) {
    const texts = [...label.original.slice(0, -1), rangeText(a)];
    if (isPartial && texts.length > 1) texts[texts.length - 2] += ' ' + say('soFar');
    return texts;
  }
  const rows = isSingle ? [shown(a.data[0])] : tensorLines(a, perLineOf(label));
  const start = label.original.length - rows.length;
  const found = (label.original[start] ?? '').match(isSingle ? /^(.* = )?−?(?:[0-9].*|NaN|∞)$/ : /^()\[/);
  const texts = label.original.map((before, line) =>
    (line < start || !found ? before : (found[1] ?? '') + rows[line - start]));
  // Of a tensor the shape says it, which is there even where numbers aren't.
  if (isPartial && texts.length > 0) texts[isSingle ? texts.length - 1 : Math.max(start - 1, 0)] += ' ' + say('soFar');
  return texts;
}

function writeLabel(label, a, isPartial) {
  if (a.data.length <= LARGEST_STATED) label.element.dataset.value = nested(a, exact);
  label.element.classList.toggle('partial', isPartial);
  writeLines(label, textsOf(label, a, isPartial));
  writeMap(label, a);
}

// Draws a step, with what has been seen up to it.
function draw(step, seen) {
  drawParts(onScreen, step, seen);
  showLocal(step);
}

function drawParts(parts, step, seen) {
  for (const label of parts.labels) {
    const key = label.to + '/' + label.operand;
    const [isKnown, a] = {
      derivative: [seen.derived.has(label.node), seen.gradients[label.node]],
      contribution: [seen.parts.has(key), seen.parts.get(key)],
    }[label.role] ?? [seen.known.has(label.node), seen.values[label.node]];
    label.element.classList.toggle('pending', !isKnown);
    if (label.role && isKnown && a) writeLabel(label, a, label.role === 'derivative' && seen.partial.has(label.node));
  }
  for (const edge of parts.edges) {
    const isPassed = edge.to === undefined ? (edge.from === model.result ? seen.isSeeded : seen.derived.has(edge.from))
      : parts.firstInBox.has(edge.to) ? seen.lowest <= parts.firstInBox.get(edge.to) : seen.parts.has(edge.to + '/' + edge.operand);
    for (const part of edge.backward) part.classList.toggle('pending', !isPassed);
    const isOut = edge.from === step.node;
    const isIn = edge.to !== undefined && edge.to === step.node;
    const isBackward = step.kind === 'backward' || step.kind === 'seed';
    edge.element.classList.toggle('operand', step.kind === 'forward' && isIn);
    edge.element.classList.toggle('result-line', step.kind === 'forward' && isOut);
    edge.element.classList.toggle('upstream', isBackward && isOut && isPassed);
    edge.element.classList.toggle('downstream', isBackward && isIn);
  }
  const current = parts.shownAs(step.node);
  for (const element of parts.shapes) element.classList.toggle('current', Number(element.dataset.node) === current);
}

// Marks tell of the numbers that the page came with; they go while other inputs are tried.
function markedIn(drawing) {
  return ['wrong', 'path-forward', 'path-backward'].flatMap((mark) =>
    [...drawing.querySelectorAll('.' + mark)].map((element) => ({ element, mark })));
}

const marked = markedIn(svg);

function showMarks(areShown, found = marked) {
  for (const { element, mark } of found) element.classList.toggle(mark, areShown);
}

// What a drawing says in words, with what it says in the reader's language.
function wordsIn(drawing) {
  return [
    ['.label.result text', /^sum of ([0-9]+) uses$/, 'sumOfUses'],
    ['.label.result text', /^used ([0-9]+) times$/, 'usedTimes'],
    ['.group text', /^(.*) · ([0-9,]+) parameters$/, 'parameterCount'],
  ].flatMap(([place, pattern, key]) => [...drawing.querySelectorAll(place)].flatMap((element) => {
    const found = pattern.exec(element.textContent);
    return found ? [{ element, words: () => say(key, ...found.slice(1)) }] : [];
  }));
}

const wordsOfDrawing = wordsIn(svg);

function labelDrawing() {
  svg.setAttribute('aria-label', say('graphLabel', nodes.length));
  // Numbers in it can be opened, which those of a picture can't.
  svg.setAttribute('role', 'group');
  svg.removeAttribute('aria-labelledby');
  for (const part of [...svg.querySelectorAll(':scope > title, :scope > desc')]) part.remove();
  for (const element of shapes) {
    const id = Number(element.dataset.node);
    const title = element.querySelector('title');
    if (!title || !nodes[id]) continue;
    title.textContent = [nameOf(nodes[id]), formulaOf(nodes[id])].filter(Boolean).join(' = ');
  }
  for (const { element, words } of wordsOfDrawing) element.textContent = words();
  labelListings();
}

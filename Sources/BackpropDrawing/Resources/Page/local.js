// In a step backward the local derivatives stand at the node, in their colour, where nothing else does.
const SVG = svg.namespaceURI;
const localMarks = document.createElementNS(SVG, 'g');
localMarks.setAttribute('class', 'local-marks');
localMarks.setAttribute('aria-hidden', 'true');
svg.append(localMarks);

// The lines at a node: for each operand what the derivative that arrives is multiplied by.
function localLines(node) {
  const lines = node.inputs.map((input, operand) => {
    if (nodes[input].isConstant) return undefined;
    const { local, short } = localTerm(node, operand, now);
    if (!short) return undefined;
    if (!local) return short;
    return short + (local.shape.length === 0 ? ' = ' + shown(local.data[0]) : ': ' + shapeText(local.shape));
  }).filter(Boolean);
  return [...new Set(lines)];
}

function boxNow(element) {
  const box = element.getBBox();
  const by = element.transform.baseVal.consolidate()?.matrix.e ?? 0;
  return { left: box.x + by, right: box.x + by + box.width, top: box.y, bottom: box.y + box.height };
}

function meets(a, b) { return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; }

// The lines of the drawing, as pieces between two points.
function pieces() {
  return ownGeometry.paths.flatMap(({ element, isHead, isGap }) => {
    if (isHead || isGap || element.classList.contains('pending')) return [];
    const points = [...element.getAttribute('d').matchAll(/(-?[0-9.]+)[ ,](-?[0-9.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    return points.slice(1).map((point, i) => [points[i], point]);
  });
}

// Whether a piece of a line runs through a box: it is cut shorter at each side until nothing is left of it.
function runsThrough([[x1, y1], [x2, y2]], box) {
  let [from, to] = [0, 1];
  for (const [start, way, low, high] of [[x1, x2 - x1, box.left, box.right], [y1, y2 - y1, box.top, box.bottom]]) {
    if (way === 0) {
      if (start <= low || start >= high) return false;
    } else {
      const [a, b] = [(low - start) / way, (high - start) / way];
      [from, to] = [Math.max(from, Math.min(a, b)), Math.min(to, Math.max(a, b))];
    }
  }
  return from < to;
}

// The free place nearest to a node for a box of a size, within the drawing: beside all lines where there is one nearby.
function freePlace(home, [width, height], obstacles, lines) {
  const [x, y] = [(home.left + home.right) / 2, (home.top + home.bottom) / 2];
  const step = 6;
  const tried = [];
  for (let row = -40; row <= 40; row += 1) {
    for (let column = -20; column <= 20; column += 1) {
      const [cx, cy] = [x + column * step, y + row * step];
      const dx = Math.max(0, Math.abs(cx - x) - width / 2);
      tried.push({ cx, cy, distance: Math.hypot(dx, cy - y) + Math.abs(cx - x) / 4 });
    }
  }
  tried.sort((a, b) => a.distance - b.distance);
  const boxAt = ({ cx, cy }) => ({ left: cx - width / 2, right: cx + width / 2, top: cy - height / 2, bottom: cy + height / 2 });
  // The ring of the node that the step is about is wider than its circle, and some letters are higher than their line.
  const clear = 3;
  const grown = (box) => ({ left: box.left - clear, right: box.right + clear, top: box.top - clear, bottom: box.bottom + clear });
  const fits = (box) => box.left >= 0 && box.right <= ownSize[0] && box.top >= 0 && box.bottom <= ownSize[1]
    && !obstacles.some((other) => meets(grown(box), other));
  const free = tried.map(boxAt).filter(fits);
  const nearby = (box) => Math.min(Math.abs(box.top - home.bottom), Math.abs(box.bottom - home.top)) < 70;
  return free.find((box) => nearby(box) && !lines.some((line) => runsThrough(line, box))) ?? free[0];
}

function showLocal(step) {
  localMarks.replaceChildren();
  const element = circles.get(step.node);
  if (step.kind !== 'backward' || !element) return;
  const lines = localLines(nodes[step.node]);
  if (lines.length === 0) return;
  const lineHeight = 16;
  const texts = lines.map((line, i) => {
    const text = document.createElementNS(SVG, 'text');
    text.textContent = line;
    text.setAttribute('y', lineHeight * (i + 0.78));
    localMarks.append(text);
    return text;
  });
  const width = Math.max(...texts.map((text) => text.getComputedTextLength())) + 12;
  const height = lineHeight * lines.length + 2;
  const home = boxNow(element);
  const around = { left: home.left - 150 - width, right: home.right + 150 + width, top: home.top - 290, bottom: home.bottom + 290 };
  const titles = ownGeometry.groups.map((group) => group.text).filter(Boolean);
  const obstacles = [...shapes, ...labels.map((label) => label.element), ...titles].map(boxNow).filter((box) => meets(box, around));
  const nearby = pieces().filter((piece) => runsThrough(piece, around));
  const place = freePlace(home, [width, height], obstacles, nearby);
  if (!place) {
    localMarks.replaceChildren();
    return;
  }
  const back = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({
    x: rounded(place.left), y: rounded(place.top), width: rounded(width), height, rx: 4,
  })) back.setAttribute(name, value);
  texts.forEach((text, i) => {
    text.setAttribute('x', rounded((place.left + place.right) / 2));
    text.setAttribute('y', rounded(place.top + lineHeight * (i + 0.78)));
  });
  localMarks.prepend(back);
}

// In a step backward the local derivatives stand at the node, in their colour, where nothing else does.
const SVG = 'http://www.w3.org/2000/svg';
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

// The free place nearest to a node for a box of a size, within the drawing.
function freePlace(home, [width, height], obstacles) {
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
  const fits = (box) => box.left >= 0 && box.right <= ownSize[0] && box.top >= 0 && box.bottom <= ownSize[1]
    && !obstacles.some((other) => meets(box, other));
  return tried.map(boxAt).find(fits);
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
  const obstacles = [...shapes.map(({ element }) => element), ...labels.map((label) => label.element)].map(boxNow);
  const place = freePlace(boxNow(element), [width, height], obstacles);
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

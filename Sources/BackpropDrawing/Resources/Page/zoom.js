// Zoom: a factor of the drawing's own size. The page opens with the whole drawing in its window, and stays so until
// another size is asked for.
const SCALES = [0.05, 0.1, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
// Larger than this nobody needs a small graph.
const LARGEST_FIT = 2;
// What would be too small as a whole is scrolled, in rows as wide as the window where these are no smaller than this, which
// is read with effort. On a phone, where a hand is enough to scroll to the side, they stay larger.
function smallestRows() { return figure.clientWidth <= 500 ? 0.7 : 0.6; }

let ownSize = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
let scale = 1;
let isFitted = true;

function zoom(next) {
  const before = scale;
  scale = Math.min(Math.max(next, SCALES[0]), SCALES[SCALES.length - 1]);
  const middle = [figure.scrollLeft + figure.clientWidth / 2, figure.scrollTop + figure.clientHeight / 2];
  svg.setAttribute('width', ownSize[0] * scale);
  svg.setAttribute('height', ownSize[1] * scale);
  figure.scrollLeft = middle[0] * scale / before - figure.clientWidth / 2;
  figure.scrollTop = middle[1] * scale / before - figure.clientHeight / 2;
  document.getElementById('zoom-level').textContent = Math.round(scale * 100) + ' %';
  figure.classList.toggle('movable', figure.scrollWidth > figure.clientWidth || figure.scrollHeight > figure.clientHeight);
}

function zoomTo(next) {
  isFitted = false;
  zoom(next);
}

function zoomIn() { zoomTo(SCALES.find((size) => size > scale + 0.01) ?? scale); }

function zoomOut() { zoomTo([...SCALES].reverse().find((size) => size < scale - 0.01) ?? scale); }

function zoomToLife() { zoomTo(1); }

// The height that the style lets the drawing have, whatever it has now.
function heightOfFigure() {
  const height = parseFloat(getComputedStyle(figure).maxHeight);
  return Number.isFinite(height) ? height : window.innerHeight;
}

function zoomToFit() {
  isFitted = true;
  const isAtStart = figure.scrollTop === 0 && figure.scrollLeft === 0;
  const border = 2;
  const [wide, high] = [(figure.clientWidth - border) / ownSize[0], (heightOfFigure() - 2 * border) / ownSize[1]];
  const whole = Math.min(LARGEST_FIT, wide, high);
  // Rows that would become too small to read are as wide as the window, and scrolled down.
  zoom(whole < smallestScale() ? Math.max(smallestRows(), Math.min(1, wide)) : whole);
  // A drawing that is scrolled begins where the steps do, and not in its middle.
  if (isAtStart) figure.scrollTo(0, 0);
}

window.addEventListener('resize', () => { if (isFitted) zoomToFit(); });

// Brings a node into the visible part of the drawing.
function reveal(id) {
  const element = circles.get(shownAs(id));
  if (!element) return;
  const [box, frame] = [element.getBoundingClientRect(), figure.getBoundingClientRect()];
  const margin = Math.min(60, frame.width / 6);
  if (box.left > frame.left + margin && box.right < frame.right - margin
    && box.top > frame.top + margin / 2 && box.bottom < frame.bottom - margin / 2) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  figure.scrollTo({
    left: figure.scrollLeft + (box.left + box.right) / 2 - (frame.left + frame.right) / 2,
    top: figure.scrollTop + (box.top + box.bottom) / 2 - (frame.top + frame.bottom) / 2,
    behavior: calm ? 'auto' : 'smooth',
  });
}

// Dragging moves the drawing; fingers do it by the browser's own scrolling. A press that doesn't move is a click.
const STILL = 4;
let drag;
figure.addEventListener('pointerdown', (event) => {
  if (event.button !== 0 || event.pointerType === 'touch' || event.target.closest('.scrubbed, .scrubs')) return;
  drag = { id: event.pointerId, x: event.clientX, y: event.clientY, left: figure.scrollLeft, top: figure.scrollTop };
});
figure.addEventListener('pointermove', (event) => {
  if (!drag || drag.id !== event.pointerId) return;
  const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
  if (!drag.moves && Math.hypot(dx, dy) < STILL) return;
  if (!drag.moves) figure.setPointerCapture(event.pointerId);
  drag.moves = true;
  figure.classList.add('moving');
  figure.scrollLeft = drag.left - dx;
  figure.scrollTop = drag.top - dy;
});
for (const end of ['pointerup', 'pointercancel']) {
  figure.addEventListener(end, () => {
    if (drag?.moves) swallowClick();
    drag = undefined;
    figure.classList.remove('moving');
  });
}

// The click that follows a drag isn't meant.
function swallowClick() {
  const swallow = (event) => event.stopPropagation();
  figure.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => figure.removeEventListener('click', swallow, { capture: true }), 0);
}

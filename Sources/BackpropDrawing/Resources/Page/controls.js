// Steps, keys, buttons and the language.
const slider = document.getElementById('position');
let position = 0;

// What is known after the steps up to a position.
function seenUpTo(last) {
  const seen = {
    values: now.values, gradients: nodes.map(() => null), known: new Set(), derived: new Set(), partial: new Set(),
    parts: new Map(), isSeeded: false, lowest: Infinity,
  };
  for (const node of nodes) if (!isOperation(node)) seen.known.add(node.id);
  for (const step of now.steps.slice(0, last + 1)) {
    if (step.kind === 'forward') seen.known.add(step.node);
    if (step.kind === 'seed') {
      seen.isSeeded = true;
      seen.derived.add(step.node);
      seen.gradients[step.node] = now.gradients[step.node];
    }
    if (step.kind === 'backward') seen.lowest = step.node;
    for (const part of step.parts ?? []) {
      if (part.isConstant) continue;
      seen.parts.set(step.node + '/' + part.operand, part.part);
      seen.gradients[part.input] = part.sum;
      if (part.sum || part.isLast) seen.derived.add(part.input);
      if (part.sum && !part.isLast) seen.partial.add(part.input);
      else seen.partial.delete(part.input);
    }
  }
  return seen;
}

// Whether the numbers are those that the page came with.
function isOriginal() { return now.values.every((value, id) => value === nodes[id].value); }

function show() {
  const step = now.steps[position];
  const seen = seenUpTo(position);
  const count = now.steps.length - 1;
  draw(step, seen);
  showMarks(isOriginal());
  drawTable(step, seen);
  document.getElementById('step').replaceChildren(...stepPanel(step, now).filter(Boolean));
  const phase = say(step.kind === 'forward' ? 'forward' : step.kind === 'inputs' ? 'start' : 'backward');
  document.getElementById('where').textContent = say('where', position, count);
  const phaseLabel = document.getElementById('phase');
  phaseLabel.textContent = phase;
  phaseLabel.dataset.phase = step.kind;
  slider.max = count;
  slider.value = position;
  slider.setAttribute('aria-valuetext', say('where', position, count) + ', ' + phase);
  for (const [id, isOff] of [['first', position === 0], ['previous', position === 0],
    ['next', position === count], ['last', position === count]]) {
    document.getElementById(id).setAttribute('aria-disabled', String(isOff));
  }
}

function go(next) {
  const target = Math.min(Math.max(next, 0), now.steps.length - 1);
  if (target === position) return;
  position = target;
  show();
  const step = now.steps[position];
  if (step.node !== undefined) reveal(step.node);
  announce(() => announcement(step, position, now));
}

// What a screen reader was told last, so that it can be told again in the other language.
let lastSaid = () => '';

function announce(sentence) {
  lastSaid = sentence;
  document.getElementById('announcement').textContent = sentence();
}

// Goes to a node's own step, in the direction that is under way; an input's field takes the focus instead.
function goToNode(id) {
  const isBackward = now.steps[position].kind === 'backward' || now.steps[position].kind === 'seed';
  const found = (kind) => now.steps.findIndex((step) => step.kind === kind && step.node === id);
  const target = isBackward && found('backward') >= 0 ? found('backward') : found('forward');
  if (target >= 0) go(target);
  else document.getElementById('input-' + id)?.focus();
}

const buttons = {
  first: () => go(0), previous: () => go(position - 1), next: () => go(position + 1), last: () => go(Infinity),
  'zoom-out': zoomOut, 'zoom-fit': zoomToFit, 'zoom-life': zoomToLife, 'zoom-in': zoomIn, restore: restoreInputs,
};
for (const [id, act] of Object.entries(buttons)) document.getElementById(id).addEventListener('click', act);
slider.addEventListener('input', () => go(Number(slider.value)));
svg.addEventListener('click', (event) => {
  const circle = event.target.closest('.node');
  if (circle) goToNode(Number(circle.dataset.node));
  const found = circle ? undefined : listedAt(event.target);
  if (found) openListing(found, event.target.closest('.label'));
});
figure.addEventListener('wheel', (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  if (event.deltaY < 0) zoomIn();
  else zoomOut();
}, { passive: false });

const keys = {
  ArrowRight: () => go(position + 1), ArrowLeft: () => go(position - 1), Home: () => go(0), End: () => go(Infinity),
  '+': zoomIn, '=': zoomIn, '-': zoomOut, '_': zoomOut, '−': zoomOut, 0: zoomToFit, 1: zoomToLife,
};
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  const target = event.target;
  // What is typed into a field, or moves within it, is the field's own, and so are keys in a dialog.
  if (target.matches('input[type=text]') || listing.open) return;
  const isShiftedArrow = event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight');
  let act = isShiftedArrow ? () => figure.scrollBy(event.key === 'ArrowLeft' ? -60 : 60, 0) : keys[event.key];
  if (event.key === ' ' && !target.matches('button, a, summary')) {
    act = () => go(position + (event.shiftKey ? -1 : 1));
  }
  // The slider has the same keys for itself.
  if (!act || (target === slider && /^(Arrow|Home|End)/.test(event.key))) return;
  event.preventDefault();
  act();
});

// Writes all words in the language; numbers and places stay.
function speak(next) {
  language = next;
  document.documentElement.lang = next;
  document.title = say('kind') + ': ' + document.getElementById('title').textContent;
  for (const part of document.querySelectorAll('[data-text]')) part.textContent = say(part.dataset.text);
  for (const part of document.querySelectorAll('[data-label]')) {
    part.setAttribute('aria-label', say(part.dataset.label));
    if (part.matches('button')) part.title = say(part.dataset.label);
  }
  document.getElementById('derivative-title').textContent =
    hasBackward && nodes[model.result].name ? say('derivativeBy', model.resultName) : say('derivative');
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === next));
  }
  labelDrawing();
  fillTable();
  fillInputs();
  fillListing();
  makeRoom();
  show();
  announce(lastSaid);
}
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => speak(button.dataset.language));
}
document.documentElement.classList.add('stepping');
speak(language);
zoomToFit();
// A title that is scrolled can be, by keys.
function reachTitle() {
  const title = document.querySelector('h1');
  if (title.scrollHeight > title.clientHeight) title.tabIndex = 0;
  else title.removeAttribute('tabindex');
}
window.addEventListener('resize', reachTitle);
reachTitle();

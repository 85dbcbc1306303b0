// The inputs: a field for each name, and for the upstream value if one was given. When one changes, everything is
// computed anew.
const inputNodes = nodes.filter((node) => !isOperation(node) && !node.isConstant);
const inputs = new Map(inputNodes.map((node) => [node.id, node.value]));
let upstream = givenUpstream;
const fields = [];
// More fields than this nobody finds their way in.
const LARGEST_FORM = 200;
let now = trace(inputs);

// What can be changed: its label, its value now and at first, and what a change does.
function entries() {
  const list = inputNodes.filter((node) => elementCount(node.shape) <= LARGEST_STATED).slice(0, LARGEST_FORM).map((node) => ({
    id: 'input-' + node.id, node: node.id, label: nameOf(node), first: node.value, value: inputs.get(node.id),
    set: (value) => inputs.set(node.id, value),
  }));
  if (model.isUpstreamGiven && givenUpstream) {
    list.push({
      id: 'input-upstream', label: say('givenUpstream'), first: givenUpstream, value: upstream,
      set: (value) => { upstream = value; },
    });
  }
  return list;
}

function fillInputs() {
  const list = document.getElementById('fields');
  const note = document.getElementById('inputs-note');
  list.replaceChildren();
  fields.length = 0;
  const found = obstacle === undefined ? entries() : [];
  note.textContent = say(obstacle ?? (found.length > 0 ? 'mayEdit' : 'noInputs'));
  document.getElementById('restore').hidden = found.length === 0;
  for (const entry of found) {
    const { id } = entry;
    const { shape } = entry.first;
    const field = element('input', {
      id, type: 'text', autocomplete: 'off', spellcheck: 'false', 'data-node': entry.node,
      'aria-describedby': id + '-mistake',
    });
    field.value = nested(entry.value, exact);
    const mistake = element('span', { id: id + '-mistake', class: 'mistake', role: 'status' });
    field.addEventListener('input', () => change(entry, field, mistake));
    const text = shape.length ? element('span', { class: 'shape' }, shapeText(shape)) : null;
    const label = element('label', { for: id }, element('bdi', {}, entry.label), ' ', text);
    list.append(element('div', { class: 'field' + (shape.length ? ' wide' : '') }, label, field, mistake));
    fields.push({ entry, field, mistake });
  }
}

function change(entry, field, mistake) {
  const { shape } = entry.first;
  const read = readValue(field.value, shape);
  const { value } = read;
  if (value) field.removeAttribute('aria-invalid');
  else field.setAttribute('aria-invalid', 'true');
  mistake.textContent = value ? '' : mistakeOf(read, shape);
  if (!value) return;
  entry.set(value);
  recompute();
  announceResult();
}

// Everything for the inputs of now, with room for its numbers.
function recompute() {
  now = trace(inputs, upstream);
  makeRoom();
  show();
}

// Gives an input a value, and writes it into its field.
function setInput(id, value) {
  inputs.set(id, value);
  const found = fields.find(({ entry }) => entry.node === id);
  if (found) {
    found.field.value = nested(value, exact);
    found.field.removeAttribute('aria-invalid');
    found.mistake.textContent = '';
  }
  recompute();
}

// What was expected of a field, and what is in it.
function mistakeOf({ mistake, found }, shape) {
  if (!found) {
    return say('expected', shape.length ? say('numbersOf', shapeText(shape)) : say('aNumber'), say(...mistake));
  }
  const got = found.length ? shapeText(found) : say('oneNumber');
  return shape.length ? say('expected', say('shapeOf', shapeText(shape)), got)
    : say('expected', say('aNumber'), say('shapeOf', got));
}

function announceResult() { announce(() => say('resultIs', shownTensor(now.values[model.result]))); }

function restoreInputs() {
  for (const node of inputNodes) inputs.set(node.id, node.value);
  upstream = givenUpstream;
  for (const { entry, field, mistake } of fields) {
    field.value = nested(entry.first, exact);
    field.removeAttribute('aria-invalid');
    mistake.textContent = '';
  }
  recompute();
  announceResult();
}

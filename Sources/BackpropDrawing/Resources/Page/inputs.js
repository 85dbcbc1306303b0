// The inputs: a field for each name, and everything computed anew when one changes.
const inputNodes = nodes.filter((node) => !isOperation(node) && !node.isConstant);
const inputs = new Map(inputNodes.map((node) => [node.id, node.value]));
const fields = [];
// More fields than this nobody finds their way in.
const LARGEST_FORM = 200;
let now = trace(inputs);

function fillInputs() {
  const list = document.getElementById('fields');
  const note = document.getElementById('inputs-note');
  list.replaceChildren();
  fields.length = 0;
  const canEdit = obstacle === undefined && inputNodes.length > 0;
  note.textContent = say(obstacle ?? (canEdit ? 'mayEdit' : 'noInputs'));
  document.getElementById('restore').hidden = !canEdit;
  if (!canEdit) return;
  for (const node of inputNodes.slice(0, LARGEST_FORM)) {
    const id = 'input-' + node.id;
    const value = inputs.get(node.id);
    const field = element('input', {
      id, type: 'text', autocomplete: 'off', spellcheck: 'false', 'data-node': node.id,
      'aria-describedby': id + '-mistake',
    });
    field.value = nested(value, exact);
    const mistake = element('span', { id: id + '-mistake', class: 'mistake', role: 'status' });
    field.addEventListener('input', () => change(node, field, mistake));
    const shape = node.shape.length ? element('span', { class: 'shape' }, shapeText(node.shape)) : null;
    const label = element('label', { for: id }, element('bdi', {}, nameOf(node)), ' ', shape);
    list.append(element('div', { class: 'field' + (node.shape.length ? ' wide' : '') }, label, field, mistake));
    fields.push({ node, field, mistake });
  }
}

function change(node, field, mistake) {
  const value = parsed(field.value, node.shape);
  if (value) field.removeAttribute('aria-invalid');
  else field.setAttribute('aria-invalid', 'true');
  const sentence = node.shape.length ? say('wrongTensor', shapeText(node.shape)) : say('wrongNumber');
  mistake.textContent = value ? '' : sentence;
  if (!value) return;
  inputs.set(node.id, value);
  now = trace(inputs);
  show();
  announceResult();
}

function announceResult() { announce(() => say('resultIs', shownTensor(now.values[model.result]))); }

function restoreInputs() {
  for (const node of inputNodes) inputs.set(node.id, node.value);
  now = trace(inputs);
  for (const { node, field, mistake } of fields) {
    field.value = nested(node.value, exact);
    field.removeAttribute('aria-invalid');
    mistake.textContent = '';
  }
  show();
  announceResult();
}

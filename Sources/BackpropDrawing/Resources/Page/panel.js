// The panel beside the drawing: what happens in a step, with its numbers.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

// Up to so many numbers a part of the page states in full what it stands for; the listing has all.
const LARGEST_STATED = 1000;

// Whether a tensor's numbers are left out, and its shape stands for them.
function isLeftOut(shape) { return model.isOfShapesOnly || elementCount(shape) > model.largestValue; }

// A tensor for people, with its full numbers in data-value; of one that is too large, the shape.
function number(a, role, attributes = {}, shape = []) {
  const isListed = a && a.data.length <= LARGEST_STATED;
  const full = isListed ? nested(a, exact) : undefined;
  const made = element('span', { class: 'number', 'data-role': role, 'data-value': full, ...attributes });
  if (a && a.shape.length === 0) {
    made.title = full;
    made.append(shown(a.data[0]));
    return made;
  }
  made.classList.add('tensor');
  if (model.isOfShapesOnly) {
    made.append(shapeText(shape));
    return made;
  }
  made.append(element('span', { class: 'shape' }, shapeText(a ? a.shape : shape)));
  const rows = a ? tensorLines(a) : [];
  made.append(rows.length > 0 ? rows.join('\n') : a ? rangeOf(a) : say('tooMany'));
  return made;
}

// A factor or result of an equation: a number with what it is above it.
function term(kind, caption, content) {
  return element('span', { class: 'term ' + kind }, element('span', { class: 'caption' }, formula(caption)), content);
}

function sign(text) { return element('span', { class: 'sign' }, text); }

// A sign and what follows it, which stay together where a line is broken.
function following(text, content) { return element('span', { class: 'following' }, sign(text), content); }

function forwardPanel(step, now) {
  const node = nodes[step.node];
  const operation = operationOf(node);
  const row = element('div', { class: 'equation' });
  const text = node.symbol ?? node.operation;
  const isInfix = INFIX.has(node.operation) && node.inputs.length === 2;
  node.inputs.forEach((input, operand) => {
    const factor = term('operand', nameOf(nodes[input]),
      number(now.values[input], 'operand', { 'data-operand': operand }, nodes[input].shape));
    const before = isInfix === (operand === 1) ? (node.operation === 'matmul' ? '·' : text) : operand > 0 ? ',' : '';
    row.append(before ? following(before, factor) : factor);
  });
  const value = number(now.values[node.id], 'value', {}, node.shape);
  row.append(following('=', term('result', node.name ?? lettersOf(node).result, value)));
  return [
    element('h2', {}, say('forwardTitle', nameOf(node))),
    ...ruleLines(node, operation),
    row,
    ...repetitionNotes(node).map((note) => element('p', { class: 'note' }, note)),
  ];
}

// A node's rule, and what its letters stand for.
function ruleLines(node, operation) {
  if (!operation) return [];
  const legend = legendOf(node);
  return [element('p', { class: 'rule' }, formula(ruleOf(node))),
    legend ? element('p', { class: 'note legend' }, legend) : null];
}

function ruleTerm(rule) {
  const words = element('span', { class: 'words' }, formula(rule || say('ownRule')));
  // At the node there is room for a short one.
  const short = rule && rule.length <= 48 ? rule.split(' = ').slice(1).join(' = ') : undefined;
  return { kind: 'rule', short, content: term('local', say('wordRule'), words) };
}

// The local derivative by an operand: a number, a factor of a matrix product, or a rule in words.
function localTerm(node, operand, now) {
  const operation = operationOf(node);
  const { result, operands: names } = lettersOf(node);
  const operands = node.inputs.map((input) => now.values[input]);
  const value = now.values[node.id];
  const rule = operation && inLetters(operation.rules[operand + 1] ?? '', node);
  const short = `∂${result}/∂${names[operand]}`;
  const by = short + (rule?.includes('?') ? ': ' : ' = ') + rule;
  if (!operation || operands.includes(null) || !value) {
    if (!operation?.isElementwise && !operation?.share) return ruleTerm(rule);
    return { kind: 'times', short: by, content: term('local', say('local'), element('span', { class: 'words' }, formula(by))) };
  }
  if (operation.factor) {
    const { factor, isLeft } = operation.factor(operands, operand);
    const caption = say('local') + ' ' + names[1 - operand] + (factor.shape.length > 1 ? 'ᵀ' : '');
    return {
      kind: isLeft ? 'left' : 'right', factor, short: rule.split(' = ')[1],
      content: term('local', caption, number(factor, 'local')),
    };
  }
  let local;
  if (operation.isElementwise || operation.isScaled) {
    local = localDerivatives(operation, operands, value, node.settings)[operand];
  }
  if (operation.share) local = tensor([], [operation.share(operands, node.settings)]);
  if (!local) return ruleTerm(rule);
  return { kind: 'times', local, short, content: term('local', say('local') + ' ' + by, number(local, 'local')) };
}

function productOf(step, part, now) {
  const node = nodes[step.node];
  const { result, operands } = lettersOf(node);
  const name = nameOf(nodes[part.input]);
  const { shape } = nodes[part.input];
  if (part.isConstant) return element('p', { 'data-operand': part.operand }, say('constant', name));
  const upstream = term('up', say('upstream') + ' ' + derivativeBy(result),
    number(step.upstream, 'upstream', {}, node.shape));
  const local = localTerm(node, part.operand, now);
  const down = term('down', say('downstream') + ' ' + derivativeBy(operands[part.operand] ?? shortNameOf(nodes[part.input])),
    part.part || isLeftOut(shape) ? number(part.part, 'downstream', {}, shape)
      : element('span', { class: 'words' }, say('unknownPart')));
  const row = element('div', { class: 'equation' });
  const between = { times: '×', left: '·', right: '·', rule: '→' }[local.kind];
  if (local.kind === 'left') row.append(local.content, following(between, upstream), following('=', down));
  else row.append(upstream, following(between, local.content), following('=', down));
  const note = broadcastNote(node, part.operand);
  return element('section', { class: 'product', 'data-operand': part.operand },
    element('h3', {}, say('to', name)), row,
    note ? element('p', { class: 'note' }, note) : null, sumOf(part));
}

// Where a value feeds several operations, what has arrived is added up.
function sumOf(part) {
  if (useCounts[part.input] < 2 || !part.part || !part.sum) return null;
  const row = element('div', { class: 'equation' });
  const sum = number(part.sum, 'sum');
  // What else is to come is not in it yet.
  if (!part.isLast) sum.append(' ', element('span', { class: 'so-far' }, say('soFar')));
  if (part.before) {
    row.append(number(part.before, 'before'), following('+', number(part.part, 'part')), following('=', sum));
  } else {
    row.append(sum);
  }
  const name = nameOf(nodes[part.input]);
  return element('div', { class: 'sum' }, element('p', {}, say(part.isLast ? 'sum' : 'sumSoFar', name)), row);
}

// What the result is called beside the L that comes after it.
function resultLetter() {
  const result = nodes[model.result];
  return isOperation(result) ? result.name ?? lettersOf(result).result : nameOf(result);
}

function seedPanel(now) {
  const result = nodes[model.result];
  const by = derivativeBy(model.isUpstreamGiven ? resultLetter() : model.resultName);
  const kind = model.isUpstreamGiven ? 'seedGiven' : result.shape.length === 0 ? 'seedText' : 'seedSum';
  return [
    element('h2', {}, say('seedTitle')),
    element('p', {}, ...formulaParts(say(kind, by))),
    element('div', { class: 'equation' }, term('up', by, number(now.gradients[model.result], 'upstream', {}, result.shape))),
  ];
}

function stepPanel(step, now) {
  if (step.kind === 'inputs') {
    const text = say(hasBackward ? 'inputsText' : 'forwardOnly');
    return [element('h2', {}, say('inputsTitle')), element('p', {}, text)];
  }
  if (step.kind === 'seed') return seedPanel(now);
  if (step.kind === 'forward') return forwardPanel(step, now);
  const node = nodes[step.node];
  return [
    element('h2', {}, say('backwardTitle', nameOf(node))),
    ...ruleLines(node, operationOf(node)),
    ...step.parts.map((part) => productOf(step, part, now)),
  ];
}

// The step in a sentence, for screen readers.
function announcement(step, position, now) {
  const where = say('where', position, now.steps.length - 1);
  // What isn't listed is described by its shape.
  const text = (a, { shape }) => (a ? shownTensor(a) : isLeftOut(shape) ? shapeText(shape) : say('unknownPart'));
  if (step.kind === 'inputs') return where + '. ' + say('inputsTitle');
  const node = nodes[step.node];
  if (step.kind === 'seed') return where + '. ' + say('seedTitle') + ': ' + text(now.gradients[node.id], node);
  if (step.kind === 'forward') return say('announceForward', where, nameOf(node), text(now.values[node.id], node));
  const parts = step.parts.map((part) => {
    const input = nodes[part.input];
    const name = nameOf(input);
    if (part.isConstant) return say('constant', name);
    const { local } = localTerm(node, part.operand, now);
    const [upstream, downstream] = [text(step.upstream, node), text(part.part, input)];
    const sentence = local ? say('announcePart', name, upstream, shownTensor(local), downstream)
      : part.part || isLeftOut(input.shape) ? say('announceRule', name, upstream, downstream)
      : say('to', name) + ': ' + downstream;
    if (useCounts[part.input] < 2 || !part.sum) return sentence;
    return sentence + ' ' + say('announceSum', shownTensor(part.sum));
  });
  return say('announceBackward', where, nameOf(node), parts.join(' '));
}

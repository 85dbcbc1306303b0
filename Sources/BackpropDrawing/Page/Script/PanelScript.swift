/// What a step says: upstream × local derivative = downstream, with its numbers.
enum PanelScript {
  static let text = #"""
    // The panel beside the drawing: what happens in a step, with its numbers.
    function element(tag, attributes = {}, ...children) {
      const made = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
      made.append(...children.filter((child) => child !== null));
      return made;
    }

    // A tensor for people, with its full numbers in data-value.
    function number(a, role, attributes = {}) {
      if (!a) return element('span', { class: 'number', 'data-role': role, ...attributes }, '?');
      const isSmall = a.data.length <= 1000;
      const full = isSmall ? nested(a, exact) : undefined;
      const made = element('span', { class: 'number', 'data-role': role, 'data-value': full, ...attributes });
      if (a.shape.length === 0) {
        made.title = full;
        made.append(shown(a.data[0]));
        return made;
      }
      const rows = tensorLines(a);
      made.classList.add('tensor');
      made.append(element('span', { class: 'shape' }, shapeText(a.shape)));
      made.append(rows.length > 0 ? rows.join('\n') : rangeOf(a));
      return made;
    }

    function rangeOf(a) {
      if (a.data.length > 0 && a.data.length <= SHOWN_ELEMENTS) return nested(a, shown);
      const finite = a.data.filter((x) => x === x);
      if (finite.length === 0) return say('numbers', a.data.length);
      const [least, largest] = [finite.reduce((x, y) => Math.min(x, y)), finite.reduce((x, y) => Math.max(x, y))];
      return say('range', a.data.length, shown(least), shown(largest));
    }

    // A factor or result of an equation: a number with what it is above it.
    function term(kind, caption, content) {
      return element('span', { class: 'term ' + kind }, element('span', { class: 'caption' }, caption), content);
    }

    function sign(text) { return element('span', { class: 'sign' }, text); }

    const LETTERS = ['x', 'y', 'w'];

    // The letters by which a rule calls the operands and the result, and what it says about a derivative.
    function lettersOf(node) {
      const rule = operationOf(node)?.rules[0];
      const isCapital = rule !== undefined && /^[A-Z] =/.test(rule) && rule[0] === 'Z';
      const operands = node.operation === 'affine' ? ['X', 'W', 'b'] : isCapital ? ['X', 'Y'] : LETTERS;
      return { result: rule === undefined ? 'z' : rule[0] === 'L' ? 'z' : rule[0], operands };
    }

    function forwardPanel(step, now) {
      const node = nodes[step.node];
      const operation = operationOf(node);
      const row = element('div', { class: 'equation' });
      const text = node.symbol ?? node.operation;
      const isInfix = INFIX[node.operation] !== undefined && node.inputs.length === 2;
      if (!isInfix) row.append(sign(text));
      node.inputs.forEach((input, operand) => {
        if (isInfix && operand === 1) row.append(sign(node.operation === 'matmul' ? '·' : text));
        row.append(term('operand', nameOf(nodes[input]), number(now.values[input], 'operand', { 'data-operand': operand })));
      });
      row.append(sign('='), term('result', node.name ?? lettersOf(node).result, number(now.values[node.id], 'value')));
      return [
        element('h2', {}, say('forwardTitle', nameOf(node))),
        operation ? element('p', { class: 'rule' }, operation.rules[0]) : null,
        row,
      ];
    }

    // The local derivative by an operand: a number, a factor of a matrix product, or a rule in words.
    function localTerm(node, operand, now) {
      const operation = operationOf(node);
      const letters = lettersOf(node);
      const operands = node.inputs.map((input) => now.values[input]);
      const value = now.values[node.id];
      const rule = operation?.rules[operand + 1];
      if (!operation || operands.includes(null) || !value) {
        return { kind: 'rule', content: term('local', say('wordRule'), element('span', { class: 'words' }, rule ?? '?')) };
      }
      if (operation.factor) {
        const { factor, isLeft } = operation.factor(operands, operand);
        const caption = say('local') + ' ' + letters.operands[1 - operand] + (factor.shape.length > 1 ? 'ᵀ' : '');
        return { kind: isLeft ? 'left' : 'right', content: term('local', caption, number(factor, 'local')) };
      }
      let local;
      if (operation.isElementwise) local = localDerivatives(operation, operands, value, node.settings)[operand];
      if (operation.isScaled) local = operation.backward(filled(value.shape, 1), operands, value, node.settings)[operand];
      if (operation.share) local = tensor([], [operation.share(operands, node.settings)]);
      if (!local) {
        return { kind: 'rule', content: term('local', say('wordRule'), element('span', { class: 'words' }, rule)) };
      }
      const by = `∂${letters.result}/∂${letters.operands[operand]} = ${rule}`;
      return { kind: 'times', local, content: term('local', say('local') + ' ' + by, number(local, 'local')) };
    }

    function productOf(step, part, now) {
      const node = nodes[step.node];
      const letters = lettersOf(node);
      const name = nameOf(nodes[part.input]);
      if (part.isConstant) return element('p', { class: 'constant', 'data-operand': part.operand }, say('constant', name));
      const upstream = term('up', say('upstream') + ' ' + derivativeBy(letters.result), number(step.upstream, 'upstream'));
      const local = localTerm(node, part.operand, now);
      const down = term('down', say('downstream') + ' ' + derivativeBy(letters.operands[part.operand] ?? '?'),
        part.part ? number(part.part, 'downstream') : element('span', { class: 'words' }, say('unknownPart')));
      const row = element('div', { class: 'equation' });
      if (local.kind === 'times') row.append(upstream, sign('×'), local.content, sign('='), down);
      if (local.kind === 'right') row.append(upstream, sign('·'), local.content, sign('='), down);
      if (local.kind === 'left') row.append(local.content, sign('·'), upstream, sign('='), down);
      if (local.kind === 'rule') row.append(upstream, sign('→'), local.content, sign('='), down);
      const isRepeated = operationOf(node)?.isElementwise && !sameShape(node.shape, nodes[part.input].shape);
      return element('section', { class: 'product', 'data-operand': part.operand },
        element('h3', {}, say('to', name)), row,
        isRepeated ? element('p', { class: 'note' }, say('repeated')) : null, sumOf(part));
    }

    // Where a value feeds several operations, what has arrived is added up.
    function sumOf(part) {
      if (useCounts[part.input] < 2 || !part.part || !part.sum) return null;
      const row = element('div', { class: 'equation' });
      if (part.before) row.append(number(part.before, 'before'), sign('+'), number(part.part, 'part'), sign('='));
      row.append(number(part.sum, 'sum'));
      return element('div', { class: 'sum' },
        element('p', {}, say('sum') + (part.isLast ? '' : ' ' + say('open'))), row);
    }

    function seedPanel(now) {
      const result = nodes[model.result];
      const by = derivativeBy(resultName());
      return [
        element('h2', {}, say('seedTitle')),
        element('p', {}, result.shape.length === 0 ? say('seedText', by) : say('seedSum', by)),
        element('div', { class: 'equation' }, term('up', by, number(now.gradients[model.result], 'upstream'))),
      ];
    }

    function stepPanel(step, now) {
      if (step.kind === 'inputs') {
        return [element('h2', {}, say('inputsTitle')), element('p', {}, say(hasBackward ? 'inputsText' : 'forwardOnly'))];
      }
      if (step.kind === 'seed') return seedPanel(now);
      if (step.kind === 'forward') return forwardPanel(step, now);
      const node = nodes[step.node];
      const rule = operationOf(node)?.rules[0];
      return [
        element('h2', {}, say('backwardTitle', nameOf(node))),
        rule ? element('p', { class: 'rule' }, rule) : null,
        ...step.parts.map((part) => productOf(step, part, now)),
      ];
    }

    // The step in a sentence, for screen readers.
    function announcement(step, position, now) {
      const where = say('where', position, now.steps.length - 1);
      const text = (a) => (a ? shownTensor(a) : '?');
      if (step.kind === 'inputs') return where + '. ' + say('inputsTitle');
      if (step.kind === 'seed') return where + '. ' + say('seedTitle') + ': ' + text(now.gradients[model.result]);
      const node = nodes[step.node];
      if (step.kind === 'forward') return say('announceForward', where, nameOf(node), text(now.values[node.id]));
      const parts = step.parts.map((part) => {
        const name = nameOf(nodes[part.input]);
        if (part.isConstant) return say('constant', name);
        const { local } = localTerm(node, part.operand, now);
        const sentence = local ? say('announcePart', name, text(step.upstream), text(local), text(part.part))
          : say('announceRule', name, text(step.upstream), text(part.part));
        return useCounts[part.input] > 1 && part.sum ? sentence + ' ' + say('announceSum', text(part.sum)) : sentence;
      });
      return say('announceBackward', where, nameOf(node), parts.join(' '));
    }

    """#
}

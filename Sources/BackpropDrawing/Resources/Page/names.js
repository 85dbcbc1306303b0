// What a node is called: its name, a constant's number, or its sign and position.
function nameOf(node) {
  if (node.name) return node.name;
  if (isOperation(node)) return (node.symbol ?? node.operation) + ' #' + node.id;
  return node.value && node.shape.length === 0 ? shown(node.value.data[0]) : say('literal') + ' #' + node.id;
}

function derivativeBy(what) { return '∂' + model.resultName + '/∂' + what; }

// The same in a formula, where other signs stand beside it.
function shortNameOf(node) {
  return node.name || (node.isConstant && node.shape.length === 0) ? nameOf(node) : '#' + node.id;
}

// Letters for what has no name, or none that a rule could have in its middle.
const LETTERS = [...'uvwqrsgh'];

const namesInUse = new Set(nodes.map((node) => (node.name ?? '').toLowerCase()));

// A name that reads as one in a rule; a longer one is written out in the legend.
function readsInRule(name) { return /^[\p{L}_][\p{L}\p{M}\p{N}_.]{0,15}$/u.test(name ?? ''); }

// Letters that a rule has for other things than operands and the result, such as the n of a mean.
function ownLetters(rules) {
  return new Set(rules.join(' ').match(/(?<![\p{L}\p{N}])[a-wA-W](?![A-Za-z0-9])/gu) ?? []);
}

// What a node's rules call its operands and its result: their own names. What has none gets a letter that nothing else in
// the graph has, and the legend says what it stands for.
function lettersOf(node) {
  const rules = namedOperation(node)?.rules ?? [];
  const own = ownLetters(rules);
  if (node.inputs.length > 2) for (const letter of ['B', 'b']) own.delete(letter);
  const isCapital = rules[0]?.[0] === 'Z';
  const taken = new Set([...namesInUse, ...[...own].map((letter) => letter.toLowerCase())]);
  const legend = [];
  const chosen = new Map();
  const letterFor = (id, preferred) => {
    const letter = [...preferred, ...LETTERS].find((one) => !taken.has(one)) ?? 'u' + id;
    taken.add(letter);
    const written = isCapital ? letter.toUpperCase() : letter;
    legend.push([written, id]);
    return written;
  };
  const called = (id, preferred) => {
    const { name, value, isConstant, shape } = nodes[id];
    if (readsInRule(name) && !own.has(name)) return name;
    const isNumber = isConstant && shape.length === 0 && value && value.data[0] >= 0 && value.data[0] < Infinity;
    return isNumber ? shown(value.data[0]) : letterFor(id, preferred);
  };
  const result = called(node.id, ['z', 'y']);
  const operands = node.inputs.map((input) => {
    if (!chosen.has(input)) chosen.set(input, called(input, []));
    return chosen.get(input);
  });
  return { operands, result, legend };
}

// A rule of an operation, which is written for x, y, b and z and the result L, in the names of this node's values.
function inLetters(rule, node) {
  const { operands, result } = lettersOf(node);
  return ruleInWords(rule).replace(/∂L|(?<![\p{L}\p{N}])[xyzXYZbB](?![A-Za-z0-9])/gu, (found) => {
    if (found === '∂L') return '∂' + model.resultName;
    const letter = found.toLowerCase();
    return { x: operands[0], y: operands[1], b: operands[2], z: result }[letter] ?? found;
  });
}

// What an operation computes, with the numbers that are part of it.
function ruleOf(node) {
  const rule = namedOperation(node)?.rules[0];
  if (!rule || !operationOf(node)) return null;
  const { exponent, slope, axis } = node.settings;
  const settings = [['p', exponent], ['a', slope], ['axis', axis]];
  if (/(?<![\p{L}\p{N}])n(?![A-Za-z0-9])/u.test(rule)) settings.push(['n', countIn(node)]);
  return inLetters(rule, node)
    + settings.filter(([, value]) => value !== undefined).map(([name, value]) => `, ${name} = ${shown(value)}`).join('');
}

// How many numbers a mean is taken over; undefined where a size is a letter.
function countIn(node) {
  const { shape } = nodes[node.inputs[0]];
  if (shape.some((size) => typeof size !== 'number')) return undefined;
  return node.operation === 'mean' ? reducedCount(node.settings, shape) : elementCount(shape);
}

// Which letter of a node's rule is what, in words; nothing where all are the graph's own names.
function legendOf(node) {
  const words = lettersOf(node).legend.map(([letter, id]) =>
    say('standsFor', letter, id === node.id ? say('thisNode', nameOf(node)) : nameOf(nodes[id])));
  return words.length > 0 ? say('legend', words.join(say('semicolon'))) : '';
}

// How a node is computed, with the names of what it is computed from.
const INFIX = new Map(Object.entries({
  add: '+', subtract: '−', multiply: '×', divide: '/', power: '**', matmul: '@',
}));

function formulaOf(node) {
  if (!isOperation(node)) return '';
  const names = node.inputs.map((input) => shortNameOf(nodes[input]));
  const infix = INFIX.get(node.operation);
  if (infix && names.length === 2) return names.join(' ' + infix + ' ');
  if (node.operation === 'power' && names.length === 1) return names[0] + ' ** ' + shown(node.settings.exponent);
  const settings = node.settings.axis === undefined ? [] : ['axis=' + node.settings.axis];
  if (node.settings.slope !== undefined) settings.push(shown(node.settings.slope));
  return node.operation + '(' + [...names, ...settings].join(', ') + ')';
}

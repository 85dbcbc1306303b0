// What the page says, in both languages. A text may be a function of what it is about.
const words = {
  en: {
    kind: 'Computational graph', steps: 'Steps', zoom: 'Zoom', drawing: 'Drawing', inputs: 'Inputs',
    values: 'All values',
    first: 'First step', previous: 'Step back', next: 'Step forward', last: 'Last step', position: 'Step',
    zoomOut: 'Smaller', zoomIn: 'Larger', zoomFit: 'Original size',
    forward: 'Forward', backward: 'Backward', start: 'Start',
    keys: 'Keys: → or space for the next step, ← back, Home and End; + − 0 for the size.',
    where: (step, count) => `Step ${step} of ${count}`,
    inputsTitle: 'The inputs are given',
    inputsText: 'The forward pass computes every value from left to right; the backward pass then finds every '
      + 'derivative from right to left.',
    forwardOnly: 'The forward pass computes every value from left to right. This graph comes without derivatives.',
    forwardTitle: (node) => `${node} computes its value`,
    seedTitle: 'The backward pass begins at the result',
    seedText: (by) => `The derivative of the result by itself, ${by}, is the first upstream value.`,
    seedSum: (by) => `The result isn’t one number: its elements count as summed, so ${by} is 1 for each of them.`,
    seedGiven: (by) => `The upstream value ${by} was given: it is what arrives at the result from the rest of a `
      + 'computation.',
    givenUpstream: 'upstream value',
    backwardTitle: (node) => `${node} passes the derivative on`,
    upstream: 'upstream', local: 'local derivative', downstream: 'downstream',
    to: (name) => `to ${name}`,
    constant: (name) => `${name} is a constant and receives no derivative.`,
    repeated: 'Summed over the axes along which the operand was repeated.',
    sum: (name) => `${name} feeds several nodes, and what they send back adds up:`,
    sumSoFar: (name) => `${name} feeds several nodes, and what they send back adds up; so far:`,
    literal: 'constant', resultIs: (value) => `The result is ${value}.`,
    unknownPart: 'This part was not recorded.',
    wordRule: 'rule', ownRule: 'the operation’s own', tooMany: 'too many numbers to list',
    node: 'Node', rule: 'Computed as', value: 'Value', derivative: 'Derivative',
    derivativeBy: (name) => `Derivative of ${name}`,
    notYet: 'not yet', none: 'none',
    restore: 'Restore the original values',
    noInputs: 'The expression has no names whose values could be changed.',
    mayEdit: 'Change a value and every number changes with it.',
    wrongNumber: 'This isn’t a number. Enter one such as 1.5, 1e-3, nan or inf.',
    wrongTensor: (shape) => `These aren’t nested lists of numbers. Enter some of shape ${shape}.`,
    shapesOnly: 'A network that is drawn from its sizes has no values: there are shapes and rules, with N for the '
      + 'number of samples.',
    single: 'The values can’t be changed here: they were computed in single precision.',
    large: 'The values can’t be changed here: the graph is too large to be computed in the page.',
    operation: 'The values can’t be changed here: the page doesn’t know how to compute one of the operations.',
    range: (count, least, largest) =>
      `${count} numbers, ` + (least === largest ? `all ${least}` : `from ${least} to ${largest}`),
    numbers: (count) => `${count} numbers`,
    more: (count) => `And ${count} more nodes, which the steps show one by one.`,
    announceForward: (where, node, value) => `${where}, forward. ${node} gives ${value}.`,
    announceBackward: (where, node, parts) => `${where}, backward at ${node}. ${parts}`,
    announcePart: (name, upstream, local, part) =>
      `To ${name}: upstream ${upstream} times local derivative ${local} is ${part}.`,
    announceRule: (name, upstream, part) => `To ${name}: upstream ${upstream} becomes ${part}.`,
    announceSum: (sum) => `The sum so far is ${sum}.`,
    graphLabel: (count) => `Drawing of a graph with ${count} nodes: values above the lines, derivatives below.`,
  },
  'zh-Hans': {
    kind: '计算图', steps: '步骤', zoom: '缩放', drawing: '图', inputs: '输入', values: '全部数值',
    first: '第一步', previous: '后退一步', next: '前进一步', last: '最后一步', position: '步骤',
    zoomOut: '缩小', zoomIn: '放大', zoomFit: '原始大小',
    forward: '正向传播', backward: '反向传播', start: '开始',
    keys: '按键：→ 或空格进入下一步，← 上一步，Home 与 End 跳到首尾；+ − 0 调整大小。',
    where: (step, count) => `第 ${step} 步，共 ${count} 步`,
    inputsTitle: '输入已给定',
    inputsText: '正向传播从左到右计算每个值；随后反向传播从右到左求出每个导数。',
    forwardOnly: '正向传播从左到右计算每个值。这张图没有导数。',
    forwardTitle: (node) => `${node} 计算它的值`,
    seedTitle: '反向传播从结果开始',
    seedText: (by) => `结果对自身的导数 ${by} 是最初的上游值。`,
    seedSum: (by) => `结果不是单个数：按各元素之和计算，因此每个元素的 ${by} 都是 1。`,
    seedGiven: (by) => `上游值 ${by} 是给定的：它由计算的其余部分传到结果。`,
    givenUpstream: '上游值',
    backwardTitle: (node) => `${node} 把导数传下去`,
    upstream: '上游值', local: '局部导数', downstream: '下游值',
    to: (name) => `传给 ${name}`,
    constant: (name) => `${name} 是常数，不接收导数。`,
    repeated: '沿被广播的轴求和。',
    sum: (name) => `${name} 供多个节点使用，它们传回的导数相加：`,
    sumSoFar: (name) => `${name} 供多个节点使用，它们传回的导数相加；到目前为止：`,
    literal: '常数', resultIs: (value) => `结果为 ${value}。`,
    unknownPart: '这一部分没有记录。',
    wordRule: '规则', ownRule: '该运算自己的规则', tooMany: '数字太多，未列出',
    node: '节点', rule: '算式', value: '值', derivative: '导数', derivativeBy: (name) => `${name} 的导数`,
    notYet: '尚未算出', none: '无',
    restore: '恢复原来的值',
    noInputs: '这个算式里没有可以修改的变量。',
    mayEdit: '修改任意一个值，所有数字随之更新。',
    wrongNumber: '这不是数字。请输入数字，例如 1.5、1e-3、nan 或 inf。',
    wrongTensor: (shape) => `格式不对。请输入形状为 ${shape} 的嵌套数字列表。`,
    shapesOnly: '只按各层大小画出的网络没有数值，这里只有形状和规则；N 表示样本数。',
    single: '这里不能修改数值：它们是用单精度计算的。',
    large: '这里不能修改数值：图太大，无法在页面中计算。',
    operation: '这里不能修改数值：页面不支持其中的某个运算。',
    range: (count, least, largest) =>
      `${count} 个数，` + (least === largest ? `全为 ${least}` : `从 ${least} 到 ${largest}`),
    numbers: (count) => `${count} 个数`,
    more: (count) => `还有 ${count} 个节点，可逐步查看。`,
    announceForward: (where, node, value) => `${where}，正向。${node} 得到 ${value}。`,
    announceBackward: (where, node, parts) => `${where}，反向，在 ${node}。${parts}`,
    announcePart: (name, upstream, local, part) =>
      `传给 ${name}：上游值 ${upstream} 乘以局部导数 ${local} 等于 ${part}。`,
    announceRule: (name, upstream, part) => `传给 ${name}：上游值 ${upstream} 变为 ${part}。`,
    announceSum: (sum) => `目前之和为 ${sum}。`,
    graphLabel: (count) => `含 ${count} 个节点的计算图：值在线上方，导数在线下方。`,
  },
};

let language = (navigator.language || 'en').toLowerCase().startsWith('zh') ? 'zh-Hans' : 'en';

function say(key, ...details) {
  const text = words[language][key];
  return typeof text === 'function' ? text(...details) : text;
}

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

// The letters that rules may use: those of the operands, then that of the result.
const LETTERS = {
  matrix: ['X→Y', 'A→B', 'U→V', 'R→S'], product: ['XW→Y', 'AB→Y', 'AB→C', 'UV→S'], layer: ['XWB→Y'],
  one: ['x→y', 'x→z', 'u→y', 'u→v', 'a→b', 'r→s'], two: ['xy→z', 'ab→y', 'ab→c', 'uv→s', 'rs→q'],
};

// What each name stands for. A letter that is the name of another value would mislead.
const namesakes = new Map();
for (const node of nodes) {
  const name = (node.name ?? '').toLowerCase();
  if (name.length === 1) namesakes.set(name, [...namesakes.get(name) ?? [], node.id]);
}

// The letters by which a node's rules call its operands and its result.
function lettersOf(node) {
  const isCapital = operationOf(node)?.rules[0][0] === 'Z';
  const count = node.inputs.length;
  const kind = isCapital ? ['matrix', 'product', 'layer'][count - 1] : count === 1 ? 'one' : 'two';
  const sets = LETTERS[kind].map((set) => {
    const [operands, result] = set.split('→');
    return { operands: [...operands], result };
  });
  const isOwn = (letter, id) =>
    (namesakes.get(letter.toLowerCase()) ?? []).every((namesake) => namesake === id);
  return sets.find(({ operands, result }) => isOwn(result, node.id)
    && operands.every((letter, operand) => isOwn(letter, node.inputs[operand]))) ?? sets[0];
}

// A rule of an operation, which is written for x, y and z and the result L, in letters for this node.
function inLetters(rule, node) {
  const { operands, result } = lettersOf(node);
  return rule.replace(/∂L|\b[xyzXYZ]\b/g, (found) => {
    if (found === '∂L') return '∂' + model.resultName;
    return { x: operands[0], y: operands[1], z: result }[found.toLowerCase()];
  });
}

// What an operation computes, with the numbers that are part of it.
function ruleOf(node) {
  const rule = operationOf(node)?.rules[0];
  if (!rule) return null;
  const { exponent, slope } = node.settings;
  const power = exponent === undefined ? '' : ', p = ' + shown(exponent);
  return inLetters(rule, node) + power + (slope === undefined ? '' : ', a = ' + shown(slope));
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

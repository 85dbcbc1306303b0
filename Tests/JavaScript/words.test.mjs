// What a page says, in both languages, and the letters in its rules.
import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from './support/page.mjs';

function model(nodes) { return { result: nodes.length - 1, resultName: 'L', isDouble: true, isOfShapesOnly: false, nodes }; }

function input(name, more = {}) { return { shape: [], name, value: [1], ...more }; }

function operation(name, symbol, inputs, value, more = {}) {
  return { shape: [], operation: name, symbol, inputs, value: [value], ...more };
}

const empty = model([input('x')]);

test('both languages say the same things of the same things', () => {
  const { en, 'zh-Hans': chinese } = page(empty).words;
  assert.deepEqual(Object.keys(chinese).sort(), Object.keys(en).sort());
  for (const [key, text] of Object.entries(en)) {
    assert.equal(typeof chinese[key], typeof text, key);
    assert.equal(chinese[key].length > 0, true, key);
    if (typeof text !== 'function') continue;
    assert.equal(chinese[key].length, text.length, `${key} takes as many details`);
    const details = Array.from({ length: text.length }, (_, i) => `<${i}>`);
    for (const sentence of [text(...details), chinese[key](...details)]) {
      for (const detail of details) assert.ok(sentence.includes(detail), `${key} says ${detail}: ${sentence}`);
    }
  }
});

test('the language is the reader’s', () => {
  for (const [setting, expected] of [['en-GB', 'en'], ['zh-CN', 'zh-Hans'], ['ZH', 'zh-Hans'], ['de', 'en'], ['', 'en']]) {
    assert.equal(page(empty, setting).language, expected, setting);
  }
  assert.equal(page(empty, 'en').say('where', 2, 5), 'Step 2 of 5');
  assert.equal(page(empty, 'zh').say('where', 2, 5), '第 2 步，共 5 步');
});

test('numbers that are too many are told by their ends, or as one where all are', () => {
  const told = (numbers, setting = 'en') => page(empty, setting).rangeOf(page(empty).tensor([numbers.length], numbers));
  const many = (...some) => [...some, ...Array.from({ length: 96 - some.length }, () => some[0])];
  assert.equal(told(many(1)), '96 numbers, all 1');
  assert.equal(told(many(1, 2)), '96 numbers, from 1 to 2');
  assert.equal(told(many(1, 1.000001)), '96 numbers, all about 1');
  assert.equal(told(many(1, NaN)), '96 numbers, 1, 1 of them nan');
  assert.equal(told(many(1, 2, NaN)), '96 numbers, from 1 to 2, 1 of them nan');
  assert.equal(told(many(NaN)), '96 numbers, all nan');
  assert.equal(told(many(1), 'zh'), '96 个数，全为 1');
  assert.equal(told(many(1, 2, NaN), 'zh'), '96 个数，从 1 到 2，其中 1 个为 nan');
  const drawn = (numbers) => page(empty).rangeText(page(empty).tensor([numbers.length], numbers));
  assert.deepEqual([drawn([1, 1]), drawn([1, 2]), drawn([1, 1.000001]), drawn([1, NaN]), drawn([NaN])],
    ['all 1', '1 … 2', 'all about 1', '1, 1 nan', '1 nan']);
});

test('nodes are called by their names, numbers, or signs and places', () => {
  const found = page(model([
    input('apple'), { shape: [], value: [0.5], isConstant: true }, operation('multiply', '×', [0, 1], 0.5),
    operation('power', 'power', [2], 0.25, { settings: { exponent: 2 } }),
    { shape: [2], value: [1, 2], isConstant: true }, operation('sum', 'sum', [4], 3, { settings: { axis: 0 } }),
    operation('add', '+', [3, 5], 3.25, { name: 'total' }),
  ]));
  assert.deepEqual(found.nodes.map(found.nameOf),
    ['apple', '0.5', '× #2', 'power #3', 'constant #4', 'sum #5', 'total']);
  assert.deepEqual(found.nodes.map(found.formulaOf),
    ['', '', 'apple × 0.5', '#2 ** 2', '', 'sum(#4, axis=0)', '#3 + #5']);
  assert.equal(found.derivativeBy('apple'), '∂L/∂apple');
});

function rules(names, name, inputs, value, more = {}) {
  const found = page(model([...names.map((letter) => input(letter, more)), operation(name, name, inputs, value)]));
  return found.ruleOf(found.nodes[names.length]);
}

test('rules are written in the graph’s own names', () => {
  assert.equal(rules(['x', 'y'], 'multiply', [0, 1], 1), 'z = x × y');
  assert.equal(rules(['p', 'q'], 'multiply', [0, 1], 1), 'z = p × q');
  assert.equal(rules(['x', 'y'], 'multiply', [1, 0], 1), 'z = y × x');
  assert.equal(rules(['apple', '苹果个数'], 'multiply', [0, 1], 1), 'z = apple × 苹果个数');
  assert.equal(rules(['x', 'x2'], 'exp', [0], Math.E), 'z = exp x');
  // The result gets a letter that no other value has.
  assert.equal(rules(['x', 'z'], 'exp', [0], Math.E), 'y = exp x');
  assert.equal(rules(['x', 'y', 'z'], 'exp', [0], Math.E), 'u = exp x');
});

test('a target that is called t stays t', () => {
  const found = page(model([{ shape: [1, 2], name: 'a', value: [0, 0] }, { shape: [1, 2], name: 't', value: [1, 0] },
    operation('softmax_with_loss', 'Softmax-with-Loss', [0, 1], Math.log(2))]));
  assert.equal(found.ruleOf(found.nodes[2]), 'z = −(1/N) Σ t log softmax(a)');
  assert.equal(found.inLetters('∂L/∂yᵢ = −∂L/∂z · (log softmax(x)ᵢ) / N', found.nodes[2]),
    '∂L/∂tᵢ = −∂L/∂z · (log softmax(a)ᵢ) / N');
  assert.deepEqual(found.lettersOf(found.nodes[2]).operands, ['a', 't']);
});

test('what has no name gets a letter, and the legend says which', () => {
  const nodes = [input('x'), input('u'), operation('multiply', '×', [0, 1], 1), operation('exp', 'exp', [2], Math.E)];
  const found = page(model(nodes));
  assert.equal(found.ruleOf(found.nodes[3]), 'z = exp v');
  assert.equal(found.legendOf(found.nodes[3]), 'Here z is this node, exp #3; v is × #2.');
  assert.equal(found.legendOf(page(model([input('x'), operation('exp', 'exp', [0], Math.E, { name: 'y' })])).nodes[1]), '');
  assert.match(page(model(nodes), 'zh').legendOf(found.nodes[3]), /^其中 z：本节点 exp #3；v：× #2。$/);
  // Nor does a name serve that the rule has for something else, or that is a sentence.
  assert.equal(rules(['n'], 'mean', [0], 1), 'z = (Σ uᵢ) / n, n = 1');
  assert.equal(rules(['price of all apples'], 'exp', [0], Math.E), 'z = exp u');
});

test('rules tell the exponent, the slope, the axis and the count, and the result’s own name', () => {
  const found = page({ ...model([input('x'), operation('power', 'power', [0], 1, { settings: { exponent: 3 } })]),
    resultName: 'price' });
  assert.equal(found.ruleOf(found.nodes[1]), 'z = x ** p, p = 3');
  assert.equal(found.inLetters('∂L/∂x = z · ∂L/∂z', found.nodes[1]), '∂price/∂x = z · ∂price/∂z');
  assert.equal(found.ruleOf(found.nodes[0]), null);
  const leaky = page(model([input('x'), operation('leaky_relu', 'leaky_relu', [0], 1, { settings: { slope: 0.25 } })]));
  assert.match(leaky.ruleOf(leaky.nodes[1]), /, a = 0\.25$/);
  assert.equal(leaky.formulaOf(leaky.nodes[1]), 'leaky_relu(x, 0.25)');
  const mean = page(model([{ shape: [2, 3], name: 'x', value: [1, 1, 1, 1, 1, 1] },
    { shape: [3], operation: 'mean', symbol: 'mean', inputs: [0], value: [1, 1, 1], settings: { axis: 0 } }]));
  assert.equal(mean.ruleOf(mean.nodes[1]), 'z = (Σ xᵢ) / n, axis = 0, n = 2');
});

// What is neither the name of a function nor a single letter.
function wordsIn(rule) {
  const functions = new Set(['exp', 'log', 'max', 'softmax', 'tanh']);
  return (rule.match(/[a-z]{2,}/g) ?? []).filter((word) => !functions.has(word));
}

test('every rule that is partly words has them in Chinese, and its letters are replaced there, too', () => {
  const { operations, chineseRules } = page(empty);
  const rules = new Set(Object.values(operations).flatMap((operation) => operation.rules));
  const inWords = [...rules].filter((rule) => wordsIn(rule).length > 0);
  assert.ok(inWords.length > 5);
  assert.deepEqual(Object.keys(chineseRules).sort(), inWords.sort());
  const symbols = (rule) => [...rule.matchAll(/[Σσδ½²√∂|<±−·/]|(?<![a-z])[a-z](?![a-z])[ᵢⱼᵤᵥ]*/gu)].map(([symbol]) => symbol);
  for (const [rule, chinese] of Object.entries(chineseRules)) {
    assert.deepEqual(wordsIn(chinese), [], chinese);
    assert.match(chinese, /\p{Script=Han}/u);
    for (const symbol of new Set(symbols(rule))) assert.ok(symbols(chinese).includes(symbol), `${symbol}: ${chinese}`);
    // A letter beside a character would be taken for the end of a name.
    assert.doesNotMatch(chinese, /\p{Script=Han}[a-zA-Z]|[a-zA-Z]\p{Script=Han}/u);
  }
});

test('a rule in words is in the reader’s language, with the graph’s own names', () => {
  const image = { shape: [1, 1, 2, 2], name: 'photo', value: [1, 2, 3, 4] };
  const pool = { shape: [1, 1, 1, 1], operation: 'max_pool', symbol: 'MaxPool', inputs: [0], value: [4],
    settings: { window_height: 2, window_width: 2, stride_height: 2, stride_width: 2, padding_top: 0, padding_left: 0,
      padding_bottom: 0, padding_right: 0 } };
  const told = (setting) => {
    const found = page(model([image, pool]), setting);
    const [rule, back] = found.operations['max_pool/1'].rules;
    return [found.ruleOf(found.nodes[1]), found.inLetters(rule, found.nodes[1]), found.inLetters(back, found.nodes[1])];
  };
  assert.deepEqual(told('en'), ['z = the largest photo of each window', 'z = the largest photo of each window',
    '∂L/∂photo = Σ ∂L/∂z over the windows whose largest it is']);
  assert.deepEqual(told('zh'), ['z = 每个窗口中最大的 photo', 'z = 每个窗口中最大的 photo',
    '∂L/∂photo = Σ ∂L/∂z，对以 photo 为最大值的窗口求和']);
});

// What the step's panel says: fractions, broadcasting, and what was expected of a field.
import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from './support/page.mjs';

function model(nodes) {
  return { result: nodes.length - 1, resultName: 'L', isDouble: true, isOfShapesOnly: false, nodes };
}

function zeros(shape) { return new Array(shape.reduce((count, size) => count * size, 1)).fill(0); }

function input(name, shape) { return { shape, name, value: zeros(shape) }; }

function operation(name, inputs, shape, settings = {}) {
  return { shape, operation: name, symbol: name, inputs, value: zeros(shape), settings };
}

const plain = page(model([input('x', [])]));

test('fractions are found with their brackets, the first one first', () => {
  const found = (text) => {
    const { start, end, above, below } = plain.firstFraction(text);
    return [text.slice(0, start), above, below, text.slice(end)];
  };
  assert.deepEqual(found('∂L/∂x = y'), ['', '∂L', '∂x', ' = y']);
  assert.deepEqual(found('1 / (2 z)'), ['', '1', '(2 z)', '']);
  assert.deepEqual(found('−z / y'), ['', '−z', 'y', '']);
  assert.deepEqual(found('z = 1 / (1 + exp(−x))'), ['z = ', '1', '(1 + exp(−x))', '']);
  assert.deepEqual(found('x · (softmax(a)ᵢ − tᵢ) / N'), ['x · ', '(softmax(a)ᵢ − tᵢ)', 'N', '']);
  assert.deepEqual(found('The value ∂L/∂苹果, given.'), ['The value ', '∂L', '∂苹果', ', given.']);
  assert.deepEqual(found('Σ ∂L/∂z / k，对窗口求和'), ['Σ ', '∂L', '∂z', ' / k，对窗口求和']);
  assert.deepEqual(found(' / k，对窗口求和'.replace(' ', 'v ')), ['', 'v', 'k', '，对窗口求和']);
  assert.equal(plain.firstFraction('z = x + y'), undefined);
});

test('what was repeated to fit is told, and that its derivative is summed', () => {
  const found = page(model([input('X', [2, 3]), input('b', [3]), input('c', [2, 1]), operation('add', [0, 1], [2, 3]),
    operation('multiply', [3, 2], [2, 3])]));
  assert.deepEqual(found.repetitionNotes(found.nodes[3]), ['b of shape (3,) is repeated along axis 0 to (2, 3).']);
  assert.equal(found.broadcastNote(found.nodes[3], 1),
    'b of shape (3,) was repeated along axis 0, so what arrives is summed over axis 0.');
  assert.equal(found.broadcastNote(found.nodes[3], 0), undefined);
  assert.match(found.broadcastNote(found.nodes[4], 1), /along axis 1, so what arrives is summed over axis 1/);
  const single = page(model([input('X', [2, 3]), input('s', []), operation('add', [0, 1], [2, 3])]));
  assert.match(single.broadcastNote(single.nodes[2], 1), /^s of shape \(\) was repeated along axes 0, 1, so/);
  const affine = page(model([input('X', [4, 2]), input('W', [2, 3]), input('b', [3]), operation('affine', [0, 1, 2], [4, 3])]));
  assert.match(affine.broadcastNote(affine.nodes[3], 2), /summed over axis 0/);
  assert.equal(affine.broadcastNote(affine.nodes[3], 1), undefined);
});

test('what a sum brought together is repeated on the way back', () => {
  const sum = page(model([input('X', [2, 3]), operation('sum', [0], [3], { axis: 0 })]));
  assert.equal(sum.broadcastNote(sum.nodes[1], 0), 'What arrives, of shape (3,), is repeated along axis 0 to (2, 3).');
  const last = page(model([input('X', [2, 3]), operation('mean', [0], [2], { axis: -1 })]));
  assert.match(last.broadcastNote(last.nodes[1], 0), /along axis 1 to \(2, 3\)/);
  const all = page(model([input('X', [2, 3]), operation('mean', [0], [])]), 'zh');
  assert.equal(all.broadcastNote(all.nodes[1], 0), '传来的值形状为 ()，沿轴 0、1 重复，成为 (2, 3)。');
});

test('a field says what was expected and what came', () => {
  const read = (text, shape) => {
    const { value, mistake, found } = plain.readValue(text, shape);
    return value ? value.data : mistake ?? found;
  };
  assert.deepEqual(read('[[1, 2], [3, 4]]', [2, 2]), [1, 2, 3, 4]);
  assert.deepEqual(read('[[1, 2]]', [2, 2]), [1, 2]);
  assert.deepEqual(plain.readValue('[[1, 2]]', [2, 2]).found, [1, 2]);
  assert.deepEqual(read('7', [2]), []);
  assert.deepEqual(read('[1]', []), [1]);
  assert.deepEqual(read('', [2]), ['nothing']);
  assert.deepEqual(read('[1, 2', [2]), ['endOfText']);
  assert.deepEqual(read('[1, two]', [2]), ['gotAt', 'two', 5]);
  assert.deepEqual(read('[1 2]', [2]), ['gotAt', '2', 4]);
  assert.deepEqual(read('[[1, 2], [3]]', [2, 2]), ['unequalRows', '2', '1']);
  assert.deepEqual(read('[1, 2] 3', [2]), ['gotMore', '3']);
  assert.deepEqual(read('1,5', []), ['gotMore', ',5']);
  assert.deepEqual(read('[[], []]', [2, 0]), []);
  assert.deepEqual(read('[]', [0, 3]), []);
  assert.deepEqual(read('−１.５e1', []), [-15]);
});

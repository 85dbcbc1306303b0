// The forward and the backward pass over the nodes of a page.
import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from './support/page.mjs';

function input(name, value) { return { shape: [], name, value: [value] }; }

function operation(name, symbol, inputs, value, gradient, more = {}) {
  return { shape: [], operation: name, symbol, inputs, value: [value], gradient: [gradient], ...more };
}

function model(nodes, more = {}) {
  return { result: nodes.length - 1, resultName: 'L', isDouble: true, isOfShapesOnly: false, nodes, ...more };
}

// Two apples for 100 each, with a tax of 10 %: products of two doubles, each rounded once, as Python writes them.
const shopping = model([
  { ...input('apple', 100), gradient: [2.2] }, { ...input('count', 2), gradient: [110.00000000000001] },
  operation('multiply', '×', [0, 1], 200, 1.1), { ...input('tax', 1.1), gradient: [200] },
  operation('multiply', '×', [2, 3], 220.00000000000003, 1),
]);

// x² + 3x at 2: 10, with the derivative 2x + 3 = 7, whose parts 2, 2 and 3 come from three uses.
const fanOut = model([
  { ...input('x', 2), gradient: [7] }, operation('multiply', '×', [0, 0], 4, 1),
  { shape: [], value: [3], isConstant: true }, operation('multiply', '×', [0, 2], 6, 1),
  operation('add', '+', [1, 3], 10, 1),
]);

function numbers(tensors) { return tensors.map((a) => a?.data[0]); }

function changed(found, values) {
  const inputs = new Map();
  found.nodes.forEach((node) => {
    if (node.operation === undefined && !node.isConstant) inputs.set(node.id, node.value);
  });
  for (const [id, value] of Object.entries(values)) inputs.set(Number(id), found.tensor([], [value]));
  return found.trace(inputs);
}

test('without a change every number is the library’s own', () => {
  const found = page(shopping);
  const trace = changed(found, {});
  assert.equal(found.obstacle, undefined);
  trace.values.forEach((value, id) => assert.equal(value, found.nodes[id].value));
  assert.deepEqual(numbers(trace.gradients), [2.2, 110.00000000000001, 1.1, 200, 1]);
});

test('other inputs are computed forward and backward', () => {
  const trace = changed(page(shopping), { 0: 150, 3: 1.08 });
  assert.deepEqual(numbers(trace.values), [150, 2, 300, 1.08, 324]);
  assert.deepEqual(numbers(trace.gradients), [2.16, 162, 1.08, 300, 1]);
});

test('the steps go forward, then backward from the result', () => {
  const { steps } = changed(page(shopping), {});
  assert.deepEqual(steps.map(({ kind, node }) => [kind, node]), [
    ['inputs', undefined], ['forward', 2], ['forward', 4], ['seed', 4], ['backward', 4], ['backward', 2],
  ]);
  assert.deepEqual(numbers(steps[4].parts.map(({ part }) => part)), [1.1, 200]);
  assert.deepEqual(numbers(steps[5].parts.map(({ part }) => part)), [2.2, 110.00000000000001]);
});

test('what several uses send back adds up, and constants receive nothing', () => {
  const found = page(fanOut);
  assert.deepEqual(found.useCounts, [3, 1, 1, 1, 0]);
  const { steps, gradients, values } = changed(found, { 0: 5 });
  assert.deepEqual(numbers(values), [5, 25, 3, 15, 40]);
  assert.deepEqual(numbers(gradients), [13, 1, undefined, 1, 1]);
  const [, through3, through1] = steps.slice(-3);
  assert.deepEqual(through3.parts[1], { input: 2, operand: 1, isConstant: true });
  assert.deepEqual(numbers([through3.parts[0].part, through3.parts[0].sum]), [3, 3]);
  assert.deepEqual(through1.parts.map(({ before, part, sum, isLast }) =>
    [...numbers([before, part, sum]), isLast]), [[3, 5, 8, false], [8, 5, 13, true]]);
});

// Ten times five with 1.3 from above: 1.3 · 5 = 6.5 and 1.3 · 10 = 13, as the notes have it.
const given = model([
  { ...input('x', 10), gradient: [6.5] }, { ...input('y', 5), gradient: [13] },
  operation('multiply', '×', [0, 1], 50, 1.3),
], { isUpstreamGiven: true });

test('an upstream value that was given is where the backward pass begins, and can be changed', () => {
  const found = page(given);
  assert.equal(found.obstacle, undefined);
  assert.deepEqual(numbers(changed(found, {}).gradients), [6.5, 13, 1.3]);
  assert.deepEqual(numbers(changed(found, { 0: 20 }).gradients), [6.5, 26, 1.3]);
  const inputs = new Map(found.nodes.slice(0, 2).map((node) => [node.id, node.value]));
  assert.deepEqual(numbers(found.trace(inputs, found.tensor([], [2])).gradients), [10, 20, 2]);
  // The same number again is the library's own.
  assert.equal(found.trace(inputs, found.tensor([], [1.3])).gradients[2], found.nodes[2].gradient);
});

test('numbers that JSON lacks come as words', () => {
  const found = page(model([input('a', 'nan'), input('b', 'inf'), { ...input('c', '-inf') }]));
  assert.deepEqual(numbers(found.nodes.map((node) => node.value)), [NaN, Infinity, -Infinity]);
});

test('an operation of a known name that computes something else is not computed', () => {
  const stranger = page(model([input('z', 2), operation('exp', 'exp', [0], 6, 1)]));
  assert.equal(stranger.operationOf(stranger.nodes[1]), undefined);
  assert.equal(stranger.obstacle, 'operation');
  const known = page(model([input('z', 0), operation('exp', 'exp', [0], 1, 1)]));
  assert.equal(known.obstacle, undefined);
  // The value is right and the derivative is not: that of 3z by z is 3.
  const wrong = page(model([{ ...input('z', 2), gradient: [4] },
    { shape: [], value: [3], isConstant: true }, operation('multiply', '×', [0, 1], 6, 1)]));
  assert.equal(wrong.obstacle, 'operation');
});

test('the page says why it computes nothing', () => {
  assert.equal(page({ ...shopping, isDouble: false }).obstacle, 'single');
  assert.equal(page({ ...shopping, isOfShapesOnly: true }).obstacle, 'shapesOnly');
  const large = model([{ shape: [1001], name: 'x', value: null }, operation('sum', 'sum', [0], 0, 1)]);
  assert.equal(page(large).obstacle, 'large');
  assert.equal(page(model([input('x', 1), operation('own', 'own', [0], 1, 1)])).obstacle, 'operation');
});

test('a graph without derivatives is stepped through forward', () => {
  const nodes = shopping.nodes.map(({ gradient, ...node }) => node);
  const found = page(model(nodes));
  assert.equal(found.hasBackward, false);
  assert.deepEqual(changed(found, {}).steps.map(({ kind }) => kind), ['inputs', 'forward', 'forward']);
});

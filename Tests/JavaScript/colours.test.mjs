// The scale of the pictures of numbers: which magnitude has the full colour.
import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from './support/page.mjs';

const now = { values: [], gradients: [] };
const { scaleOf, scaleFor, mapLevels, tensor } = page({
  result: 0, resultName: 'L', isDouble: true, isOfShapesOnly: false, nodes: [{ shape: [], value: [1], name: 'x' }],
}, 'en', { now });

function vector(...numbers) { return tensor([numbers.length], numbers); }

// The scales of a value's picture and of its derivative's.
function scales(value, gradient, part = gradient) {
  [now.values[0], now.gradients[0]] = [value, gradient];
  return ['value', 'derivative', 'contribution'].map((role, i) =>
    scaleFor({ node: 0, role }, [value, gradient ?? vector(), part][i]));
}

test('the largest finite magnitude has the full colour', () => {
  assert.equal(scaleOf(vector(1, -3, 2)), 3);
  assert.equal(scaleOf(vector(0, -0)), 0);
  assert.equal(scaleOf(vector(NaN, 0.5, NaN)), 0.5);
  assert.equal(scaleOf(vector(NaN)), 0);
  assert.equal(scaleOf(vector()), 0);
});

test('a value and its derivative that are alike share a scale, and so do the parts of the derivative', () => {
  assert.deepEqual(scales(vector(-2, 1), vector(0.6, 0.1), vector(0.05, 0)), [2, 2, 2]);
  assert.deepEqual(scales(vector(0.3), vector(-1, 1)), [1, 1, 1]);
});

test('at a factor of four each has its own, so that the smaller one is seen', () => {
  assert.deepEqual(scales(vector(2, -4), vector(1)), [4, 1, 1]);
  assert.deepEqual(scales(vector(0.001), vector(50), vector(7)), [0.001, 50, 50]);
});

test('where a derivative is 0 or not there, the value has its own scale, and a part its own', () => {
  assert.deepEqual(scales(vector(5), vector(0, 0), vector(3)), [5, 0, 3]);
  assert.deepEqual(scales(vector(5), undefined, vector(3)), [5, 0, 3]);
});

test('the same number has the same colour in both pictures where they share a scale', () => {
  const [value, gradient] = [vector(-2, 1, 0.5), vector(0.6, 1, 0)];
  const [ofValue, ofGradient] = scales(value, gradient);
  assert.deepEqual(mapLevels(value, 1, 3, ofValue), [-8, 4, 2]);
  assert.deepEqual(mapLevels(gradient, 1, 3, ofGradient), [3, 4, 0]);
});

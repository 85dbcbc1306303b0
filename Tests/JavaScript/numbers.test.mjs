// Numbers as text, and text as numbers.
import assert from 'node:assert/strict';
import test from 'node:test';
import { mathematics } from './support/page.mjs';

const { exact, shown, shapeText, nested, shownTensor, tensorLines, parsed, tensor } = mathematics;

// What printf("%.4g") writes, and "%.6g" from 1000 on, with a true minus and without zeros in exponents. Whole numbers
// below ten millions are written in full.
test('numbers are rounded for people', () => {
  for (const [x, expected] of [
    [0, '0'], [-0, '0'], [2.2000000000000002, '2.2'], [12.125, '12.12'], [12.375, '12.38'], [999.95, '1000'],
    [1000.25, '1000.25'], [123456.5, '123456'], [1234.565, '1234.57'], [9999999, '9999999'], [1e7, '1e7'],
    [12345678, '1.23457e7'], [1e21, '1e21'], [-1 / 3, '−0.3333'], [0.0001, '0.0001'], [0.00009999, '9.999e−5'],
    [0.000099996, '0.0001'], [5e-324, '4.941e−324'], [1.7976931348623157e308, '1.79769e308'], [99.995, '100'],
    [-2.5e-10, '−2.5e−10'], [715.0000000000001, '715'], [Infinity, '∞'], [-Infinity, '−∞'], [NaN, 'NaN'],
  ]) assert.equal(shown(x), expected, String(x));
});

test('numbers in full read back the same bits', () => {
  for (const x of [0.1 + 0.2, 1e-7, 5e-324, 1.7976931348623157e308, -0, 1 / 3]) {
    assert.equal(parsed(exact(x), []).data[0], x);
  }
  assert.equal(exact(-0), '-0');
  assert.deepEqual([NaN, Infinity, -Infinity].map(exact), ['nan', 'inf', '-inf']);
});

test('shapes and tensors are written as in Python', () => {
  assert.equal(shapeText([]), '()');
  assert.equal(shapeText([3]), '(3,)');
  assert.equal(shapeText([2, 3]), '(2, 3)');
  assert.equal(nested(tensor([2, 2], [1, 2, 3, 4]), String), '[[1, 2], [3, 4]]');
  assert.equal(nested(tensor([], [5]), String), '5');
  assert.equal(nested(tensor([2, 0], []), String), '[[], []]');
  assert.equal(shownTensor(tensor([2], [0.5, -1])), '[0.5, −1]');
  assert.equal(shownTensor(tensor([13], new Array(13).fill(0))), '(13,)');
});

test('small tensors stand in rows, larger ones do not', () => {
  assert.deepEqual(tensorLines(tensor([2, 2], [1, 2, 3, 4])), ['[[1, 2],', '[3, 4]]']);
  assert.deepEqual(tensorLines(tensor([3], [1, 2, 3])), ['[1, 2, 3]']);
  assert.deepEqual(tensorLines(tensor([7], [1, 2, 3, 4, 5, 6, 7])), []);
  assert.deepEqual(tensorLines(tensor([5, 1], [1, 2, 3, 4, 5])), []);
  assert.deepEqual(tensorLines(tensor([1, 1, 1], [1])), ['[[[1]]]']);
  assert.deepEqual(tensorLines(tensor([1, 1, 2, 2], [1, 2, 3, 4])), ['[[[[1, 2],', '[3, 4]]]]']);
  assert.deepEqual(tensorLines(tensor([2, 1, 2], [1, 2, 3, 4])), []);
});

test('in a narrow drawing a row goes on in the next line', () => {
  const many = tensor([2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(tensorLines(many, 3), ['[[1, 2, 3,', '4, 5],', '[6, 7, 8,', '9, 10]]']);
  assert.deepEqual(tensorLines(many, 5), tensorLines(many));
  assert.deepEqual(tensorLines(tensor([4], [1, 2, 3, 4]), 2), ['[1, 2,', '3, 4]']);
  assert.deepEqual(tensorLines(tensor([2], [1, 2]), 1), ['[1,', '2]']);
});

test('what a person types is read', () => {
  for (const [text, shape, expected] of [
    ['1.5', [], [1.5]], [' -1e-3 ', [], [-0.001]], ['+.5', [], [0.5]], ['2.', [], [2]], ['nan', [], [NaN]],
    ['-inf', [], [-Infinity]], ['Infinity', [], [Infinity]], ['-0', [], [-0]],
    // The minus of typesetting, and the full width of East Asian keyboards.
    ['\u22122', [], [-2]], ['１．５', [], [1.5]],
    ['[1, 2]', [2], [1, 2]], ['[[1,2],[3,-4e2]]', [2, 2], [1, 2, 3, -400]], ['[]', [0], []],
  ]) assert.deepEqual(parsed(text, shape), tensor(shape, expected), text);
});

test('what is no number of that shape is not read', () => {
  for (const [text, shape] of [
    ['', []], ['1.5x', []], ['1 2', []], ['e5', []], ['--1', []], ['1,5', []], ['0x10', []], ['[1]', []], ['1', [1]],
    ['[1 2]', [2]], ['[1, 2, 3]', [2]], ['[1]', [2]], ['[1, 2', [2]], ['[1, 2]]', [2]], ['[[1, 2]]', [2]],
    ['[1,, 2]', [2]], ['+', []], ['.', []],
  ]) assert.equal(parsed(text, shape), undefined, text);
});

// Shapes, broadcasting, sums and products. Expected numbers are worked out by hand, by NumPy's rules of broadcasting.
import assert from 'node:assert/strict';
import test from 'node:test';
import { mathematics } from './support/page.mjs';

const {
  tensor, zip, map, broadcast, broadcastShape, unbroadcast, total, sumAlong, transposed, withLastAxesSwapped, matmul,
  filled, identical, pairwiseSum,
} = mathematics;
const matrix = tensor([2, 3], [1, 2, 3, 4, 5, 6]);

test('shapes are aligned at their last axes', () => {
  assert.deepEqual(broadcastShape([2, 3], [3]), [2, 3]);
  assert.deepEqual(broadcastShape([4, 1, 3], [2, 1]), [4, 2, 3]);
  assert.deepEqual(broadcastShape([], [2]), [2]);
});

test('elements are repeated along axes of size 1', () => {
  assert.deepEqual(zip(matrix, tensor([3], [10, 20, 30]), (x, y) => x + y), tensor([2, 3], [11, 22, 33, 14, 25, 36]));
  assert.deepEqual(zip(tensor([2, 1], [10, 20]), matrix, (x, y) => x + y), tensor([2, 3], [11, 12, 13, 24, 25, 26]));
  assert.deepEqual(zip(tensor([], [2]), matrix, (x, y) => x * y), tensor([2, 3], [2, 4, 6, 8, 10, 12]));
  assert.deepEqual(broadcast(tensor([2, 1], [7, 8]), [2, 2]), tensor([2, 2], [7, 7, 8, 8]));
  assert.deepEqual(map(matrix, (x) => -x).data, [-1, -2, -3, -4, -5, -6]);
});

test('the derivative of repeating is a sum', () => {
  assert.deepEqual(unbroadcast(matrix, [3]), tensor([3], [5, 7, 9]));
  assert.deepEqual(unbroadcast(matrix, [2, 1]), tensor([2, 1], [6, 15]));
  assert.deepEqual(unbroadcast(matrix, []), tensor([], [21]));
  assert.deepEqual(unbroadcast(matrix, [1, 3]), tensor([1, 3], [5, 7, 9]));
  assert.equal(unbroadcast(matrix, [2, 3]), matrix);
});

test('sums run along an axis', () => {
  assert.deepEqual(sumAlong(matrix, 0), tensor([3], [5, 7, 9]));
  assert.deepEqual(sumAlong(matrix, 1), tensor([2], [6, 15]));
  assert.deepEqual(sumAlong(tensor([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]), 1), tensor([2, 2], [4, 6, 12, 14]));
  assert.deepEqual(total(tensor([0], [])), tensor([], [0]));
});

// Doubles from 2^53 on are even, and 2^53 + 1 is rounded to 2^53: a one is lost where it meets 2^53 alone, and kept where
// ones meet first. Eight lanes are added in pairs, then what is left over, one by one.
test('sums have the order of the library', () => {
  const huge = 9007199254740992;
  assert.equal(pairwiseSum([huge, 1, 1, 1, 1, 1, 1, 1], 0, 8), huge + 6);
  assert.equal(pairwiseSum([huge, 1, 1, 1, 1, 1, 1], 0, 7), huge);
  assert.equal(pairwiseSum([huge, 1, 1, 1, 1, 1, 1, 1, 1], 0, 9), huge + 8);
  // 136 elements are halved at a multiple of eight. Of the first 64, lane 0 loses its seven ones; the other 72 are kept.
  assert.equal(pairwiseSum([huge, ...new Array(135).fill(1)], 0, 136), huge + 56 + 72);
  assert.equal(pairwiseSum(new Array(1000).fill(0.5), 0, 1000), 500);
});

test('axes change places', () => {
  assert.deepEqual(transposed(matrix, [1, 0]), tensor([3, 2], [1, 4, 2, 5, 3, 6]));
  assert.deepEqual(withLastAxesSwapped(tensor([2, 1, 2], [1, 2, 3, 4])), tensor([2, 2, 1], [1, 2, 3, 4]));
  assert.deepEqual(transposed(tensor([2, 1, 2], [1, 2, 3, 4]), [2, 1, 0]), tensor([2, 1, 2], [1, 3, 2, 4]));
});

test('matrices, vectors and stacks of matrices are multiplied', () => {
  const right = tensor([3, 2], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(matmul(matrix, right), tensor([2, 2], [22, 28, 49, 64]));
  assert.deepEqual(matmul(matrix, tensor([3], [1, 0, -1])), tensor([2], [-2, -2]));
  assert.deepEqual(matmul(tensor([2], [1, -1]), matrix), tensor([3], [-3, -3, -3]));
  assert.deepEqual(matmul(tensor([3], [1, 2, 3]), tensor([3], [4, 5, 6])), tensor([], [32]));
  assert.deepEqual(
    matmul(tensor([2, 1, 2], [1, 2, 3, 4]), tensor([2, 1], [10, 1])), tensor([2, 1, 1], [12, 34]));
  // One rounding for each term: 0.1 · 10 − 1 is what 0.1 misses a tenth by, ten times.
  assert.deepEqual(matmul(tensor([2], [1, 0.1]), tensor([2], [-1, 10])).data, [5.551115123125783e-17]);
});

test('tensors are the same where their bits are', () => {
  assert.ok(identical(tensor([1], [NaN]), tensor([1], [NaN])));
  assert.ok(!identical(tensor([1], [0]), tensor([1], [-0])));
  assert.ok(!identical(tensor([1], [0]), tensor([], [0])));
  assert.deepEqual(filled([2, 2], 3).data, [3, 3, 3, 3]);
});

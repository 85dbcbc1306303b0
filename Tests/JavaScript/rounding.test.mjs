// exp, log, pow and fma. The expected doubles were computed with 400 decimal digits by Python's `decimal` (exp, ln) and
// exactly by its `fractions` (fma), then rounded once.
import assert from 'node:assert/strict';
import test from 'node:test';
import { mathematics } from './support/page.mjs';

const { exp, log, pow, fma, nearest, bitLength } = mathematics;

test('exp is the nearest double', () => {
  for (const [x, expected] of [
    [0, 1], [1, 2.718281828459045], [-1, 0.36787944117144233], [0.1, 1.1051709180756477], [0.5, 1.6487212707001282],
    [2.3, 9.974182454814718], [10, 22026.465794806718], [-20, 2.061153622438558e-9], [1e-17, 1],
    [700, 1.0142320547350045e304], [709.7, 1.6549840276802644e308], [-708.5, 2.006132305331306e-308],
    [-745.1, 5e-324],
  ]) assert.equal(exp(x), expected, `exp(${x})`);
});

test('log is the nearest double', () => {
  for (const [x, expected] of [
    [1, 0], [2, 0.6931471805599453], [10, 2.302585092994046], [0.1, -2.3025850929940455],
    [0.7, -0.35667494393873245], [5e-324, -744.4400719213812], [1e-300, -690.7755278982137],
    [1.0000000000000002, 2.2204460492503128e-16], [0.9999999999999999, -1.1102230246251565e-16],
    [1.7976931348623157e308, 709.782712893384],
  ]) assert.equal(log(x), expected, `log(${x})`);
});

test('pow is the nearest double', () => {
  for (const [x, y, expected] of [
    [2, 0.5, 1.4142135623730951], [10, -3, 0.001], [1.1, 10, 2.5937424601000023], [0.3, 0.7, 0.4305116202499342],
    [3, -20.5, 1.6558244009123228e-10], [9.5, 2, 90.25], [1.0000000000000002, 1e16, 9.21143870499353],
    [-2, 3, -8], [-2, 2, 4], [0.5, 1074, 5e-324],
    // Half of the smallest double lies in the middle between it and 0, which is even.
    [0.5, 1075, 0], [2, 1024, Infinity],
  ]) assert.equal(pow(x, y), expected, `pow(${x}, ${y})`);
});

// C23, annex F.10: the answers at the edges.
test('edges have the answers of C', () => {
  for (const [found, expected] of [
    [exp(Infinity), Infinity], [exp(-Infinity), 0], [exp(NaN), NaN], [exp(-0), 1], [exp(710), Infinity], [exp(-746), 0],
    [log(0), -Infinity], [log(-0), -Infinity], [log(-1), NaN], [log(Infinity), Infinity], [log(NaN), NaN],
    [pow(NaN, 0), 1], [pow(1, NaN), 1], [pow(-1, Infinity), 1], [pow(0, 0), 1], [pow(-2, 0.5), NaN],
    [pow(-0, -1), -Infinity], [pow(-0, 3), -0], [pow(0, -2), Infinity], [pow(-Infinity, 3), -Infinity],
    [pow(0.5, Infinity), 0], [pow(2, NaN), NaN],
    [fma(0, Infinity, 1), NaN], [fma(1, 2, Infinity), Infinity], [fma(-0, 1, -0), -0], [fma(1e308, 10, -1), Infinity],
  ]) assert.equal(found, expected);
});

test('a multiplication and an addition are rounded once', () => {
  for (const [a, b, c, expected] of [
    [2, 3, 4, 10], [0.1, 10, -1, 5.551115123125783e-17], [0.1, 0.1, -0.01, 9.020562075079397e-19],
    [1.0000000000000002, 1.0000000000000002, -1, 4.440892098500626e-16], [3, 1 / 3, -1, -5.551115123125783e-17],
    [1e-200, 1e-200, 5e-324, 5e-324], [134217729, 134217729, -18014398777917440, 1],
  ]) assert.equal(fma(a, b, c), expected, `fma(${a}, ${b}, ${c})`);
});

test('halves go to the even digit', () => {
  // 2^53 + 1 and 2^53 + 3 lie in the middle between two doubles.
  assert.equal(nearest(9007199254740993n, 0), 9007199254740992);
  assert.equal(nearest(9007199254740995n, 0), 9007199254740996);
  assert.equal(nearest(-9007199254740993n, 0), -9007199254740992);
  assert.equal(nearest(1n, -1075), 0);
  assert.equal(nearest(3n, -1075), 1e-323);
  assert.equal(nearest(1n, 1024), Infinity);
  assert.equal(bitLength(0n), 0);
  assert.equal(bitLength(255n), 8);
  assert.equal(bitLength(256n), 9);
});

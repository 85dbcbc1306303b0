// Every operation that the page computes, forward and backward.
import assert from 'node:assert/strict';
import test from 'node:test';
import { mathematics } from './support/page.mjs';

const { operations, tensor, unbroadcast, localDerivatives } = mathematics;

function forward(name, operands, settings = {}, shape = undefined) {
  return operations[name].forward(operands, settings, shape);
}

const x = tensor([2, 3], [0.5, 1.25, 2, 0.75, 3, 1.5]);
const y = tensor([3], [2, 0.5, -1.5]);
const b = tensor([2, 1], [1.5, 0.25]);
const signed = tensor([2, 3], [0.5, -1.25, 2, -0.75, 3, -1.5]);
const square = tensor([3, 2], [0.5, -1, 2, 0.25, -3, 1]);
const targets = tensor([2, 3], [0, 1, 0, 0.5, 0.25, 0.25]);
const stack = tensor([2, 2, 3], [1, 2, 3, 4, 5, 6, -1, 0.5, 2, 0.25, -3, 1]);

const images = tensor([2, 2, 3, 2], Array.from({ length: 24 }, (_, i) => ((i * 7) % 24) / 4 - 2.875));

function steps(stride, padding) {
  return {
    stride_height: stride, stride_width: stride, padding_top: padding, padding_bottom: padding,
    padding_left: padding, padding_right: padding, dilation_height: 1, dilation_width: 1, groups: 1,
  };
}

// Each operation with operands at which it is smooth.
const smooth = [
  ['add/2', [x, y]], ['subtract/2', [x, b]], ['multiply/2', [x, y]], ['multiply/2', [y, b]], ['divide/2', [signed, y]],
  ['power/2', [x, y]], ['power/2', [x, tensor([], [2.5])]], ['negate/1', [x]], ['exp/1', [signed]], ['log/1', [x]],
  ['sqrt/1', [x]], ['tanh/1', [signed]], ['relu/1', [signed]], ['sigmoid/1', [signed]], ['reciprocal/1', [signed]],
  ['leaky_relu/1', [signed], { slope: 0.2 }], ['gelu/1', [signed]], ['silu/1', [signed]], ['softplus/1', [signed]],
  ['power/1', [x], { exponent: -1.5 }], ['power/1', [signed], { exponent: 3 }],
  ['sum/1', [x]], ['sum/1', [x], { axis: 0 }], ['sum/1', [x], { axis: -1 }],
  ['mean/1', [x]], ['mean/1', [x], { axis: 0 }], ['mean/1', [stack], { axis: 1 }],
  ['max/1', [signed]], ['max/1', [signed], { axis: 0 }], ['max/1', [signed], { axis: -1 }],
  ['transpose/1', [x]], ['transpose/1', [stack]], ['reshape/1', [x], {}, [3, 2]],
  ['matmul/2', [x, square]], ['matmul/2', [x, y]], ['matmul/2', [y, square]], ['matmul/2', [y, y]],
  ['matmul/2', [stack, tensor([2, 3, 1], [1, -2, 0.5, 3, 1, 2])]], ['matmul/2', [stack, square]],
  ['matmul/2', [y, tensor([2, 3, 1], [1, -2, 0.5, 3, 1, 2])]],
  ['affine/3', [x, square, tensor([2], [0.1, -0.2])]],
  ['softmax/1', [signed]], ['log_softmax/1', [signed]], ['cross_entropy/2', [x, targets]],
  ['cross_entropy/2', [x, targets], { epsilon: 0.25 }], ['softmax_with_loss/2', [signed, targets]],
  ['sigmoid_with_loss/2', [signed, targets]], ['mean_squared_error/2', [signed, targets]],
  ['huber_loss/2', [signed, targets], { delta: 0.7 }],
  ['layer_norm/1', [signed], { epsilon: 1e-5 }],
  ['convolution/2', [images, tensor([2, 2, 2, 1], [1, -2, 0.5, 3, 2, 1, -1, 0.25])], steps(1, 0)],
  ['convolution/2', [images, tensor([2, 1, 1, 2], [1, -2, 0.5, 3])],
    { ...steps(2, 1), dilation_width: 2, padding_left: 0, groups: 2 }],
  ['convolution/3', [images, tensor([1, 2, 1, 2], [1, -2, 0.5, 3]), tensor([1], [0.75])], steps(1, 1)],
  ['max_pool/1', [images], { ...steps(2, 0), window_height: 2, window_width: 2 }],
  ['max_pool/1', [images], { ...steps(1, 1), window_height: 2, window_width: 3 }],
  ['average_pool/1', [images], { ...steps(1, 1), window_height: 3, window_width: 2, counts_padding: 1 }],
  ['average_pool/1', [images], { ...steps(2, 1), window_height: 2, window_width: 2, counts_padding: 0 }],
];

test('the table has every operation that the page computes', () => {
  const known = Object.keys(operations).filter((name) => operations[name].forward);
  assert.deepEqual([...new Set(smooth.map(([name]) => name))].sort(), known.sort());
  for (const [name, { rules }] of Object.entries(operations)) {
    assert.equal(rules.length, Number(name.split('/')[1]) + 1, `${name} has a rule for each operand`);
  }
});

// (L(x + h) − L(x − h)) / 2h for L = Σ wᵢ zᵢ: the definition of the derivative, which none of the formulas is taken from.
// With h = 1e-5 its error is about h² and 1e-16 / h, 1e-10 both.
test('derivatives are what differences of values say', () => {
  const h = 1e-5;
  for (const [name, operands, settings = {}, shape] of smooth) {
    const value = forward(name, operands, settings, shape);
    const weights = tensor(value.shape, value.data.map((_, i) => 1 + 0.5 * i - (i % 3)));
    const loss = (given) =>
      forward(name, given, settings, shape).data.reduce((sum, z, i) => sum + weights.data[i] * z, 0);
    const parts = operations[name].backward(weights, operands, value, settings);
    assert.equal(parts.length, operands.length, name);
    operands.forEach((operand, position) => {
      const found = unbroadcast(parts[position], operand.shape);
      assert.deepEqual(found.shape, operand.shape, name);
      operand.data.forEach((_, i) => {
        const moved = (step) => loss(operands.map((other, place) => (place !== position ? other
          : tensor(other.shape, other.data.map((element, j) => (i === j ? element + step : element))))));
        const expected = (moved(h) - moved(-h)) / (2 * h);
        assert.ok(Math.abs(found.data[i] - expected) <= 1e-7 * Math.max(1, Math.abs(expected)),
          `${name} by element ${i} of operand ${position}: ${found.data[i]}, not ${expected}`);
      });
    });
  }
});

// Values and local derivatives at single numbers. Sums, products, quotients and powers are worked out by hand; exp, log,
// tanh and sigmoid were computed with 400 digits by Python's `decimal`.
test('single numbers', () => {
  for (const [name, operands, value, locals, settings = {}] of [
    ['add/2', [1.5, -2], -0.5, [1, 1]], ['subtract/2', [1.5, -2], 3.5, [1, -1]],
    ['multiply/2', [1.5, -2], -3, [-2, 1.5]], ['divide/2', [3, -2], -1.5, [-0.5, -0.75]],
    ['power/2', [3, 2], 9, [6, 9.887510598012987]], ['negate/1', [4], -4, [-1]],
    ['exp/1', [0.5], 1.6487212707001282, [1.6487212707001282]], ['log/1', [10], 2.302585092994046, [0.1]],
    ['sqrt/1', [6.25], 2.5, [0.2]], ['tanh/1', [0.5], 0.46211715726000973, [0.7864477329659274]],
    ['relu/1', [3], 3, [1]], ['relu/1', [-3], 0, [0]], ['sigmoid/1', [0], 0.5, [0.25]],
    ['sigmoid/1', [-2], 0.11920292202211756, [0.10499358540350652]], ['reciprocal/1', [4], 0.25, [-0.0625]],
    ['power/1', [3], 27, [27], { exponent: 3 }],
    ['leaky_relu/1', [-3], -0.75, [0.25], { slope: 0.25 }], ['leaky_relu/1', [0], 0, [0.25], { slope: 0.25 }],
    ['gelu/1', [0], 0, [0.5]], ['silu/1', [0], 0, [0.5]], ['softplus/1', [0], 0.6931471805599453, [0.5]],
    ['softplus/1', [-3], 0.04858735157374206, [0.04742587317756678]],
    ['sigmoid_with_loss/2', [0, 0.25], 0.6931471805599453, [0.25, 0]],
    ['mean_squared_error/2', [1.5, -1], 6.25, [5, -5]],
    ['huber_loss/2', [1.5, 1], 0.125, [0.5, -0.5], { delta: 2 }], ['huber_loss/2', [5, 1], 6, [2, -2], { delta: 2 }],
  ]) {
    const given = operands.map((number) => tensor([], [number]));
    const z = forward(name, given, settings);
    const close = (a, b) => Math.abs(a - b) <= 2e-16 * Math.abs(b);
    assert.ok(close(z.data[0], value), `${name}: ${z.data[0]}, not ${value}`);
    localDerivatives(operations[name], given, z, settings).forEach((local, operand) => {
      assert.ok(close(local.data[0], locals[operand]), `${name}: ${local.data[0]}, not ${locals[operand]}`);
    });
  }
});

// Where a function has a kink or a pole, the library's choice: the derivative of relu is 0 at 0 and 1 where its
// operand is NaN, that of √ is ∞ at 0.
test('kinks, poles and saturation', () => {
  const at = (name, number, settings = {}) => {
    const given = [tensor([], [number])];
    const z = forward(name, given, settings);
    return [z.data[0], localDerivatives(operations[name], given, z, settings)[0].data[0]];
  };
  assert.deepEqual(at('relu/1', 0), [0, 0]);
  assert.deepEqual(at('relu/1', NaN), [NaN, 1]);
  assert.deepEqual(at('sqrt/1', 0), [0, Infinity]);
  assert.deepEqual(at('log/1', 0), [-Infinity, Infinity]);
  assert.deepEqual(at('power/1', 0, { exponent: 0 }), [1, 0]);
  assert.deepEqual(at('sigmoid/1', 800), [1, 0]);
  assert.deepEqual(at('sigmoid/1', -800), [0, 0]);
  // 1 − tanh² would be 0 here; 1.6993417021166355e-17 by 400 digits.
  assert.deepEqual(at('tanh/1', 20), [1, 1.6993417021166355e-17]);
  const zero = tensor([], [0]);
  assert.deepEqual(
    localDerivatives(operations['power/2'], [zero, zero], tensor([], [1]), {}).map((part) => part.data[0]), [0, 0]);
});

// Where nothing cancels, even far out; computed with 60 digits by mpmath.
test('GELU and SiLU', () => {
  for (const [name, number, value, local] of [
    ['gelu/1', 1, 0.8413447460685429, 1.0833154705876864],
    ['gelu/1', -2, -0.04550026389635842, -0.0852318010781969],
    ['gelu/1', -5.5, -1.0444259356238245e-07, -5.733472398739924e-07],
    ['gelu/1', -20.25, -3.596804726522879e-90, -7.283443978198863e-89],
    ['gelu/1', 3.3, 3.2984047003301336, 1.0052010533564935],
    ['silu/1', 1, 0.7310585786300049, 0.9276705118714867],
    ['silu/1', -2, -0.23840584404423512, -0.09078424878489548],
    ['silu/1', -5.5, -0.0223857574374287, -0.01822450660588759],
    ['silu/1', -20.25, -3.2505868065329306e-08, -3.090063996054112e-08],
    ['silu/1', 3.3, 3.1826150754003004, 1.0776382139563732],
  ]) {
    const given = [tensor([], [number])];
    const z = forward(name, given);
    const found = [z.data[0], localDerivatives(operations[name], given, z, {})[0].data[0]];
    [value, local].forEach((wanted, i) => assert.ok(Math.abs(found[i] - wanted) <= 1.5e-15 * Math.abs(wanted),
      `${name} of ${number}: ${found}, not ${value}, ${local}`));
  }
  for (const name of ['gelu/1', 'silu/1', 'softplus/1']) {
    for (const [number, value, local] of [[Infinity, Infinity, 1], [-Infinity, 0, 0], [NaN, NaN, NaN]]) {
      const given = [tensor([], [number])];
      const z = forward(name, given);
      const found = [z.data[0], localDerivatives(operations[name], given, z, {})[0].data[0]];
      assert.deepEqual(found.map((x) => x + 0), [value, local], `${name} of ${number}`);
    }
  }
});

test('the largest elements share the derivative', () => {
  const ties = tensor([2, 3], [1, 5, 5, -2, 0, -1]);
  const z = forward('max/1', [ties], { axis: 1 });
  assert.deepEqual(z, tensor([2], [5, 0]));
  const [gradient] = operations['max/1'].backward(tensor([2], [3, 7]), [ties], z, { axis: 1 });
  assert.deepEqual(gradient.data, [0, 1.5, 1.5, 0, 7, 0]);
  const withNaN = tensor([2], [1, NaN]);
  assert.deepEqual(forward('max/1', [withNaN]).data, [NaN]);
  assert.deepEqual(
    operations['max/1'].backward(tensor([], [1]), [withNaN], tensor([], [NaN]), {})[0].data, [NaN, NaN]);
});

test('reductions have the shape without their axis', () => {
  assert.deepEqual(forward('sum/1', [x], { axis: 0 }), tensor([3], [1.25, 4.25, 3.5]));
  assert.deepEqual(forward('mean/1', [tensor([2, 2], [1, 2, 3, 5])], { axis: -1 }), tensor([2], [1.5, 4]));
  assert.deepEqual(forward('sum/1', [x]), tensor([], [9]));
  assert.equal(operations['mean/1'].share([x], { axis: 1 }), 1 / 3);
  assert.equal(operations['mean/1'].share([x], {}), 1 / 6);
  assert.equal(operations['sum/1'].share([x], {}), 1);
});

test('the factor of a matrix product is the other operand, transposed', () => {
  assert.deepEqual(operations['matmul/2'].factor([x, square], 0),
    { factor: tensor([2, 3], [0.5, 2, -3, -1, 0.25, 1]), isLeft: false });
  assert.deepEqual(operations['matmul/2'].factor([x, square], 1),
    { factor: tensor([3, 2], [0.5, 0.75, 1.25, 3, 2, 1.5]), isLeft: true });
});

// Softmax of 1, 2, 3, its logarithms and the loss, with 400 digits by Python's `decimal`; a unit in the last place is left
// to the order of the divisions.
test('softmax, its logarithm and its loss', () => {
  const row = tensor([1, 3], [1, 2, 3]);
  const [p, logs] = [
    [0.09003057317038046, 0.24472847105479764, 0.6652409557748219],
    [-2.40760596444438, -1.4076059644443804, -0.4076059644443803],
  ];
  const agree = (found, expected) => found.forEach((number, i) =>
    assert.ok(Math.abs(number - expected[i]) <= 2.3e-16 * Math.max(Math.abs(expected[i]), 0.1), `${found}`));
  agree(forward('softmax/1', [row]).data, p);
  agree(forward('log_softmax/1', [row]).data, logs);
  const target = tensor([1, 3], [0, 0, 1]);
  const loss = forward('softmax_with_loss/2', [row, target]);
  agree(loss.data, [-logs[2]]);
  const [gradient] = operations['softmax_with_loss/2'].backward(tensor([], [1]), [row, target], loss, {});
  agree(gradient.data, [p[0], p[1], -0.3347590442251781]);
  // Two rows count half each, and large numbers stay finite: exp(−999) is 0, its logarithm is not.
  const rows = tensor([2, 3], [1, 2, 3, 1000, 1, -0.5]);
  agree(forward('softmax_with_loss/2', [rows, tensor([2, 3], [0, 0, 1, 1, 0, 0])]).data, [-logs[2] / 2]);
  assert.deepEqual(forward('softmax/1', [rows]).data.slice(3), [1, 0, 0]);
  assert.deepEqual(forward('log_softmax/1', [rows]).data.slice(3), [0, -999, -1000.5]);
  // −log 0.9 and −log 0.1.
  agree(forward('cross_entropy/2', [tensor([1, 2], [0.1, 0.9]), tensor([1, 2], [0, 1])]).data, [0.1053605156578263]);
  agree(forward('cross_entropy/2', [tensor([1, 1], [0]), tensor([1, 1], [1])], { epsilon: 0.1 }).data,
    [2.3025850929940455]);
});

// By the rule of SciPy's xlogy, as in the library: a target of 0 contributes 0, whatever the probability.
test('a target of 0 adds nothing, and a perfect answer has a loss of 0', () => {
  const t = tensor([2], [0, 1]);
  const one = tensor([], [1]);
  const y = tensor([2], [0, 1]);
  const a = tensor([2], [-Infinity, 0]);
  for (const [name, operand, expected] of [['cross_entropy/2', y, [0, -1]], ['softmax_with_loss/2', a, [0, 0]]]) {
    const loss = forward(name, [operand, t]);
    assert.ok(Object.is(loss.data[0], 0), name);
    const parts = operations[name].backward(one, [operand, t], loss, {});
    assert.deepEqual(parts.map((part) => part.data), [expected, [0, 0]], name);
    assert.ok(Number.isNaN(forward(name, [tensor([2], [NaN, 0]), t]).data[0]), name);
  }
  assert.equal(forward('cross_entropy/2', [tensor([2], [1, 0]), t]).data[0], Infinity);
  assert.equal(forward('softmax_with_loss/2', [tensor([2], [0, -Infinity]), t]).data[0], Infinity);
});

// What each operation computes, as the library does: `forward` from its operands, and `backward` for each operand the
// part that its derivative receives from the upstream one. Elementwise operations state formulas for single numbers; the
// local derivative that the page shows is what an upstream derivative of 1 becomes.
const operations = {};

// z = f(x, y) with `parts[operand](dz, x, y, z)`.
function binary(name, rules, f, ...parts) {
  operations[name + '/2'] = {
    rules,
    forward: ([x, y]) => zip(x, y, f),
    backward: (dz, [x, y], z) => parts.map((part) => {
      const [wideX, wideY] = [broadcast(x, z.shape), broadcast(y, z.shape)];
      return tensor(z.shape, dz.data.map((d, i) => part(d, wideX.data[i], wideY.data[i], z.data[i])));
    }),
    isElementwise: true,
  };
}

// y = f(x) with `part(dy, x, y)`; settings come last.
function unary(name, rules, f, part) {
  operations[name + '/1'] = {
    rules,
    forward: ([x], settings) => map(x, (number) => f(number, settings)),
    backward: (dy, [x], y, settings) =>
      [tensor(x.shape, dy.data.map((d, i) => part(d, x.data[i], y.data[i], settings)))],
    isElementwise: true,
  };
}

function powerDerivative(x, y) { return y === 0 ? 0 : y * pow(x, y - 1); }

// 1 / (1 + e^-x), where e is raised to a negative power only, which can't overflow.
function logistic(x) {
  const e = exp(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

function logisticDerivative(d, x) {
  const e = exp(-Math.abs(x));
  return d * (e / ((1 + e) * (1 + e)));
}

function tanhDerivative(d, x) {
  const e = exp(-2 * Math.abs(x));
  return d * (4 * e / ((1 + e) * (1 + e)));
}

binary('add', ['z = x + y', '1', '1'], (x, y) => x + y, (d) => d, (d) => d);
binary('subtract', ['z = x − y', '1', '−1'], (x, y) => x - y, (d) => d, (d) => -d);
binary('multiply', ['z = x × y', 'y', 'x'], (x, y) => x * y, (d, x, y) => d * y, (d, x) => d * x);
binary('divide', ['z = x / y', '1 / y', '−z / y'],
  (x, y) => x / y, (d, x, y) => d / y, (d, x, y, z) => -d * (z / y));
binary('power', ['z = x ** y', 'y · x ** (y − 1)', 'z · log x'], pow,
  (d, x, y) => d * powerDerivative(x, y), (d, x, y) => d * (x === 0 && y >= 0 ? 0 : pow(x, y) * log(x)));

unary('negate', ['z = −x', '−1'], (x) => -x, (d) => -d);
unary('exp', ['z = exp x', 'z'], exp, (d, x, z) => d * z);
unary('log', ['z = log x', '1 / x'], log, (d, x) => d / x);
unary('sqrt', ['z = √x', '1 / (2 z)'], Math.sqrt, (d, x, z) => d / (2 * z));
unary('tanh', ['z = tanh x', '1 − z²'], Math.tanh, tanhDerivative);
unary('relu', ['z = max(x, 0)', 'x > 0 ? 1 : 0'], (x) => (x <= 0 ? 0 : x), (d, x) => (x <= 0 ? 0 : d));
unary('sigmoid', ['z = 1 / (1 + exp(−x))', 'z (1 − z)'], logistic, logisticDerivative);
unary('reciprocal', ['z = 1 / x', '−z²'], (x) => 1 / x, (d, x, z) => -d * z * z);
unary('power', ['z = x ** p', 'p · x ** (p − 1)'],
  (x, settings) => pow(x, settings.exponent), (d, x, z, settings) => d * powerDerivative(x, settings.exponent));

// The operation that goes by a node's name and number of operands.
function namedOperation(node) { return operations[node.operation + '/' + node.inputs.length]; }

// The local derivative by each operand: what an upstream derivative of ones becomes.
function localDerivatives(operation, operands, value, settings) {
  return operation.backward(filled(value.shape, 1), operands, value, settings);
}

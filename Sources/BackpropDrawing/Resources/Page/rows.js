// Softmax and cross entropy, along the last axis.
function mapRows(a, f) {
  const length = a.shape[a.shape.length - 1];
  const data = [];
  for (let start = 0; start < a.data.length; start += length) {
    data.push(...f(a.data.slice(start, start + length), start));
  }
  return tensor(a.shape, data);
}

function rowCount(a) { return elementCount(a.shape.slice(0, -1)); }

// The position of the largest element, NaN left aside.
function positionOfLargest(row) {
  let position = 0;
  row.forEach((x, i) => {
    if (i > 0 && (x > row[position] || row[position] !== row[position])) position = i;
  });
  return position;
}

function sumOfOthers(row, position) {
  let sum = 0;
  row.forEach((x, i) => {
    if (i !== position) sum += x;
  });
  return sum;
}

function softmaxRow(a) {
  const largest = a.reduce((leader, x) => (x > leader ? x : leader), -Infinity);
  const powers = a.map((x) => exp(x - largest));
  const sum = powers.reduce((before, power) => before + power, 0);
  return powers.map((power) => power / sum);
}

// log1p keeps the digits of what the other elements add to the largest one's exp(0) = 1.
function logSoftmaxRow(a) {
  const k = positionOfLargest(a);
  const largest = a[k];
  let others = largest - largest;
  a.forEach((x, j) => {
    if (j !== k) others += exp(x - largest);
  });
  const logSum = Math.log1p(others);
  return a.map((x) => (x - largest) - logSum);
}

operations['softmax/1'] = {
  rules: ['zᵢ = (exp xᵢ) / (Σⱼ exp xⱼ)', '∂L/∂xᵢ = zᵢ (∂L/∂zᵢ − Σⱼ ∂L/∂zⱼ zⱼ)'],
  forward: ([x]) => mapRows(x, softmaxRow),
  backward: (dz, operands, z) => [mapRows(z, (y, start) => {
    const k = positionOfLargest(y);
    const reference = dz.data[start + k];
    let dot = 0;
    y.forEach((number, j) => {
      if (j !== k) dot += (dz.data[start + j] - reference) * number;
    });
    return y.map((number, i) => number * ((dz.data[start + i] - reference) - dot));
  })],
};

operations['log_softmax/1'] = {
  rules: ['zᵢ = xᵢ − log Σⱼ exp xⱼ', '∂L/∂xᵢ = ∂L/∂zᵢ − exp(zᵢ) Σⱼ ∂L/∂zⱼ'],
  forward: ([x]) => mapRows(x, logSoftmaxRow),
  backward: (dz, operands, z) => [mapRows(z, (row, start) => {
    const k = positionOfLargest(row);
    const upstream = dz.data.slice(start, start + row.length);
    const powers = row.map((x) => exp(x));
    const otherUpstream = sumOfOthers(upstream, k);
    const sum = otherUpstream + upstream[k];
    return row.map((x, i) =>
      i === k ? upstream[k] * sumOfOthers(powers, k) - powers[k] * otherUpstream : upstream[i] - powers[i] * sum);
  })],
};

// A target of 0 adds nothing, whatever the probability: 0 · log 0 counts as 0.
function targetTerm(t, p, logarithm) { return t === 0 && p === p ? 0 : t * logarithm; }

// The mean of the rows' losses, which is 0 and not −0 where all is right.
function meanLoss(shape, terms, rows) { return map(total(tensor(shape, terms)), (sum) => (0 - sum) / rows); }

function derivativeByTarget(t, logarithm, part) {
  return t === 0 && logarithm === -Infinity ? 0 : part * logarithm + 0;
}

operations['cross_entropy/2'] = {
  rules: ['z = −(1/N) Σ y log x', '∂L/∂xᵢ = −∂L/∂z · yᵢ / (N xᵢ)', '∂L/∂yᵢ = −∂L/∂z · (log xᵢ) / N'],
  forward: ([y, t], { epsilon = 0 }) => meanLoss(
    y.shape, y.data.map((p, i) => targetTerm(t.data[i], p + epsilon, log(p + epsilon))), rowCount(y)),
  backward: (dz, [y, t], z, { epsilon = 0 }) => {
    const part = -(dz.data[0] / rowCount(y));
    return [
      tensor(y.shape, y.data.map((p, i) =>
        (t.data[i] === 0 && p === p ? 0 : part * (t.data[i] / (p + epsilon))))),
      tensor(y.shape, y.data.map((p, i) => derivativeByTarget(t.data[i], log(p + epsilon), part))),
    ];
  },
};

// With class indices in the place of targets the page only says what the rule is.
operations['softmax_with_loss/1'] = {
  rules: ['z = −(1/N) Σ log softmax(x)ₜ', '∂L/∂xᵢ = ∂L/∂z · (softmax(x)ᵢ − tᵢ) / N'],
};

operations['softmax_with_loss/2'] = {
  rules: [
    'z = −(1/N) Σ y log softmax(x)', '∂L/∂xᵢ = ∂L/∂z · (softmax(x)ᵢ Σⱼ yⱼ − yᵢ) / N',
    '∂L/∂yᵢ = −∂L/∂z · (log softmax(x)ᵢ) / N',
  ],
  forward: ([a, t], { epsilon = 0 }) => {
    const logs = epsilon > 0
      ? map(mapRows(a, softmaxRow), (y) => log(y + epsilon)) : mapRows(a, logSoftmaxRow);
    return meanLoss(a.shape, logs.data.map((number, i) => targetTerm(t.data[i], number, number)), rowCount(a));
  },
  backward: (dz, [a, t], z, { epsilon = 0 }) => {
    const part = dz.data[0] / rowCount(a);
    const probabilities = mapRows(a, softmaxRow);
    const logs = epsilon > 0 ? map(probabilities, (y) => log(y + epsilon)) : mapRows(a, logSoftmaxRow);
    return [
      mapRows(probabilities, (y, start) => {
        const targets = t.data.slice(start, start + y.length);
        const k = positionOfLargest(y);
        const otherTargets = sumOfOthers(targets, k);
        const sum = otherTargets + targets[k];
        return y.map((p, i) => (i === k
          ? part * (p * otherTargets - targets[k] * sumOfOthers(y, k)) : part * (p * sum - targets[i])));
      }),
      tensor(a.shape, logs.data.map((number, i) => derivativeByTarget(t.data[i], number, -part))),
    ];
  },
};

// A loss that is the mean of a term of each number and its own target, with `part(share, x, t)` for both operands.
function elementLoss(name, rules, term, ...parts) {
  operations[name + '/2'] = {
    rules,
    forward: ([x, t], settings) =>
      map(total(tensor(x.shape, x.data.map((number, i) => term(number, t.data[i], settings)))),
        (sum) => sum / x.data.length),
    backward: (dz, [x, t], z, settings) => parts.map((part) =>
      tensor(x.shape, x.data.map((number, i) => part(dz.data[0] / x.data.length, number, t.data[i], settings)))),
  };
}

function sigmoidLoss(x, t) {
  const logarithm = Math.log1p(exp(-Math.abs(x)));
  const other = x < 0 ? t : 1 - t;
  return other === 0 ? logarithm : Math.abs(x) * other + logarithm;
}

function sigmoidLossDerivative(share, x, t) {
  const e = exp(-Math.abs(x));
  const tail = e / (1 + e);
  return share * (x < 0 ? tail - t : (1 - t) - tail);
}

elementLoss('sigmoid_with_loss',
  ['z = −(1/n) Σ (y log σ(x) + (1 − y) log (1 − σ(x)))', '∂L/∂xᵢ = ∂L/∂z · (σ(xᵢ) − yᵢ) / n',
    '∂L/∂yᵢ = −∂L/∂z · xᵢ / n'],
  sigmoidLoss, sigmoidLossDerivative, (share, x) => x * -share);

elementLoss('mean_squared_error',
  ['z = (1/n) Σ (x − y)²', '∂L/∂xᵢ = ∂L/∂z · 2 (xᵢ − yᵢ) / n', '∂L/∂yᵢ = −∂L/∂z · 2 (xᵢ − yᵢ) / n'],
  (x, t) => (x - t) * (x - t), (share, x, t) => share * (2 * (x - t)), (share, x, t) => -share * (2 * (x - t)));

function huberLoss(x, t, { delta = 1 }) {
  const distance = Math.abs(x - t);
  return distance < delta ? distance * distance / 2 : delta * (distance - delta / 2);
}

function bounded(x, limit) { return x > limit ? limit : x < -limit ? -limit : x; }

elementLoss('huber_loss',
  ['z = (1/n) Σ (½ d² where d = |x − y| < δ, else δ (d − ½ δ))', '∂L/∂xᵢ = ∂L/∂z · (xᵢ − yᵢ, at most ± δ) / n',
    '∂L/∂yᵢ = −∂L/∂z · (xᵢ − yᵢ, at most ± δ) / n'],
  huberLoss, (share, x, t, { delta = 1 }) => share * bounded(x - t, delta),
  (share, x, t, { delta = 1 }) => -share * bounded(x - t, delta));

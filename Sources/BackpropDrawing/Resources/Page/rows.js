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
  rules: ['zᵢ = exp xᵢ / Σⱼ exp xⱼ', '∂L/∂xᵢ = zᵢ (∂L/∂zᵢ − Σⱼ ∂L/∂zⱼ zⱼ)'],
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

operations['cross_entropy/2'] = {
  rules: ['z = −(1/N) Σ y log x', '∂L/∂xᵢ = −∂L/∂z · yᵢ / (N xᵢ)', '∂L/∂yᵢ = −∂L/∂z · log xᵢ / N'],
  forward: ([y, t], { epsilon = 0 }) => {
    const terms = tensor(y.shape, y.data.map((p, i) => t.data[i] * log(p + epsilon)));
    return map(total(terms), (sum) => -sum / rowCount(y));
  },
  backward: (dz, [y, t], z, { epsilon = 0 }) => {
    const part = dz.data[0] / rowCount(y);
    return [
      tensor(y.shape, y.data.map((p, i) => -part * (t.data[i] / (p + epsilon)))),
      map(y, (p) => -part * log(p + epsilon)),
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
    '∂L/∂yᵢ = −∂L/∂z · log softmax(x)ᵢ / N',
  ],
  forward: ([a, t], { epsilon = 0 }) => {
    const logs = epsilon > 0
      ? map(mapRows(a, softmaxRow), (y) => log(y + epsilon)) : mapRows(a, logSoftmaxRow);
    const terms = tensor(a.shape, logs.data.map((number, i) => t.data[i] * number));
    return map(total(terms), (sum) => -sum / rowCount(a));
  },
  backward: (dz, [a, t], z, { epsilon = 0 }) => {
    const part = dz.data[0] / rowCount(a);
    const probabilities = mapRows(a, softmaxRow);
    return [
      mapRows(probabilities, (y, start) => {
        const targets = t.data.slice(start, start + y.length);
        const k = positionOfLargest(y);
        const otherTargets = sumOfOthers(targets, k);
        const sum = otherTargets + targets[k];
        return y.map((p, i) => (i === k
          ? part * (p * otherTargets - targets[k] * sumOfOthers(y, k)) : part * (p * sum - targets[i])));
      }),
      epsilon > 0 ? map(probabilities, (y) => -part * log(y + epsilon))
        : map(mapRows(a, logSoftmaxRow), (number) => number * -part),
    ];
  },
};

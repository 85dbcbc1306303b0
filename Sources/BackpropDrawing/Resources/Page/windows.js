// Windows that move over images (N, C, H, W), and rows that are brought to mean 0 and variance 1.

// How a window with the node's settings moves: where the image's rows and columns are that an element of the result sees.
function windowSteps(settings, kernel, image) {
  const {
    stride_height: strideY, stride_width: strideX, padding_top: top, padding_left: left, padding_bottom: bottom,
    padding_right: right, dilation_height: dilationY = 1, dilation_width: dilationX = 1,
  } = settings;
  const [height, width] = [dilationY * (kernel[0] - 1) + 1, dilationX * (kernel[1] - 1) + 1];
  return {
    rows: Math.floor((image[0] + top + bottom - height) / strideY) + 1,
    columns: Math.floor((image[1] + left + right - width) / strideX) + 1,
    row: (i, u) => i * strideY + u * dilationY - top,
    column: (j, v) => j * strideX + v * dilationX - left,
  };
}

// Calls a function with each pixel that a window sees at a place, along its rows.
function eachPixel(steps, kernel, image, i, j, visit) {
  for (let u = 0; u < kernel[0]; u += 1) {
    const r = steps.row(i, u);
    if (r < 0 || r >= image[0]) continue;
    for (let v = 0; v < kernel[1]; v += 1) {
      const q = steps.column(j, v);
      if (q >= 0 && q < image[1]) visit(r * image[1] + q, u * kernel[1] + v);
    }
  }
}

// The library's sum along a row: sixteen sums side by side, then halves added to halves.
function interleavedSum(count, add) {
  const sums = new Array(16).fill(0);
  for (let j = 0; j < count; j += 1) sums[j % 16] = add(sums[j % 16], j);
  for (let half = 8; half >= 1; half /= 2) for (let i = 0; i < half; i += 1) sums[i] += sums[i + half];
  return sums[0];
}

// Calls a function with each factor w · x of a convolution: the positions in x, w and y, in the order of the sum over y's
// terms.
function eachConvolutionTerm(x, w, settings, visit) {
  const [images, channels, ...image] = x.shape;
  const [filters, share, ...kernel] = w.shape;
  const steps = windowSteps(settings, kernel, image);
  const [pixels, area] = [image[0] * image[1], kernel[0] * kernel[1]];
  for (let n = 0; n < images; n += 1) {
    for (let o = 0; o < filters; o += 1) {
      const first = Math.floor(o / (filters / settings.groups)) * share;
      for (let i = 0; i < steps.rows; i += 1) {
        for (let j = 0; j < steps.columns; j += 1) {
          const y = ((n * filters + o) * steps.rows + i) * steps.columns + j;
          for (let c = 0; c < share; c += 1) {
            eachPixel(steps, kernel, image, i, j, (pixel, place) =>
              visit((n * channels + first + c) * pixels + pixel, (o * share + c) * area + place, y));
          }
        }
      }
    }
  }
}

function convolve([x, w, b], settings) {
  const steps = windowSteps(settings, w.shape.slice(2), x.shape.slice(2));
  const z = filled([x.shape[0], w.shape[0], steps.rows, steps.columns], 0);
  eachConvolutionTerm(x, w, settings, (p, q, y) => { z.data[y] = fma(w.data[q], x.data[p], z.data[y]); });
  if (!b) return z;
  const pixels = steps.rows * steps.columns;
  return tensor(z.shape, z.data.map((sum, y) => sum + b.data[Math.floor(y / pixels) % w.shape[0]]));
}

function convolutionDerivatives(dz, [x, w, b], z, settings) {
  const [dx, dw] = [filled(x.shape, 0), filled(w.shape, 0)];
  eachConvolutionTerm(x, w, settings, (p, q, y) => {
    dx.data[p] = fma(w.data[q], dz.data[y], dx.data[p]);
    dw.data[q] = fma(dz.data[y], x.data[p], dw.data[q]);
  });
  if (!b) return [dx, dw];
  const pixels = dz.shape[2] * dz.shape[3];
  const db = filled(b.shape, 0);
  for (let plane = 0; plane * pixels < dz.data.length; plane += 1) {
    db.data[plane % b.shape[0]] += interleavedSum(pixels, (sum, j) => sum + dz.data[plane * pixels + j]);
  }
  return [dx, dw, db];
}

const convolutionRules = [
  'zᵢⱼ = Σ yᵤᵥ · x over the window at i, j', '∂L/∂x = Σ y · ∂L/∂z over the windows that see it',
  '∂L/∂yᵤᵥ = Σ x · ∂L/∂z over all windows',
];

operations['convolution/2'] = {
  rules: convolutionRules, forward: convolve, backward: convolutionDerivatives,
};

operations['convolution/3'] = {
  rules: ['zᵢⱼ = Σ yᵤᵥ · x over the window at i, j, + b', ...convolutionRules.slice(1), '∂L/∂b = Σ ∂L/∂z'],
  forward: convolve,
  backward: convolutionDerivatives,
};

// Calls a function with each window of a pooling: the positions of its pixels, how many it would have, and that in z.
function eachWindow(x, settings, visit) {
  const image = x.shape.slice(2);
  const window = [settings.window_height, settings.window_width];
  const steps = windowSteps(settings, window, image);
  let y = 0;
  for (let plane = 0; plane < x.shape[0] * x.shape[1]; plane += 1) {
    for (let i = 0; i < steps.rows; i += 1) {
      for (let j = 0; j < steps.columns; j += 1) {
        const seen = [];
        eachPixel(steps, window, image, i, j, (pixel) => seen.push(plane * image[0] * image[1] + pixel));
        visit(seen, settings.counts_padding === 0 ? seen.length : window[0] * window[1], y);
        y += 1;
      }
    }
  }
  return [x.shape[0], x.shape[1], steps.rows, steps.columns];
}

// The first largest pixel, or the first that is no number.
function largestPixel(x, seen) {
  return seen.reduce((leader, p) =>
    (x.data[leader] === x.data[leader] && (x.data[p] > x.data[leader] || x.data[p] !== x.data[p]) ? p : leader));
}

operations['max_pool/1'] = {
  rules: ['z = the largest x of each window', '∂L/∂x = Σ ∂L/∂z over the windows whose largest it is'],
  forward: ([x], settings) => {
    const data = [];
    const shape = eachWindow(x, settings, (seen) => data.push(x.data[largestPixel(x, seen)]));
    return tensor(shape, data);
  },
  backward: (dz, [x], z, settings) => {
    const dx = filled(x.shape, 0);
    eachWindow(x, settings, (seen, count, y) => { dx.data[largestPixel(x, seen)] += dz.data[y]; });
    return [dx];
  },
};

operations['average_pool/1'] = {
  rules: ['z = the mean x of each window of k', '∂L/∂x = Σ ∂L/∂z / k over the windows that see it'],
  forward: ([x], settings) => {
    const data = [];
    const shape = eachWindow(x, settings, (seen, count) =>
      data.push(seen.reduce((sum, p) => sum + x.data[p], 0) / count));
    return tensor(shape, data);
  },
  backward: (dz, [x], z, settings) => {
    const dx = filled(x.shape, 0);
    eachWindow(x, settings, (seen, count, y) => {
      for (const p of seen) dx.data[p] += dz.data[y] / count;
    });
    return [dx];
  },
};

// One over the root of a row's variance, and the row without its mean times that.
function standardizedRow(x, epsilon) {
  const mean = interleavedSum(x.length, (sum, j) => sum + x[j]) / x.length;
  const squares = interleavedSum(x.length, (sum, j) => fma(x[j] - mean, x[j] - mean, sum));
  const inverse = 1 / Math.sqrt(squares / x.length + epsilon);
  return { inverse, row: x.map((number) => (number - mean) * inverse) };
}

// Without a scale and a shift, and along the last axis alone.
operations['layer_norm/1'] = {
  rules: [
    'zᵢ = (xᵢ − μ) / √(σ² + ε)',
    '∂L/∂xᵢ = (∂L/∂zᵢ − (1/D) Σⱼ ∂L/∂zⱼ − zᵢ (1/D) Σⱼ ∂L/∂zⱼ zⱼ) / √(σ² + ε)',
  ],
  forward: ([x], { epsilon }) => mapRows(x, (row) => standardizedRow(row, epsilon).row),
  backward: (dz, [x], z, { epsilon }) => [mapRows(x, (numbers, start) => {
    const { inverse, row } = standardizedRow(numbers, epsilon);
    const upstream = dz.data.slice(start, start + row.length);
    const offset = interleavedSum(row.length, (sum, j) => sum + upstream[j]) / row.length;
    const slope = interleavedSum(row.length, (sum, j) => fma(row[j], upstream[j], sum)) / row.length;
    return row.map((number, i) => ((upstream[i] - offset) - number * slope) * inverse);
  })],
};

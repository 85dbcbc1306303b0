// The activations that came after ReLU, tanh and sigmoid, as Sources/CKernels/loops/activations.h computes them.
const TAIL = [
  0.8748106597037651, 0.7471342290032044, 0.5552369894468686, 0.3579271858130815, 0.19845092140238388,
  0.09309725529058402, 0.0358365585222899, 0.010618075168357156, 0.0020209874369822283, 2.5526643826274543e-05,
  -0.00012799638852006574, -3.542724968897351e-05, 1.7038635931508463e-06, 3.2080183217532095e-06,
  3.949738986323368e-07, -0.23036948655340967e-6, -6.322205655688354e-08, 1.6470267312343036e-08,
  7.42183631840308e-09, -1.3264940642035651e-09, -8.076685779814838e-10, 1.1887535191661294e-10,
  7.895574532468478e-11, -8.081284561454475e-12, -5.095053932161479e-12,
];

// e^(-x^2/2) and the part of the normal distribution below -x, for x >= 0.
function bell(x) {
  // x^2 in two parts, the first of which is exact.
  const high = Math.fround(x);
  const density = exp(-high * high / 2) * exp((high - x) * (high + x) / 2);
  const r = 1 / (x + 5.75);
  const u = 1 - 2.2948717948717947 * x * r;
  return { density, below: density * r * TAIL.reduceRight((sum, c) => sum * u + c, 0) };
}

// At infinity and far out GELU and SiLU are their limits, which infinity times 0 isn't.
function within(x, end) { return x < -end ? -end : x; }

function gelu(x) {
  const { below } = bell(Math.min(Math.abs(x), 39));
  return within(x, 39) * (x < 0 ? below : 1 - below);
}

function geluDerivative(d, x) {
  const size = Math.min(Math.abs(x), 39);
  const { density, below } = bell(size);
  const rise = size * 0.3989422804014327 * density;
  return d * (x < 0 ? below - rise : 1 - below + rise);
}

function silu(x) { return within(x, 760) * logistic(x); }

function siluDerivative(d, x) {
  const size = Math.abs(x) > 760 ? 760 : Math.abs(x);
  return d * (logistic(x) * (1 + (x < 0 ? -size : size) * logistic(-x)));
}

function softplus(x) {
  const rest = Math.log1p(exp(-Math.abs(x)));
  return x <= 0 ? rest : x + rest;
}

unary('leaky_relu', ['z = x > 0 ? x : a · x', 'x > 0 ? 1 : a'],
  (x, settings) => (x <= 0 ? settings.slope * x : x),
  (d, x, z, settings) => (x <= 0 ? settings.slope * d : d));
unary('gelu', ['z = x · Φ(x)', 'Φ(x) + x · φ(x)'], gelu, geluDerivative);
unary('silu', ['z = x · σ(x)', 'σ(x) (1 + x · σ(−x))'], silu, siluDerivative);
unary('softplus', ['z = log(1 + exp x)', '1 / (1 + exp(−x))'], softplus, (d, x) => d * logistic(x));

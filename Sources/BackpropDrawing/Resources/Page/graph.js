// The graph that the page was made of, and what becomes of it when inputs change.
const model = readModel(JSON.parse(document.getElementById('graph-data').textContent));
const nodes = model.nodes;

function readModel(found) {
  const number = (x) => (typeof x === 'string' ? { nan: NaN, inf: Infinity, '-inf': -Infinity }[x] : x);
  const read = (shape, data) => (data ? tensor(shape, data.map(number)) : null);
  found.nodes.forEach((node, id) => {
    node.id = id;
    node.inputs ??= [];
    node.settings ??= {};
    for (const key of Object.keys(node.settings)) {
      node.settings[key] = node.settings[key]?.word ?? number(node.settings[key]);
    }
    node.value = read(node.shape, node.value);
    node.gradient = read(node.shape, node.gradient);
  });
  for (const node of found.nodes) {
    node.parts = node.inputs.map((input, operand) => read(found.nodes[input].shape, node.parts?.[operand]));
  }
  return found;
}

const isOperation = (node) => node.operation !== undefined;
// What arrives at the result: ones, or what was given in their place and can be changed then.
const givenUpstream = nodes[model.result]?.gradient ?? null;
const hasBackward = Boolean(nodes[model.result]?.gradient || nodes[model.result]?.hasDerivative);
// Whether the result depends on a node, and how often each value is used on the way to the result.
const isOnTheWay = nodes.map((node) => node.id === model.result);
const useCounts = nodes.map(() => 0);
for (let id = model.result; id >= 0; id -= 1) {
  if (!isOnTheWay[id]) continue;
  for (const input of nodes[id].inputs) {
    isOnTheWay[input] = true;
    useCounts[input] += 1;
  }
}

// The most numbers and multiplications that the page computes anew at every key press.
const LARGEST_NUMBERS = 100000;
const LARGEST_PRODUCTS = 30000;
const isLarge = (() => {
  let [numbers, products] = [0, 0];
  for (const node of nodes) {
    if (!node.value) return true;
    numbers += node.value.data.length;
    if (node.operation === 'matmul' || node.operation === 'affine') {
      products += node.value.data.length * (nodes[node.inputs[0]]?.shape.slice(-1)[0] ?? 1);
    }
  }
  return numbers > LARGEST_NUMBERS || products > LARGEST_PRODUCTS;
})();

// Operations that go by a known name and compute something else: each is tried on the library's own numbers.
const strangers = new Set(isLarge ? [] : nodes.filter((node) => isOperation(node) && !agrees(node)));

function operationOf(node) { return strangers.has(node) ? undefined : namedOperation(node); }

// Why the page can't compute this graph itself, or undefined when it can.
const obstacle = model.isOfShapesOnly ? 'shapesOnly' : !model.isDouble ? 'single' : isLarge ? 'large'
  : nodes.some((node) => isOperation(node) && !operationOf(node)?.forward) ? 'operation' : undefined;

function agrees(node) {
  const operation = namedOperation(node);
  if (!operation?.forward) return true;
  try {
    const operands = node.inputs.map((input) => nodes[input].value);
    if (!isClose(operation.forward(operands, node.settings, node.shape), node.value)) return false;
    if (!node.gradient) return true;
    const parts = operation.backward(node.gradient, operands, node.value, node.settings);
    return node.inputs.every((input, operand) => {
      const known = knownPart(node, operand);
      return !known || isClose(unbroadcast(parts[operand], known.shape), known);
    });
  } catch {
    return false;
  }
}

function isClose(a, b) {
  const size = b.data.reduce((most, x) => (Math.abs(x) < Infinity ? Math.max(most, Math.abs(x)) : most), 0);
  const slack = (model.isDouble ? 1e-9 : 1e-4) * size;
  const isSame = (x, y) => Object.is(x, y) || x === y || Math.abs(x - y) <= slack;
  return sameShape(a.shape, b.shape) && a.data.every((x, i) => isSame(x, b.data[i]));
}

// The part of an operand's derivative that comes through a node, as the library found it.
function knownPart(node, operand) {
  const input = node.inputs[operand];
  if (nodes[input].isConstant) return null;
  return node.parts[operand] ?? (useCounts[input] === 1 ? nodes[input].gradient : null);
}

// The forward pass. Where operands are the library's own, so is the value: its numbers are never computed twice.
function forwardPass(inputs) {
  const values = nodes.map((node) => inputs.get(node.id) ?? node.value);
  for (const node of nodes) {
    const own = values[node.id];
    if (!isOperation(node)) {
      if (own && node.value && identical(own, node.value)) values[node.id] = node.value;
    } else if (!node.inputs.every((input) => values[input] === nodes[input].value)) {
      const operands = node.inputs.map((input) => values[input]);
      const value = operationOf(node).forward(operands, node.settings, node.shape);
      values[node.id] = identical(value, node.value) ? node.value : value;
    }
  }
  return values;
}

// The backward pass, from the result to the inputs: each operation passes to each operand upstream times local.
// Where the page can't compute, what the library found is all there is.
function backwardPass(values, upstream) {
  const gradients = nodes.map(() => null);
  const arrivals = nodes.map(() => 0);
  const isOriginal = nodes.map(() => true);
  const steps = [];
  const isGiven = !upstream || !givenUpstream || identical(upstream, givenUpstream);
  gradients[model.result] = isGiven ? givenUpstream : upstream;
  for (let id = model.result; id >= 0; id -= 1) {
    const node = nodes[id];
    if (!isOperation(node) || !isOnTheWay[id]) continue;
    const isSame = obstacle !== undefined
      || (gradients[id] === node.gradient && values[id] === node.value
        && node.inputs.every((input) => values[input] === nodes[input].value));
    const operands = node.inputs.map((input) => values[input]);
    const computed = obstacle ? [] : operationOf(node).backward(gradients[id], operands, values[id], node.settings);
    const parts = node.inputs.map((input, operand) => {
      if (nodes[input].isConstant) return { input, operand, isConstant: true };
      let part = isSame ? knownPart(node, operand) : null;
      if (!part && !obstacle) part = unbroadcast(computed[operand], nodes[input].shape);
      isOriginal[input] &&= isSame;
      arrivals[input] += 1;
      const before = gradients[input];
      const isLast = arrivals[input] === useCounts[input];
      if (isLast && isOriginal[input] && nodes[input].gradient) {
        gradients[input] = nodes[input].gradient;
      } else if (part) {
        gradients[input] = before ? zip(before, part, (x, y) => x + y) : part;
      }
      return { input, operand, part, before, sum: gradients[input], isLast };
    });
    steps.push({ kind: 'backward', node: id, upstream: gradients[id], parts });
  }
  return { gradients, steps };
}

// Everything that the page steps through, for given inputs and what arrives at the result: the inputs, the operations from left to right, the
// derivative of the result by itself, and the operations from right to left.
function trace(inputs, upstream = givenUpstream) {
  const values = obstacle ? nodes.map((node) => node.value) : forwardPass(inputs);
  const forward = nodes.filter(isOperation).map((node) => ({ kind: 'forward', node: node.id }));
  if (!hasBackward) return { values, gradients: nodes.map(() => null), steps: [{ kind: 'inputs' }, ...forward] };
  const { gradients, steps } = backwardPass(values, upstream);
  const seed = { kind: 'seed', node: model.result };
  return { values, gradients, steps: [{ kind: 'inputs' }, ...forward, seed, ...steps] };
}

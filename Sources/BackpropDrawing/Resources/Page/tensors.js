// A tensor is a shape and its elements in row-major order; a single number has the shape [].
function tensor(shape, data) { return { shape, data }; }

function elementCount(shape) { return shape.reduce((count, size) => count * size, 1); }

function filled(shape, value) { return tensor(shape, new Array(elementCount(shape)).fill(value)); }

function sameShape(a, b) { return a.length === b.length && a.every((size, axis) => size === b[axis]); }

// Whether both have the same bits, NaN like NaN.
function identical(a, b) {
  return a === b || (sameShape(a.shape, b.shape) && a.data.every((x, i) => Object.is(x, b.data[i])));
}

function map(a, f) { return tensor(a.shape, a.data.map((x) => f(x))); }

// The shape that both broadcast to: aligned at their last axes, sizes of 1 are repeated.
function broadcastShape(a, b) {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [m, n] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    return m === 1 ? n : m;
  });
}

// For each element of the target shape, the position of the element of `shape` that is repeated there.
function positions(shape, target) {
  const steps = new Array(target.length).fill(0);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    if (shape[axis] !== 1) steps[axis + target.length - shape.length] = step;
    step *= shape[axis];
  }
  return stridedPositions(target, steps);
}

function stridedPositions(shape, steps) {
  let found = [0];
  shape.forEach((size, axis) => {
    const next = [];
    for (const start of found) for (let i = 0; i < size; i += 1) next.push(start + i * steps[axis]);
    found = next;
  });
  return found;
}

function zip(a, b, f) {
  if (sameShape(a.shape, b.shape)) return tensor(a.shape, a.data.map((x, i) => f(x, b.data[i])));
  const shape = broadcastShape(a.shape, b.shape);
  const [p, q] = [positions(a.shape, shape), positions(b.shape, shape)];
  return tensor(shape, p.map((position, i) => f(a.data[position], b.data[q[i]])));
}

function broadcast(a, shape) {
  if (sameShape(a.shape, shape)) return a;
  return tensor(shape, positions(a.shape, shape).map((position) => a.data[position]));
}

// Sums have the library's order, so that they have its bits: pairwise along consecutive elements, row by row across.
function pairwiseSum(x, start, count) {
  if (count === 0) return 0;
  if (count > 128) {
    const half = Math.floor(count / 2 / 8) * 8;
    return pairwiseSum(x, start, half) + pairwiseSum(x, start + half, count - half);
  }
  let i = count < 8 ? 1 : 8;
  let sum = x[start];
  if (count >= 8) {
    const s = x.slice(start, start + 8);
    for (; i + 8 <= count; i += 8) for (let lane = 0; lane < 8; lane += 1) s[lane] += x[start + i + lane];
    sum = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
  }
  for (; i < count; i += 1) sum += x[start + i];
  return sum;
}

function total(a) { return tensor([], [pairwiseSum(a.data, 0, a.data.length)]); }

// How the elements lie along an axis: blocks of `length` rows of `inner` elements.
function lines(shape, axis) {
  const inner = elementCount(shape.slice(axis + 1));
  return { length: shape[axis], inner, outer: elementCount(shape.slice(0, axis)) };
}

function without(shape, axis) { return shape.filter((_, position) => position !== axis); }

function sumAlong(a, axis) {
  const { length, inner, outer } = lines(a.shape, axis);
  const sums = [];
  for (let block = 0; block < outer; block += 1) {
    if (inner === 1) {
      sums.push(pairwiseSum(a.data, block * length, length));
      continue;
    }
    for (let column = 0; column < inner; column += 1) {
      let sum = 0;
      for (let row = 0; row < length; row += 1) sum += a.data[(block * length + row) * inner + column];
      sums.push(sum);
    }
  }
  return tensor(without(a.shape, axis), sums);
}

// The derivative of broadcasting: the sum over the axes along which the target shape was repeated.
function unbroadcast(a, target) {
  if (sameShape(a.shape, target)) return a;
  if (target.length === 0) return total(a);
  const missing = a.shape.length - target.length;
  let result = a;
  for (let axis = a.shape.length - 1; axis >= 0; axis -= 1) {
    if (axis < missing || (target[axis - missing] === 1 && a.shape[axis] !== 1)) result = sumAlong(result, axis);
  }
  return tensor(target, result.data);
}

function transposed(a, axes) {
  const steps = a.shape.map((_, axis) => elementCount(a.shape.slice(axis + 1)));
  const shape = axes.map((axis) => a.shape[axis]);
  const places = stridedPositions(shape, axes.map((axis) => steps[axis]));
  return tensor(shape, places.map((position) => a.data[position]));
}

function withLastAxesSwapped(a) {
  const axes = a.shape.map((_, axis) => axis);
  const rank = axes.length;
  [axes[rank - 2], axes[rank - 1]] = [rank - 1, rank - 2];
  return transposed(a, axes);
}

// The matrix product of NumPy's matmul. Each element is one chain of fused multiply-adds in the order of the summed
// index, as in the library.
function matmul(a, b) {
  const rows = a.shape.length === 1 ? 1 : a.shape[a.shape.length - 2];
  const inner = a.shape[a.shape.length - 1];
  const columns = b.shape.length === 1 ? 1 : b.shape[b.shape.length - 1];
  const [batchOfA, batchOfB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = broadcastShape(batchOfA, batchOfB);
  const [p, q] = [positions(batchOfA, batch), positions(batchOfB, batch)];
  const data = [];
  p.forEach((matrixOfA, position) => {
    const [startOfA, startOfB] = [matrixOfA * rows * inner, q[position] * inner * columns];
    for (let i = 0; i < rows; i += 1) {
      for (let j = 0; j < columns; j += 1) {
        let sum = 0;
        for (let k = 0; k < inner; k += 1) {
          sum = fma(a.data[startOfA + i * inner + k], b.data[startOfB + k * columns + j], sum);
        }
        data.push(sum);
      }
    }
  });
  const shape = [...batch];
  if (a.shape.length > 1) shape.push(rows);
  if (b.shape.length > 1) shape.push(columns);
  return tensor(shape, data);
}

// Operations that take many elements together, or give them other places. Their rules are words, since their local
// derivative is a matrix; where it is one number for every element, `share` says it.
function axisOf(settings, shape) {
  if (settings.axis === undefined) return undefined;
  return settings.axis < 0 ? settings.axis + shape.length : settings.axis;
}

// A reduced tensor repeated along the axis that the reduction dropped.
function spread(a, axis, shape) {
  if (axis === undefined) return broadcast(a, shape);
  return broadcast(tensor(shape.map((size, position) => (position === axis ? 1 : size)), a.data), shape);
}

function reducedCount(settings, shape) {
  const axis = axisOf(settings, shape);
  return axis === undefined ? elementCount(shape) : shape[axis];
}

function sumOver(x, axis) { return axis === undefined ? total(x) : sumAlong(x, axis); }

operations['sum/1'] = {
  rules: ['z = Σ xᵢ', '1'],
  forward: ([x], settings) => sumOver(x, axisOf(settings, x.shape)),
  backward: (dz, [x], z, settings) => [spread(dz, axisOf(settings, x.shape), x.shape)],
  share: () => 1,
};

operations['mean/1'] = {
  rules: ['z = (Σ xᵢ) / n', '1 / n'],
  forward: ([x], settings) =>
    map(sumOver(x, axisOf(settings, x.shape)), (sum) => sum / reducedCount(settings, x.shape)),
  backward: (dz, [x], z, settings) =>
    [spread(map(dz, (d) => d / reducedCount(settings, x.shape)), axisOf(settings, x.shape), x.shape)],
  share: ([x], settings) => 1 / reducedCount(settings, x.shape),
};

// The elements of each line along an axis, or of all, as positions.
function linesOf(shape, axis) {
  if (axis === undefined) return [Array.from({ length: elementCount(shape) }, (_, i) => i)];
  const { length, inner, outer } = lines(shape, axis);
  const found = [];
  for (let block = 0; block < outer; block += 1) {
    for (let column = 0; column < inner; column += 1) {
      found.push(Array.from({ length }, (_, row) => (block * length + row) * inner + column));
    }
  }
  return found;
}

operations['max/1'] = {
  rules: ['z = max xᵢ', 'xᵢ = z ? 1 / k : 0'],
  forward: ([x], settings) => {
    const axis = axisOf(settings, x.shape);
    const largest = linesOf(x.shape, axis).map((line) => {
      let leader = x.data[line[0]];
      for (const i of line) if (x.data[i] > leader || x.data[i] !== x.data[i]) leader = x.data[i];
      return line.some((i) => x.data[i] !== x.data[i]) ? NaN : leader;
    });
    return tensor(axis === undefined ? [] : without(x.shape, axis), largest);
  },
  backward: (dz, [x], z, settings) => {
    const gradient = new Array(x.data.length).fill(0);
    linesOf(x.shape, axisOf(settings, x.shape)).forEach((line, position) => {
      const ties = line.filter((i) => x.data[i] === z.data[position]).length;
      const part = ties > 0 ? dz.data[position] / ties : NaN;
      for (const i of line) if (ties === 0 || x.data[i] === z.data[position]) gradient[i] = part;
    });
    return [tensor(x.shape, gradient)];
  },
  isScaled: true,
};

operations['transpose/1'] = {
  rules: ['Z = Xᵀ', '∂L/∂X = (∂L/∂Z)ᵀ'],
  forward: ([x]) => transposed(x, x.shape.map((_, axis) => x.shape.length - 1 - axis)),
  backward: (dz) => [transposed(dz, dz.shape.map((_, axis) => dz.shape.length - 1 - axis))],
};

operations['reshape/1'] = {
  rules: ['zᵢ = xᵢ', '∂L/∂xᵢ = ∂L/∂zᵢ'],
  forward: ([x], settings, shape) => tensor(shape, x.data),
  backward: (dz, [x]) => [tensor(x.shape, dz.data)],
};

operations['matmul/2'] = {
  rules: ['Z = X · Y', '∂L/∂X = ∂L/∂Z · Yᵀ', '∂L/∂Y = Xᵀ · ∂L/∂Z'],
  forward: ([x, y]) => matmul(x, y),
  backward: (dz, [x, y]) => {
    if (y.shape.length <= 2) {
      const [inner, columns] = [y.shape[0], y.shape[1] ?? 1];
      const rows = elementCount(x.shape.slice(0, -1));
      const upstream = tensor([rows, columns], dz.data);
      return [
        tensor(x.shape, matmul(upstream, withLastAxesSwapped(tensor([inner, columns], y.data))).data),
        tensor(y.shape, matmul(withLastAxesSwapped(tensor([rows, inner], x.data)), upstream).data),
      ];
    }
    const isVector = x.shape.length === 1;
    const rows = isVector ? tensor([1, x.shape[0]], x.data) : x;
    const upstream = isVector ? tensor([...dz.shape.slice(0, -1), 1, y.shape[y.shape.length - 1]], dz.data) : dz;
    return [matmul(upstream, withLastAxesSwapped(y)), matmul(withLastAxesSwapped(rows), upstream)];
  },
  // The factor that stands beside the upstream derivative, and whether it stands on its left.
  factor: ([x, y], operand) => {
    const other = operand === 0 ? y : x;
    return { factor: other.shape.length > 1 ? withLastAxesSwapped(other) : other, isLeft: operand === 1 };
  },
};

operations['affine/3'] = {
  rules: ['Z = X · Y + B', '∂L/∂X = ∂L/∂Z · Yᵀ', '∂L/∂Y = Xᵀ · ∂L/∂Z', '∂L/∂B = Σ ∂L/∂Z'],
  forward: ([x, weight, bias], settings, shape) => {
    const [inputs, outputs] = weight.shape;
    const product = matmul(tensor([x.data.length / Math.max(inputs, 1), inputs], x.data), weight);
    return tensor(shape, product.data.map((sum, i) => sum + bias.data[i % outputs]));
  },
  backward: (dz, [x, weight, bias]) => {
    const [inputs, outputs] = weight.shape;
    const rows = dz.data.length / Math.max(outputs, 1);
    const upstream = tensor([rows, outputs], dz.data);
    return [
      tensor(x.shape, matmul(upstream, withLastAxesSwapped(weight)).data),
      matmul(withLastAxesSwapped(tensor([rows, inputs], x.data)), upstream),
      sumAlong(upstream, 0),
    ];
  },
};

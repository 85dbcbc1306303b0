// What a step says of tensors that were repeated to fit, and of derivatives that are summed or repeated for it.

// The axes of a shape along which a smaller one was repeated to fit.
function repeatedAxes(shape, target) {
  const missing = target.length - shape.length;
  return target.map((_, axis) => axis).filter((axis) =>
    axis < missing || (shape[axis - missing] === 1 && target[axis] !== 1));
}

function axesText(axes) { return say(axes.length === 1 ? 'axis' : 'axes', axes.join(say('comma'))); }

// Along which axes of the result an operand was used again and again; undefined where it wasn't.
function repeatedOperandAxes(node, operand) {
  const { shape } = nodes[node.inputs[operand]];
  let axes = [];
  if (operationOf(node)?.isElementwise || (node.operation === 'affine' && operand === 2)) {
    axes = repeatedAxes(shape, node.shape);
  } else if (node.operation === 'matmul' || (node.operation === 'affine' && operand === 1)) {
    // The last two axes are multiplied; those before them are for many products at once. A matrix serves for all.
    if (shape.length >= 2 && node.shape.length > 2) axes = repeatedAxes(shape.slice(0, -2), node.shape.slice(0, -2));
  } else if (node.operation === 'convolution' && operand === 2) {
    axes = node.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  }
  return axes.length > 0 ? axes : undefined;
}

// Forward: an operand is repeated.
function repetitionNotes(node) {
  return [...new Set(node.inputs)].map((input) => {
    const axes = repeatedOperandAxes(node, node.inputs.indexOf(input));
    return axes && say('repeatedForward', nameOf(nodes[input]), shapeText(nodes[input].shape), axesText(axes), shapeText(node.shape));
  }).filter(Boolean);
}

// Backward: what arrives is summed over the axes along which the operand was repeated; what a sum or a mean brought
// together is repeated along its axis.
function broadcastNote(node, operand) {
  const input = nodes[node.inputs[operand]];
  const axes = repeatedOperandAxes(node, operand);
  if (axes) return say('summedBack', nameOf(input), shapeText(input.shape), axesText(axes));
  if (!['sum', 'mean'].includes(node.operation)) return undefined;
  const all = input.shape.map((_, axis) => axis);
  const { axis } = node.settings;
  const along = axis === undefined ? all : [axis < 0 ? axis + all.length : axis];
  if (along.length === 0) return undefined;
  return say('repeatedBack', shapeText(node.shape), axesText(along), shapeText(input.shape));
}

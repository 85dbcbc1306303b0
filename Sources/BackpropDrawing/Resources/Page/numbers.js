// Numbers as text: in full, so that they read back the same bits, and rounded for people.
function exact(x) {
  if (x !== x) return 'nan';
  if (Math.abs(x) === Infinity) return x < 0 ? '-inf' : 'inf';
  return Object.is(x, -0) ? '-0' : String(x);
}

// The number in a drawing's own form: 4 significant digits, 6 from 1000 on, whole numbers in full up to ten millions.
function shown(x) {
  if (x !== x) return 'NaN';
  const sign = x < 0 ? '−' : '';
  const size = Math.abs(x);
  if (size === Infinity) return sign + '∞';
  if (size < 1e7 && Number.isInteger(size)) return sign + String(size);
  return sign + significant(size, size < 1000 ? 4 : 6);
}

// A positive number with so many significant digits, as C's %g has it: halves go to the even digit.
function significant(x, count) {
  let [digits, exponent] = x.toExponential(80).split('e');
  digits = digits.replace('.', '');
  let power = Number(exponent);
  let kept = BigInt(digits.slice(0, count));
  const rest = digits.slice(count);
  const half = '5'.padEnd(rest.length, '0');
  if (rest > half || (rest === half && kept % 2n === 1n)) kept += 1n;
  let text = String(kept);
  if (text.length > count) {
    text = text.slice(0, count);
    power += 1;
  }
  const trimmed = (whole, fraction) => {
    const ending = fraction.replace(/0+$/, '');
    return ending ? whole + '.' + ending : whole;
  };
  if (power < -4 || power >= count) {
    return trimmed(text[0], text.slice(1)) + 'e' + (power < 0 ? '−' : '') + Math.abs(power);
  }
  if (power < 0) return trimmed('0', '0'.repeat(-power - 1) + text);
  return trimmed(text.slice(0, power + 1), text.slice(power + 1));
}

function shapeText(shape) { return shape.length === 1 ? '(' + shape[0] + ',)' : '(' + shape.join(', ') + ')'; }

// A tensor in nested brackets, each number through `text`.
function nested(a, text) {
  let next = 0;
  const part = (axis) => {
    if (axis === a.shape.length) {
      next += 1;
      return text(a.data[next - 1]);
    }
    return '[' + Array.from({ length: a.shape[axis] }, () => part(axis + 1)).join(', ') + ']';
  };
  return part(0);
}

// Up to this many numbers a tensor is shown in full.
const SHOWN_ELEMENTS = 12;

function shownTensor(a) {
  if (a.shape.length === 0) return shown(a.data[0]);
  if (a.data.length > 0 && a.data.length <= SHOWN_ELEMENTS) return nested(a, shown);
  return shapeText(a.shape);
}

// The rows of a small tensor, also within axes of one element, as in a drawing's labels; nothing for a larger one. In a
// narrow drawing a row goes on in the next line after so many numbers.
function tensorLines(a, perLine = Infinity) {
  const rank = a.shape.length;
  if (rank < 1 || a.data.length < 1 || a.data.length > SHOWN_ELEMENTS) return [];
  const columns = a.shape[rank - 1];
  const rows = a.data.length / columns;
  if (columns > 6 || rows > 4 || (rank > 1 && a.shape[rank - 2] !== rows)) return [];
  return Array.from({ length: rows }, (_, row) => {
    const numbers = a.data.slice(row * columns, (row + 1) * columns).map(shown);
    const [opening, closing] = ['['.repeat(row === 0 ? rank : 1), row === rows - 1 ? ']'.repeat(rank) : '],'];
    const step = Math.min(columns, perLine);
    return Array.from({ length: Math.ceil(columns / step) }, (__, line) => (line === 0 ? opening : '')
      + numbers.slice(line * step, (line + 1) * step).join(', ') + ((line + 1) * step < columns ? ',' : closing));
  }).flat();
}

// What a person types as a number or nested lists of numbers: its value, or what was found that isn't one, as the key of
// a text with its details.
function readValue(text, shape) {
  const plain = text.normalize('NFKC').replace(/\u2212/g, '-');
  const pattern = /[+-]?(?:nan|inf(?:inity)?|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?)|[[\],]|\s+|[^\s[\],]+/giy;
  const tokens = [...plain.matchAll(pattern)].map((found) => ({ text: found[0], at: found.index }))
    .filter((token) => token.text.trim());
  if (tokens.length === 0) return { mistake: ['nothing'] };
  let next = 0;
  let mistake;
  const data = [];
  const fail = (...words) => { mistake ??= words; };
  const failHere = () => {
    const token = tokens[next];
    if (token) fail('gotAt', cut(token.text), token.at + 1);
    else fail('endOfText');
  };
  const number = (token) => {
    const word = token.toLowerCase().replace(/^[+-]/, '');
    const size = word === 'nan' ? NaN : word.startsWith('inf') ? Infinity : Number(word);
    data.push(token.startsWith('-') ? -size : size);
  };
  // Reads a number or a list and returns its shape; undefined where something is wrong.
  const part = () => {
    const token = tokens[next]?.text;
    if (token !== undefined && /^[+-]?(?:\.?[0-9]|nan$|inf)/i.test(token)) {
      number(token);
      next += 1;
      return [];
    }
    if (token !== '[') return failHere();
    next += 1;
    if (tokens[next]?.text === ']') {
      next += 1;
      return [0];
    }
    let inner;
    for (let count = 1; ; count += 1) {
      const found = part();
      if (!found) return undefined;
      if (inner && !sameShape(inner, found)) return fail('unequalRows', rowText(inner), rowText(found));
      inner = found;
      const sign = tokens[next]?.text;
      if (sign === ']') {
        next += 1;
        return [count, ...inner];
      }
      if (sign !== ',') return failHere();
      next += 1;
    }
  };
  const found = part();
  if (!found) return { mistake };
  if (next < tokens.length) return { mistake: ['gotMore', cut(plain.slice(tokens[next].at).trim())] };
  // Of a list without elements the sizes further in can't be seen.
  const isEmpty = elementCount(shape) === 0 && found.every((size, axis) => size === shape[axis]);
  if (!sameShape(found, shape) && !isEmpty) return { found };
  return { value: tensor(shape, data) };
}

function cut(text) { return text.length > 16 ? text.slice(0, 15) + '…' : text; }

function rowText(shape) { return shape.length === 1 ? String(shape[0]) : shapeText(shape); }

// The value that a text stands for, if it has the given shape.
function parsed(text, shape) { return readValue(text, shape).value; }

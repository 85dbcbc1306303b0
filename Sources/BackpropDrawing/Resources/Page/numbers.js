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

// The rows of a small tensor, as in a drawing's labels; nothing for a larger one.
function tensorLines(a) {
  if (a.shape.length < 1 || a.shape.length > 2 || a.data.length < 1 || a.data.length > SHOWN_ELEMENTS) return [];
  const columns = a.shape[a.shape.length - 1];
  const rows = a.data.length / columns;
  if (columns > 6 || rows > 4) return [];
  const found = Array.from({ length: rows }, (_, row) =>
    '[' + a.data.slice(row * columns, (row + 1) * columns).map(shown).join(', ') + ']');
  if (a.shape.length === 1) return found;
  return found.map((line, row) => (row === 0 ? '[' : '') + line + (row === rows - 1 ? ']' : ','));
}

// What a person types as a number or nested lists of numbers, of the given shape; undefined if it isn't that.
function parsed(text, shape) {
  const plain = text.normalize('NFKC').replace(/\u2212/g, '-').trim();
  const number = /[+-]?(?:nan|inf(?:inity)?|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?)|[[\],]|\s+|./giy;
  const tokens = (plain.match(number) || []).filter((token) => token.trim());
  let next = 0;
  const data = [];
  const part = (axis) => {
    const token = tokens[next];
    next += 1;
    if (axis === shape.length) {
      if (token === undefined || !/[0-9]|nan|inf/i.test(token)) return false;
      const word = token.toLowerCase().replace(/^[+-]/, '');
      const size = word === 'nan' ? NaN : word.startsWith('inf') ? Infinity : Number(word);
      data.push(token.startsWith('-') ? -size : size);
      return true;
    }
    if (token !== '[') return false;
    for (let i = 0; i < shape[axis]; i += 1) {
      if (i > 0 && tokens[next] !== ',') return false;
      if (i > 0) next += 1;
      if (!part(axis + 1)) return false;
    }
    next += 1;
    return tokens[next - 1] === ']';
  };
  return part(0) && next === tokens.length ? tensor(shape, data) : undefined;
}

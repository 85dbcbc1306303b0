// Formulas with their fractions stacked, as on paper: ∂L/∂x, 1 / (2 z). Read aloud, or copied, they are as they were.
function fraction({ above, below, sign }) {
  const part = (kind, text) => {
    const inner = withoutBrackets(text);
    const unseen = (bracket) => (inner === text ? [] : [element('span', { class: 'unseen' }, bracket)]);
    return element('span', { class: kind }, ...unseen('('), ...formulaParts(inner), ...unseen(')'));
  };
  return element('span', { class: 'fraction' }, part('above', above),
    element('span', { class: 'unseen' }, sign), part('below', below));
}

// Where a piece of a formula ends that begins at a position: behind its bracket, or before the next space.
function endOfPiece(text, start) {
  let depth = 0;
  for (let i = start; i < text.length; i += 1) {
    if (text[i] === '(') depth += 1;
    if (text[i] === ')') depth -= 1;
    if (depth < 0 || (depth === 0 && /[\s,;，；]/.test(text[i]))) return i;
    if (depth === 0 && text[i] === ')' && text[start] === '(') return i + 1;
  }
  return text.length;
}

// Where a piece begins that ends before a position.
function startOfPiece(text, end) {
  let depth = 0;
  for (let i = end - 1; i >= 0; i -= 1) {
    if (text[i] === ')') depth += 1;
    if (text[i] === '(') depth -= 1;
    if (depth < 0 || (depth === 0 && /\s/.test(text[i]))) return i + 1;
  }
  return 0;
}

function withoutBrackets(text) {
  return text.startsWith('(') && endOfPiece(text, 0) === text.length ? text.slice(1, -1) : text;
}

// The first fraction of a formula: where it begins and ends, and its two parts.
function firstFraction(text) {
  const derivative = /∂[^\s∂/(),:;，。、]+\/∂[^\s∂/(),:;，。、]+/u.exec(text);
  const sign = text.indexOf(' / ');
  if (sign >= 0 && !(derivative && derivative.index < sign)) {
    const start = startOfPiece(text, sign);
    const end = endOfPiece(text, sign + 3);
    if (start < sign && end > sign + 3) {
      return { start, end, above: text.slice(start, sign), below: text.slice(sign + 3, end), sign: ' / ' };
    }
  }
  if (!derivative) return undefined;
  const [above, below] = derivative[0].split('/');
  return { start: derivative.index, end: derivative.index + derivative[0].length, above, below, sign: '/' };
}

function formulaParts(text) {
  const found = text ? firstFraction(text) : undefined;
  if (!found) return text ? [text] : [];
  return [...(found.start > 0 ? [text.slice(0, found.start)] : []), fraction(found),
    ...formulaParts(text.slice(found.end))];
}

function formula(text) { return element('span', { class: 'math' }, ...formulaParts(text)); }

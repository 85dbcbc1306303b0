'use strict';

// exp, log and pow, each the double nearest to the true value, computed in integers that count units of 2^-256: so do
// C libraries nearly always, while browsers' own are one unit in the last place off in one case of fifteen. tanh and
// log1p are the browser's, since both families descend from the same sources there.
const FRACTION = 256n;
const ONE = 1n << FRACTION;
const bitsOf = new BigUint64Array(1);
const doubleOf = new Float64Array(bitsOf.buffer);

// A finite number as integer * 2^exponent.
function parts(x) {
  doubleOf[0] = x;
  const bits = bitsOf[0];
  const field = Number((bits >> 52n) & 0x7ffn);
  const digits = bits & 0xfffffffffffffn;
  const magnitude = field === 0 ? digits : digits | 0x10000000000000n;
  return { integer: bits >> 63n ? -magnitude : magnitude, exponent: Math.max(field, 1) - 1075 };
}

function powerOfTwo(exponent) {
  bitsOf[0] = exponent < -1022 ? 1n << BigInt(exponent + 1074) : BigInt(exponent + 1023) << 52n;
  return doubleOf[0];
}

function bitLength(integer) { return integer === 0n ? 0 : integer.toString(2).length; }

// The double nearest to integer * 2^exponent, the even one of two that are equally near. Where the integer misses
// what it stands for by less than 2^-slack of a unit in the last place, what looks like the middle is the middle.
function nearest(integer, exponent, slack = 0) {
  if (integer === 0n) return 0;
  const isNegative = integer < 0n;
  const magnitude = isNegative ? -integer : integer;
  const unit = Math.max(bitLength(magnitude) + exponent - 53, -1074);
  const shift = unit - exponent;
  let result;
  if (shift <= 0) {
    result = magnitude << BigInt(-shift);
  } else {
    const one = 1n << BigInt(shift);
    const rest = magnitude & (one - 1n);
    const beyond = 2n * rest - one;
    const blur = slack > 0 && shift > slack ? one >> BigInt(slack) : 0n;
    result = magnitude >> BigInt(shift);
    const isMiddle = (beyond < 0n ? -beyond : beyond) <= blur;
    if (isMiddle ? result & 1n : beyond > 0n) result += 1n;
  }
  // 2^53 units after rounding up are still a double.
  const value = unit > 971 ? Infinity : Number(result) * powerOfTwo(unit);
  return isNegative ? -value : value;
}

// log((1 + t) / (1 - t)) = 2 (t + t^3 / 3 + t^5 / 5 + ...)
function doubledAtanh(t) {
  const square = (t * t) >> FRACTION;
  let power = t;
  let sum = t;
  for (let n = 3n; power !== 0n && power !== -1n; n += 2n) {
    power = (power * square) >> FRACTION;
    sum += power / n;
  }
  return 2n * sum;
}

const LOG_2 = doubledAtanh(ONE / 3n);

// The logarithm of a positive integer * 2^exponent, in units of 2^-256.
function fixedLog(integer, exponent) {
  const length = bitLength(integer);
  let whole = length + exponent;
  // A mantissa between 1/2 and 1, then between 0.7 and 1.4.
  let mantissa = length > 256 ? integer >> BigInt(length - 256) : integer << BigInt(256 - length);
  if (mantissa * 10n < ONE * 7n) {
    mantissa *= 2n;
    whole -= 1;
  }
  return BigInt(whole) * LOG_2 + doubledAtanh(((mantissa - ONE) << FRACTION) / (mantissa + ONE));
}

// e to the power of t units of 2^-256, as integer * 2^exponent.
function fixedExp(t) {
  const whole = (2n * t + LOG_2) / (2n * LOG_2) - (2n * t + LOG_2 < 0n ? 1n : 0n);
  const rest = t - whole * LOG_2;
  let term = ONE;
  let sum = ONE;
  for (let n = 1n; term !== 0n && term !== -1n; n += 1n) {
    term = ((term * rest) >> FRACTION) / n;
    sum += term;
  }
  return { integer: sum, exponent: Number(whole) - 256 };
}

function fixed(x) {
  const { integer, exponent } = parts(x);
  const shift = BigInt(exponent + 256);
  return shift >= 0n ? integer << shift : integer >> -shift;
}

function exp(x) {
  if (!(x < 710)) return x === x ? Infinity : NaN;
  if (x < -746) return 0;
  const { integer, exponent } = fixedExp(fixed(x));
  return nearest(integer, exponent);
}

function log(x) {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  const { integer, exponent } = parts(x);
  return nearest(fixedLog(integer, exponent), -256);
}

// x to the power of y, with C's answers where there are several opinions.
function pow(x, y) {
  if (y === 0 || x === 1) return 1;
  if (x === -1 && Math.abs(y) === Infinity) return 1;
  if (x === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return x ** y;
  if (x < 0 && !Number.isInteger(y)) return NaN;
  const isNegative = x < 0 && Math.abs(y) % 2 === 1;
  const base = parts(Math.abs(x));
  const power = parts(y);
  const product = fixedLog(base.integer, base.exponent) * power.integer;
  const shift = BigInt(power.exponent);
  const t = shift >= 0n ? product << shift : product >> -shift;
  let result;
  if (t > 710n * ONE) {
    result = Infinity;
  } else if (t < -746n * ONE) {
    result = 0;
  } else {
    const { integer, exponent } = fixedExp(t);
    result = nearest(integer, exponent, 100);
  }
  return isNegative ? -result : result;
}

// a * b + c, rounded once.
function fma(a, b, c) {
  const product = a * b;
  if (!Number.isFinite(product) || !Number.isFinite(c) || a === 0 || b === 0) return product + c;
  const [p, q] = [parts(a), parts(b)];
  const exact = p.integer * q.integer;
  const exponent = p.exponent + q.exponent;
  if (c === 0) return nearest(exact, exponent);
  const r = parts(c);
  const lowest = Math.min(exponent, r.exponent);
  const sum = (exact << BigInt(exponent - lowest)) + (r.integer << BigInt(r.exponent - lowest));
  return nearest(sum, lowest);
}

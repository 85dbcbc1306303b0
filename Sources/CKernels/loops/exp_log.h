// Exponential function and logarithm for one instruction set and element type
// (see lanes.h), in double precision. For Float that is enough for all but one of
// some ten thousand numbers to be the nearest; for Double a second number, `low`,
// has what rounding takes from the first.
//
// e^x = 2^n e^r with the whole n that is nearest to x / log 2, and e^r by its
// Taylor series.
//
// log(1 + x) with u = 1 + x as it is rounded: log(u) = n log 2 + log(m) with m between
// sqrt(1/2) and sqrt(2), and log(m) = 2 artanh(s) with s = (m - 1) / (m + 1) by its
// Taylor series. What rounding has lost in u is made good
// - for Float by log(1 + x) = log(u) x / (u - 1) (Goldberg, "What every computer scientist
//   should know about floating-point arithmetic", ACM Computing Surveys 23, 1991, theorem 4);
// - for Double by adding it, divided by u.

// Whether double precision alone isn't enough.
#define FINE (sizeof(T) == sizeof(double))

// The power of r at which the series of e^r ends: the first one left out, for |r| <= log(2)/2,
// is 7e-12 or, of Double, 1e-19.
#define EXP_LAST (FINE ? 14 : 9)

// The terms of artanh(s) / s in s^2 after 1: the first one left out, for |s| <= 0.1716, is
// 4e-13 or, of Double, 1e-18.
#define LOG_TERMS (FINE ? 10 : 7)

// Beyond these e^x is infinite, or 0.
#define EXP_HIGHEST (FINE ? 710.0 : 90.0)
#define EXP_LOWEST (FINE ? -746.0 : -110.0)

typedef double NAME(wide) __attribute__((ext_vector_type(LANES)));
typedef int64_t NAME(wide_bits) __attribute__((ext_vector_type(LANES)));

#define wide NAME(wide)
#define wide_bits NAME(wide_bits)

#define WIDEN(x) __builtin_convertvector(x, wide)
#define NARROW(x) __builtin_convertvector(x, vec)

// sum = sum x + factors[k] for all k below `last`, downwards. Vectors of doubles are handed
// over in memory that isn't there in the end, since compilers warn of those that the
// baseline can't pass.
BP_INLINE TARGET void NAME(horner)(wide *sum, const wide *x, const double *factors, const int last)
{
    BP_UNROLL for (int k = last - 1; k >= 0; k--)
        *sum = BP_FMA(*sum, *x, (wide)factors[k]);
}

// 2^n for a whole n, by the exponent's bits; added to a small number, the constant leaves
// the nearest whole one in the last bits.
#define WHOLE 0x1.8p52
#define TWO_TO(n) (wide)(((wide_bits)((n) + WHOLE) << 52) + 0x3ff0000000000000)

// y 2^n, rounded once, even where 2^n is no double.
BP_INLINE TARGET void NAME(scale)(wide *y, const wide *n)
{
    const wide near = *n < -1000 ? (wide)-1000 : *n > 1000 ? (wide)1000 : *n;
    *y = FINE ? *y * TWO_TO(near) * TWO_TO(*n - near) : *y * TWO_TO(*n);
}

// e^x = 2^n e^r, by e^r - 1 = above + low.
typedef struct {
    wide n, above, low;
    // e^r itself, rounded.
    wide whole;
} NAME(power);

// For x + rest, where |x| is less than 2000 and |rest| than a unit in x' last place. (A NaN
// makes NaNs.)
BP_INLINE TARGET void NAME(raise)(NAME(power) *p, const wide *x, const wide *rest)
{
    // 1 / k! from k = 3 on.
    static const double factors[] = {
        1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800,
        1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800, 1.0 / 87178291200,
    };
    const double log_2 = 0x1.62e42fefa39efp-1;
    // log 2 in two parts, the first of so few bits that its product with n is exact.
    const double log_2_high = 0x1.62e42fefa38p-1, log_2_low = 0x1.ef35793c7673p-45;

    p->n = BP_FMA(*x, (wide)(1 / log_2), (wide)WHOLE) - WHOLE;
    const wide near = FINE ? BP_FMA(p->n, (wide)-log_2_high, *x) : *x;
    const wide r = BP_FMA(p->n, (wide)(FINE ? -log_2_low : -log_2), near);
    wide sum = (wide)factors[EXP_LAST - 3];
    NAME(horner)(&sum, &r, factors, EXP_LAST - 3);
    if (FINE) {
        const wide lost = BP_FMA(p->n, (wide)-log_2_low, near - r) + *rest;
        const wide square = r * r, half = 0.5 * square;
        const wide first = r + half;
        const wide second = BP_FMA((wide)0.5, BP_FMA(r, r, -square), half - (first - r));
        const wide rest_of_sum = BP_FMA(r * square, sum, BP_FMA(lost, r, lost) + second);
        p->above = first + rest_of_sum;
        p->low = rest_of_sum - (p->above - first);
        p->whole = 1 + p->above;
    } else {
        sum = BP_FMA(BP_FMA(sum, r, (wide)0.5), r, (wide)1);
        p->above = sum * r;
        p->low = (wide)0;
        p->whole = BP_FMA(sum, r, (wide)1);
    }
}

// What is missing from `whole`.
#define LOST_OF_WHOLE(p) (FINE ? (1 - (p).whole) + (p).above + (p).low : (wide)0)

BP_INLINE TARGET vec NAME(exp_of)(vec x)
{
    wide w = WIDEN(x);
    // A NaN stays what it is.
    w = w > EXP_HIGHEST ? (wide)EXP_HIGHEST : w;
    w = w < EXP_LOWEST ? (wide)EXP_LOWEST : w;
    const wide none = (wide)0;
    NAME(power) p;
    NAME(raise)(&p, &w, &none);
    wide y = p.whole + LOST_OF_WHOLE(p);
    NAME(scale)(&y, &p.n);
    return NARROW(y);
}

static TARGET void NAME(exp)(ptrdiff_t n, const T *x, T *y)
{
    BP_EACH(n, BP_PUT(y, NAME(exp_of)(BP_GET(x)));)
}

// For x >= 0.
BP_INLINE TARGET vec NAME(log1p_of)(vec x)
{
    // 1 / (2k + 1)
    static const double factors[] = {
        1, 1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21,
    };
    const double log_2 = 0x1.62e42fefa39efp-1;
    const double log_2_high = 0x1.62e42fefa38p-1, log_2_low = 0x1.ef35793c7673p-45;
    const int64_t root_half = 0x3fe6a09e667f3bcd;    // the bits of sqrt(1/2)

    const wide w = WIDEN(x);
    const wide u = w + 1;
    // u = 2^n m: what the bits are beyond those of sqrt(1/2) has n in its exponent.
    const wide_bits beyond = (wide_bits)u - root_half;
    // As a double; n is less than 0 for no x here.
    const wide_bits whole_bits = (wide_bits)(wide)WHOLE;
    const wide n = (wide)((wide_bits)((wide_bits)beyond >> 52) + whole_bits) - WHOLE;
    const wide m = (wide)((wide_bits)u - (beyond >> 52 << 52));
    const wide s = (m - 1) / (m + 1);
    const wide square = s * s;
    wide sum = (wide)factors[LOG_TERMS], y;
    if (FINE) {
        // 2 artanh(s) = f - s f + s R = f - h + s (h + R) with f = m - 1, h = f^2 / 2 and R / 2
        // what follows 1 in the series.
        const wide f = m - 1, half = 0.5 * f * f;
        NAME(horner)(&sum, &square, factors + 1, LOG_TERMS - 1);
        const wide curve = BP_FMA(s, BP_FMA(2 * square, sum, half), -half);
        // What u lacks, as a part of it: 1 / m = (1 - s) / (1 + s).
        const wide lost = w >= 1 ? 1 - (u - w) : w - (u - 1);
        const wide share = BP_FMA(BP_FMA(BP_FMA((wide)-2, s, (wide)2), s, (wide)-2), s, (wide)1);
        const wide part = lost * TWO_TO(n > 100 ? (wide)-100 : -n) * share;
        const wide high = n * log_2_high, most = high + f;
        y = most + (BP_FMA(n, (wide)log_2_low, part) + (f - (most - high)) + curve);
    } else {
        NAME(horner)(&sum, &square, factors, LOG_TERMS);
        y = BP_FMA(n, (wide)log_2, 2 * s * sum) * (w / (u - 1));
    }
    // Neither 0 / 0 nor infinity / infinity; a NaN stays what it is.
    const wide_bits as_it_is = (wide_bits)(u == 1) | (wide_bits)~(u < (wide)INFINITY);
    return NARROW(as_it_is ? w : y);
}

static TARGET void NAME(log1p)(ptrdiff_t n, const T *x, T *y)
{
    BP_EACH(n, BP_PUT(y, NAME(log1p_of)(BP_GET(x)));)
}

#undef EXP_HIGHEST
#undef EXP_LOWEST
#undef EXP_LAST
#undef LOG_TERMS

// Functions with two bounds, tanh, sigmoid and erf, for one instruction set and element
// type (see lanes.h), made from the power of e in parts (see exp_log.h):
//
// tanh |x| = -t / (2 + t) with t = e^(-2|x|) - 1;
// sigmoid(x) = 1 / (1 + e^-|x|), and for x < 0 that times e^-|x|;
// erf |x| = 1 - e^-q with q = -log(1 - erf |x|) = 2/sqrt(pi) |x| + x^2 P(|x|), where P is
// a polynomial; the Float's is shorter.

// t = high + low = e^(x + rest) - 1 for x <= 0.
BP_INLINE TARGET void NAME(below_one)(wide *high, wide *low, const wide *x, const wide *rest)
{
    NAME(power) p;
    NAME(raise)(&p, x, rest);
    const wide scale = TWO_TO(p.n), all = scale - 1, part = scale * p.above;
    *high = all + part;
    const wide lost = (scale - (1 + all)) + (part - (*high - all));
    *low = FINE ? BP_FMA(scale, p.low, lost) : (wide)0;
}

// (a + a_low) / (b + b_low), where the first numbers are rounded sums.
BP_INLINE TARGET void NAME(divide)(
    wide *y, const wide *a, const wide *a_low, const wide *b, const wide *b_low)
{
    if (FINE) {
        const wide one = 1 / *b, first = *a * one;
        const wide left = BP_FMA(-first, *b, *a) + BP_FMA(-first, *b_low, *a_low);
        *y = BP_FMA(left, one, first);
    } else {
        *y = *a / *b;
    }
}

// |x|, but not above the limit; a NaN stays what it is.
#define SIZE(x, limit) \
    (__builtin_elementwise_abs(x) > (limit) ? (wide)(limit) : __builtin_elementwise_abs(x))

BP_INLINE TARGET vec NAME(tanh_of)(vec x)
{
    const wide w = WIDEN(x), none = (wide)0;
    const wide twice = -2 * SIZE(w, 20.0);    // where it is 1
    wide t, t_low, y;
    NAME(below_one)(&t, &t_low, &twice, &none);
    const wide up = -t, up_low = -t_low, down = 2 + t;
    const wide down_low = FINE ? (2 - down) + t + t_low : (wide)0;
    NAME(divide)(&y, &up, &up_low, &down, &down_low);
    return NARROW(__builtin_elementwise_copysign(y, w));
}

static TARGET void NAME(tanh)(ptrdiff_t n, const T *x, T *y)
{
    BP_EACH(n, BP_PUT(y, NAME(tanh_of)(BP_GET(x)));)
}

BP_INLINE TARGET vec NAME(sigmoid_of)(vec x)
{
    const wide w = WIDEN(x), none = (wide)0, one = (wide)1;
    const wide size = -SIZE(w, FINE ? 746.0 : 110.0);    // where e^-|x| is 0
    NAME(power) p;
    NAME(raise)(&p, &size, &none);
    const wide whole_low = LOST_OF_WHOLE(p);
    // As good as e^-|x| where that is added to 1.
    const wide scale = TWO_TO(p.n < -200 ? (wide)-200 : p.n);
    const wide e = p.whole * scale, down = 1 + e;
    const wide down_low = FINE ? (1 - down) + e + whole_low * scale : (wide)0;
    const wide up = w < 0 ? p.whole : one, up_low = w < 0 ? whole_low : none;
    wide y;
    NAME(divide)(&y, &up, &up_low, &down, &down_low);
    const wide n = w < 0 ? p.n : none;
    NAME(scale)(&y, &n);
    return NARROW(y);
}

static TARGET void NAME(sigmoid)(ptrdiff_t n, const T *x, T *y)
{
    BP_EACH(n, BP_PUT(y, NAME(sigmoid_of)(BP_GET(x)));)
}

BP_INLINE TARGET vec NAME(erf_of)(vec x)
{
    // P, by Remez' exchange with a weight that makes erf's relative error least, below 2^-60 up to
    // 6, for Float 2^-33 up to 4; found by Scripts/kernel-functions.py.
    static const double fine[] = {
        0x1.45f306dc9c884p-1, 0x1.a4f4e2a1b4789p-4, -0x1.39668594da45bp-6, -0x1.b6b684e06fd4cp-13,
        0x1.bca6744d4bdabp-10, -0x1.3564fa601a5f1p-11, 0x1.b20127cbb8f9cp-16, 0x1.0e9ee4764ef23p-14,
        -0x1.f3c5e20112fd4p-16, 0x1.d84017407c5e6p-19, 0x1.685828bf056bfp-19, -0x1.a8148d568f7f9p-20,
        0x1.a6688535ced78p-23, 0x1.f7c7432c3c46bp-23, -0x1.a69d14d4d5881p-23, 0x1.868a03709df7bp-24,
        -0x1.042af4453edbep-25, 0x1.0b057ebe7dbeep-27, -0x1.ae202008d8fdfp-30, 0x1.0f2fc5c7c9eaap-32,
        -0x1.071506e93c593p-35, 0x1.7ba99f3793517p-39, -0x1.7ff3d3161a1a9p-43, 0x1.e588212e45da7p-48,
        -0x1.20c0e95b97598p-53,
    };
    static const double coarse[] = {
        0x1.45f3073bd78dcp-1, 0x1.a4f48b27db3bep-4, -0x1.3958e8f325973p-6, -0x1.d7bd6d628594fp-13,
        0x1.c80b38c34d9adp-10, -0x1.5c1affaad4397p-11, 0x1.bc39403186cbbp-14, 0x1.3f27312588b29p-17,
        -0x1.11a6c258fe085p-17, 0x1.a21073d5414b4p-20, -0x1.d46336b50276ep-24,
    };
    const double first = 0x1.20dd750429b6dp+0, first_low = 0x1.1ae3a914fed80p-56;    // 2/sqrt(pi)

    const wide w = WIDEN(x);
    const wide size = SIZE(w, FINE ? 6.0 : 4.0);    // where it is 1
    wide sum = (wide)(FINE ? fine[24] : coarse[10]);
    NAME(horner)(&sum, &size, FINE ? fine : coarse, FINE ? 24 : 10);
    const wide line = size * first, curve = size * size * sum;
    const wide q = -(line + curve);
    const wide line_low = BP_FMA(size, (wide)first_low, BP_FMA(size, (wide)first, -line));
    const wide q_low = FINE ? -((line + q) + curve + line_low) : (wide)0;
    wide t, t_low;
    NAME(below_one)(&t, &t_low, &q, &q_low);
    const wide y = -(t + t_low);
    return NARROW(__builtin_elementwise_copysign(y, w));
}

static TARGET void NAME(erf)(ptrdiff_t n, const T *x, T *y)
{
    BP_EACH(n, BP_PUT(y, NAME(erf_of)(BP_GET(x)));)
}

// Exponential function and logarithm for one instruction set and element type
// (see lanes.h).
//
// For Float they are computed in double precision, whose error is too small to
// show in a Float but in one of some ten thousand numbers. For Double there is
// nothing wider to compute in, and the C library's are taken.
//
// e^x = 2^n e^r with the whole n that is nearest to x / log 2, and e^r by its
// Taylor series.
//
// log(1 + x) = log(u) x / (u - 1) with u = 1 + x as it is rounded, which makes good
// for what rounding has lost (Goldberg, "What every computer scientist should know
// about floating-point arithmetic", ACM Computing Surveys 23, 1991, theorem 4).
// log(u) = n log 2 + log(m) with m between sqrt(1/2) and sqrt(2), and
// log(m) = 2 artanh(s) with s = (m - 1) / (m + 1) by its Taylor series.

// The terms of the series after 1: the first one left out, for |r| <= log(2)/2,
// is 7e-12.
#define EXP_TERMS 9

// The terms of artanh(s) / s in s^2 after 1: the first one left out, for
// |s| <= 0.1716, is 4e-13.
#define LOG_TERMS 7

// Beyond these e^x is infinite, or 0, as a Float.
#define EXP_HIGHEST 90.0
#define EXP_LOWEST -110.0

typedef double NAME(wide) __attribute__((ext_vector_type(LANES)));
typedef int64_t NAME(wide_bits) __attribute__((ext_vector_type(LANES)));

BP_INLINE TARGET vec NAME(exp_of)(vec x)
{
    // 1 / k!
    static const double factors[EXP_TERMS + 1] = {
        1, 1, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880,
    };
    const double log_2 = 0x1.62e42fefa39efp-1;
    // Added to a small number, it leaves the nearest whole one in the last bits.
    const double shift = 0x1.8p52;

    NAME(wide) w = __builtin_convertvector(x, NAME(wide));
    // A NaN stays what it is.
    w = w > EXP_HIGHEST ? (NAME(wide))EXP_HIGHEST : w;
    w = w < EXP_LOWEST ? (NAME(wide))EXP_LOWEST : w;
    const NAME(wide) shifted = __builtin_elementwise_fma(
        w, (NAME(wide))(1 / log_2), (NAME(wide))shift);
    const NAME(wide) n = shifted - shift;
    const NAME(wide) r = __builtin_elementwise_fma(n, (NAME(wide))-log_2, w);
    NAME(wide) sum = (NAME(wide))factors[EXP_TERMS];
    BP_UNROLL for (int k = EXP_TERMS - 1; k >= 0; k--)
        sum = __builtin_elementwise_fma(sum, r, (NAME(wide))factors[k]);
    // Times 2^n, by the exponent's bits.
    const NAME(wide_bits) scaled = (NAME(wide_bits))sum + ((NAME(wide_bits))shifted << 52);
    return __builtin_convertvector((NAME(wide))scaled, vec);
}

static TARGET void NAME(exp)(ptrdiff_t n, const T *x, T *y)
{
    if (sizeof(T) == sizeof(double)) {
        for (ptrdiff_t i = 0; i < n; i++)
            y[i] = (T)exp((double)x[i]);
        return;
    }
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES)
        NAME(store)(y + i, NAME(exp_of)(NAME(load)(x + i)));
    if (i < n)
        NAME(store_part)(y + i, NAME(exp_of)(NAME(load_part)(x + i, n - i)), n - i);
}

// For x >= 0.
BP_INLINE TARGET vec NAME(log1p_of)(vec x)
{
    // 1 / (2k + 1)
    static const double factors[LOG_TERMS + 1] = {
        1, 1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15,
    };
    const double log_2 = 0x1.62e42fefa39efp-1;
    const int64_t root_half = 0x3fe6a09e667f3bcd;    // the bits of sqrt(1/2)

    const NAME(wide) w = __builtin_convertvector(x, NAME(wide));
    const NAME(wide) u = w + 1;
    // u = 2^n m: what the bits are beyond those of sqrt(1/2) has n in its exponent.
    const NAME(wide_bits) beyond = (NAME(wide_bits))u - root_half;
    const NAME(wide_bits) n = beyond >> 52;
    const NAME(wide) m = (NAME(wide))((NAME(wide_bits))u - (n << 52));
    const NAME(wide) s = (m - 1) / (m + 1);
    const NAME(wide) square = s * s;
    NAME(wide) sum = (NAME(wide))factors[LOG_TERMS];
    BP_UNROLL for (int k = LOG_TERMS - 1; k >= 0; k--)
        sum = __builtin_elementwise_fma(sum, square, (NAME(wide))factors[k]);
    const NAME(wide) log_u = __builtin_elementwise_fma(
        __builtin_convertvector(n, NAME(wide)), (NAME(wide))log_2, 2 * s * sum);
    const NAME(wide) y = log_u * (w / (u - 1));
    // Neither 0 / 0 nor infinity / infinity; a NaN stays what it is.
    const NAME(wide_bits) as_it_is = (NAME(wide_bits))(u == 1) | (NAME(wide_bits))(u == (NAME(wide))INFINITY);
    return __builtin_convertvector(as_it_is ? w : y, vec);
}

static TARGET void NAME(log1p)(ptrdiff_t n, const T *x, T *y)
{
    if (sizeof(T) == sizeof(double)) {
        for (ptrdiff_t i = 0; i < n; i++)
            y[i] = (T)log1p((double)x[i]);
        return;
    }
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES)
        NAME(store)(y + i, NAME(log1p_of)(NAME(load)(x + i)));
    if (i < n)
        NAME(store_part)(y + i, NAME(log1p_of)(NAME(load_part)(x + i, n - i)), n - i);
}

#undef LOG_TERMS
#undef EXP_TERMS
#undef EXP_HIGHEST
#undef EXP_LOWEST

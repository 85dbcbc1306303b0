// The exponential function for one instruction set and element type (see
// lanes.h).
//
// For Float it is computed in double precision, whose error is too small to
// show in a Float but in one of some ten thousand numbers: e^x = 2^n e^r with the
// whole n that is nearest to x / log 2, and e^r by its Taylor series. For Double
// there is nothing wider to compute in, and the C library's is taken.

// The terms of the series after 1: the first one left out, for |r| <= log(2)/2,
// is 7e-12.
#define EXP_TERMS 9

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

#undef EXP_TERMS
#undef EXP_HIGHEST
#undef EXP_LOWEST

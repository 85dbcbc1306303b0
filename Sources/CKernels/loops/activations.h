// Activations without an upper bound, and the derivatives of all, for one instruction set and
// element type (see lanes.h), made of the functions in exp_log.h and bounded.h:
//
// GELU, x Phi(x) with the normal distribution's Phi(x) = (1 + erf(x / sqrt(2))) / 2, but without
// that sum, whose digits are lost where x < 0: Phi(-|x|) = e^(-x^2/2) r P(u), where
// r = 1 / (|x| + k), u = 1 - s |x| r, and P is a polynomial; the Float's is shorter;
// SiLU, x sigmoid(x);
// softplus, log(1 + e^x) = max(x, 0) + log(1 + e^-|x|).
//
// Where x is infinite they are the limits: an x so far below 0 that nothing is left of the
// function counts as the last such x.

// Phi(-|x|) and e^(-x^2/2), for |x| up to where both are 0.
BP_INLINE TARGET void NAME(tail)(wide *below, wide *bell, const wide *size)
{
    // Off by 2^-51 of itself at most, for Float by 2^-33; found by Scripts/kernel-functions.py.
    static const double fine[] = {
        0x1.bfe72ecb3d5ddp-1, 0x1.7e8860ae94f5cp-1, 0x1.1c4805ce68583p-1, 0x1.6e8476d5aa7f1p-2,
        0x1.966d6fca4641dp-3, 0x1.7d538c2d20722p-4, 0x1.2592b5db57739p-5, 0x1.5beedecc1aa9ap-7,
        0x1.08e515e51a33cp-9, 0x1.ac4419b480787p-16, -0x1.0c6d89afb7798p-13, -0x1.292f707c902e5p-15,
        0x1.c9609d53344d6p-20, 0x1.ae92ab9339057p-19, 0x1.a819993ace810p-22, -0x1.eeb6f6ee654fap-23,
        -0x1.0f8962e59e6bfp-24, 0x1.1af5006ec1811p-26, 0x1.fe06534728b59p-28, -0x1.6c9fb8b16a1cep-30,
        -0x1.bc053f41335fbp-31, 0x1.0568dfb2f4b19p-33, 0x1.5b40442c9d21ep-34, -0x1.1c55bd82f16cdp-37,
        -0x1.668854fb69c39p-38,
    };
    static const double coarse[] = {
        0x1.d2a17b9aa9b7cp-1, 0x1.510c9823adb76p-1, 0x1.73a5f531a2637p-2, 0x1.2f681b395496dp-3,
        0x1.4d2e96934b35fp-5, 0x1.4878379b9bdbcp-8, -0x1.0d88b85eb0b8dp-10, -0x1.ee373f63d61c6p-12,
        0x1.6d16aba38ad8fp-17, 0x1.193acb7bc2cd4p-15, 0x1.087112b31bffap-21, -0x1.190ae2715d3d3p-19,
    };
    const double slope = FINE ? 0x1.25be5be5be5bep+1 : 0x1.44p+1;

    const wide half = 0.5 * *size, square = half * *size;
    const wide exponent = -square, none = (wide)0;
    NAME(power) p;
    NAME(raise)(&p, &exponent, &none);
    // What the square lacks is as good as 1 + that as a factor.
    const wide rest = FINE ? BP_FMA(-half, *size, square) : none;
    const wide lost = FINE ? BP_FMA(p.whole, rest, LOST_OF_WHOLE(p)) : none;
    const wide r = 1 / (*size + (FINE ? 5.75 : 4.25));
    const wide u = BP_FMA(-slope * *size, r, (wide)1);
    wide sum = (wide)(FINE ? fine[24] : coarse[11]);
    NAME(horner)(&sum, &u, FINE ? fine : coarse, FINE ? 24 : 11);
    const wide share = r * sum;
    *below = BP_FMA(lost, share, p.whole * share);
    *bell = p.whole + lost;
    NAME(scale)(below, &p.n);
    NAME(scale)(bell, &p.n);
}

// Where e^(-x^2/2), and all that is made of it, is 0.
#define TAIL_END (FINE ? 39.0 : 16.0)

BP_INLINE TARGET vec NAME(gelu_of)(vec x)
{
    const wide w = WIDEN(x), size = SIZE(w, TAIL_END);
    wide below, bell;
    NAME(tail)(&below, &bell, &size);
    const wide from = w < -TAIL_END ? (wide)-TAIL_END : w;
    return NARROW(from * (w < 0 ? below : 1 - below));
}

static TARGET void NAME(gelu)(ptrdiff_t n, const T *x, T *y)
{
    BP_EACH(n, BP_PUT(y, NAME(gelu_of)(BP_GET(x)));)
}

BP_INLINE TARGET vec NAME(gelu_slope)(vec x)
{
    const double peak = 0x1.9884533d43651p-2;    // 1/sqrt(2 pi)
    const wide w = WIDEN(x), size = SIZE(w, TAIL_END);
    wide below, bell;
    NAME(tail)(&below, &bell, &size);
    const wide rise = size * peak * bell;
    return NARROW(w < 0 ? below - rise : (1 - below) + rise);
}

static TARGET void NAME(gelu_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx)
{
    BP_EACH(n, BP_PUT(dx, BP_GET(dy) * NAME(gelu_slope)(BP_GET(x)));)
}

// Where sigmoid(-|x|), and x times it, is 0.
#define SIGMOID_END (FINE ? 760.0 : 120.0)

// sigmoid(|x|) and sigmoid(-|x|), for |x| up to that.
BP_INLINE TARGET void NAME(shares)(wide *large, wide *small, const wide *size)
{
    const wide down = -*size, none = (wide)0;
    NAME(power) p;
    NAME(raise)(&p, &down, &none);
    wide e = p.whole;
    NAME(scale)(&e, &p.n);
    *large = 1 / (1 + e);
    *small = e * *large;
}

// sigmoid(x) sigmoid(-x).
static TARGET void NAME(sigmoid_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx)
{
    BP_EACH(n,
        const wide w = WIDEN(BP_GET(x)), size = SIZE(w, SIGMOID_END);
        wide large, small;
        NAME(shares)(&large, &small, &size);
        BP_PUT(dx, BP_GET(dy) * NARROW(large * small));)
}

// 4 sigmoid(2x) sigmoid(-2x), which is 1 - tanh(x)^2 with all its digits.
static TARGET void NAME(tanh_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx)
{
    BP_EACH(n,
        const wide w = 2 * WIDEN(BP_GET(x)), size = SIZE(w, SIGMOID_END);
        wide large, small;
        NAME(shares)(&large, &small, &size);
        BP_PUT(dx, BP_GET(dy) * NARROW(4 * (large * small)));)
}

BP_INLINE TARGET vec NAME(silu_of)(vec x)
{
    const vec from = x < (T)-SIGMOID_END ? (vec)(T)-SIGMOID_END : x;
    return from * NAME(sigmoid_of)(x);
}

static TARGET void NAME(silu)(ptrdiff_t n, const T *x, T *y)
{
    BP_EACH(n, BP_PUT(y, NAME(silu_of)(BP_GET(x)));)
}

// sigmoid(x) (1 + x sigmoid(-x)).
BP_INLINE TARGET vec NAME(silu_slope)(vec x)
{
    const wide w = WIDEN(x), size = SIZE(w, SIGMOID_END);
    wide large, small;
    NAME(shares)(&large, &small, &size);
    return NARROW(w < 0 ? small * BP_FMA(-size, large, (wide)1) : large * BP_FMA(size, small, (wide)1));
}

static TARGET void NAME(silu_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx)
{
    BP_EACH(n, BP_PUT(dx, BP_GET(dy) * NAME(silu_slope)(BP_GET(x)));)
}

BP_INLINE TARGET vec NAME(softplus_of)(vec x)
{
    return NAME(unless_negative)(x, x) + NAME(log1p_of)(NAME(exp_of)(-__builtin_elementwise_abs(x)));
}

static TARGET void NAME(softplus)(ptrdiff_t n, const T *x, T *y)
{
    BP_EACH(n, BP_PUT(y, NAME(softplus_of)(BP_GET(x)));)
}

static TARGET void NAME(softplus_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx)
{
    BP_EACH(n, BP_PUT(dx, BP_GET(dy) * NAME(sigmoid_of)(BP_GET(x)));)
}

#undef TAIL_END
#undef SIGMOID_END
#undef SIZE
#undef FINE
#undef WIDEN
#undef NARROW
#undef WHOLE
#undef TWO_TO
#undef LOST_OF_WHOLE
#undef wide
#undef wide_bits

// Loops over elements for one instruction set and element type (see lanes.h).

static TARGET void NAME(axpy)(ptrdiff_t n, T alpha, const T *x, T *y)
{
    BP_EACH(n, BP_PUT(y, BP_FMA((vec)alpha, BP_GET(x), BP_GET(y)));)
}

static TARGET void NAME(fill)(ptrdiff_t n, T value, T *y)
{
    BP_EACH(n, BP_PUT(y, (vec)value);)
}

// y where x <= 0 is false (which it is for a NaN), 0 elsewhere. The comparison
// gives all ones or all zeros in each lane.
BP_INLINE TARGET vec NAME(unless_negative)(vec x, vec y)
{
    return (vec)(~(x <= (vec)(T)0) & (mask_vec)y);
}

static TARGET void NAME(relu)(ptrdiff_t n, const T *x, T *y)
{
    BP_EACH(n, const vec here = BP_GET(x); BP_PUT(y, NAME(unless_negative)(here, here));)
}

static TARGET void NAME(relu_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx)
{
    BP_EACH(n, BP_PUT(dx, NAME(unless_negative)(BP_GET(x), BP_GET(dy)));)
}

// x where x <= 0 is false (which it is for a NaN), slope x elsewhere.
static TARGET void NAME(leaky_relu)(ptrdiff_t n, T slope, const T *x, T *y)
{
    BP_EACH(n, const vec here = BP_GET(x); BP_PUT(y, here <= (vec)(T)0 ? slope * here : here);)
}

static TARGET void NAME(leaky_relu_backward)(ptrdiff_t n, T slope, const T *x, const T *dy, T *dx)
{
    BP_EACH(n, const vec d = BP_GET(dy); BP_PUT(dx, BP_GET(x) <= (vec)(T)0 ? slope * d : d);)
}

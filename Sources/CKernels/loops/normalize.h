// Rows brought to a mean and a variance, and the derivative of it, for one instruction set and element type (see lanes.h).

static TARGET void NAME(normalize_rows)(
    ptrdiff_t rows, ptrdiff_t cols, const T *x, const T *means, const T *factors, const T *scale, const T *shift, T *y)
{
    for (ptrdiff_t r = 0; r < rows; r++, x += cols, y += cols) {
        const vec mean = (vec)means[r], factor = (vec)factors[r];
        if (scale) {
            BP_EACH(cols, BP_PUT(y, (BP_GET(x) - mean) * factor * BP_GET(scale) + BP_GET(shift));)
        } else {
            BP_EACH(cols, BP_PUT(y, (BP_GET(x) - mean) * factor);)
        }
    }
}

static TARGET void NAME(scale_rows)(ptrdiff_t rows, ptrdiff_t cols, const T *x, const T *scale, T *y)
{
    for (ptrdiff_t r = 0; r < rows; r++, x += cols, y += cols) {
        BP_EACH(cols, BP_PUT(y, BP_GET(x) * BP_GET(scale));)
    }
}

static TARGET void NAME(spread_rows)(
    ptrdiff_t rows, ptrdiff_t cols, const T *x, const T *offsets, const T *slopes, const T *factors, T *dx)
{
    for (ptrdiff_t r = 0; r < rows; r++, x += cols, dx += cols) {
        const vec offset = (vec)offsets[r], slope = (vec)slopes[r], factor = (vec)factors[r];
        BP_EACH(cols, BP_PUT(dx, (BP_GET(dx) - offset - BP_GET(x) * slope) * factor);)
    }
}

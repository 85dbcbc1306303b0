// Loops over vectors and rows for one instruction set and element type (see
// lanes.h). Every element is computed on its own, so any range of elements can
// be computed separately.

static TARGET void NAME(axpy)(ptrdiff_t n, T alpha, const T *x, T *y)
{
    const vec scale = (vec)alpha;
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES)
        NAME(store)(y + i, __builtin_elementwise_fma(
            scale, NAME(load)(x + i), NAME(load)(y + i)));
    if (i < n)
        NAME(store_part)(y + i, __builtin_elementwise_fma(
            scale, NAME(load_part)(x + i, n - i),
            NAME(load_part)(y + i, n - i)), n - i);
}

static TARGET void NAME(fill)(ptrdiff_t n, T value, T *y)
{
    const vec all = (vec)value;
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES)
        NAME(store)(y + i, all);
    if (i < n)
        NAME(store_part)(y + i, all, n - i);
}

// y where x <= 0 is false (which it is for a NaN), 0 elsewhere. The comparison
// gives all ones or all zeros in each lane.
BP_INLINE TARGET vec NAME(unless_negative)(vec x, vec y)
{
    return (vec)(~(x <= (vec)(T)0) & (mask_vec)y);
}

static TARGET void NAME(relu)(ptrdiff_t n, const T *x, T *y)
{
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        const vec here = NAME(load)(x + i);
        NAME(store)(y + i, NAME(unless_negative)(here, here));
    }
    if (i < n) {
        const vec here = NAME(load_part)(x + i, n - i);
        NAME(store_part)(y + i, NAME(unless_negative)(here, here), n - i);
    }
}

static TARGET void NAME(relu_backward)(
    ptrdiff_t n, const T *x, const T *dy, T *dx)
{
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES)
        NAME(store)(dx + i, NAME(unless_negative)(
            NAME(load)(x + i), NAME(load)(dy + i)));
    if (i < n)
        NAME(store_part)(dx + i, NAME(unless_negative)(
            NAME(load_part)(x + i, n - i),
            NAME(load_part)(dy + i, n - i)), n - i);
}

// The sums of `full` vectors of columns at once: the additions of one column
// wait for each other, those of several columns do not.
BP_INLINE TARGET void NAME(sum_columns)(
    const int full, ptrdiff_t rows, const T *x, ptrdiff_t ldx,
    T *out, bool accumulate)
{
    vec acc[4];
    BP_UNROLL for (int v = 0; v < full; v++)
        acc[v] = accumulate ? NAME(load)(out + v * LANES) : (vec)(T)0;
    for (ptrdiff_t r = 0; r < rows; r++) {
        BP_UNROLL for (int v = 0; v < full; v++)
            acc[v] += NAME(load)(x + r * ldx + v * LANES);
    }
    BP_UNROLL for (int v = 0; v < full; v++)
        NAME(store)(out + v * LANES, acc[v]);
}

static TARGET void NAME(column_sums)(
    ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx,
    T *out, bool accumulate)
{
    ptrdiff_t j = 0;
    for (; j + 4 * LANES <= cols; j += 4 * LANES)
        NAME(sum_columns)(4, rows, x + j, ldx, out + j, accumulate);
    for (; j + LANES <= cols; j += LANES)
        NAME(sum_columns)(1, rows, x + j, ldx, out + j, accumulate);
    if (j < cols) {
        const ptrdiff_t rest = cols - j;
        vec acc = accumulate ? NAME(load_part)(out + j, rest) : (vec)(T)0;
        for (ptrdiff_t r = 0; r < rows; r++)
            acc += NAME(load_part)(x + r * ldx + j, rest);
        NAME(store_part)(out + j, acc, rest);
    }
}

// Bytes divided by a number. Division is slow, so it is replaced by a product
// with the reciprocal and one step of correction, which nearly always gives the
// same bits; whether it does for this divisor is found out by trying all bytes.

BP_INLINE TARGET vec NAME(corrected_product)(vec x, vec divisor, vec reciprocal)
{
    const vec guess = x * reciprocal;
    const vec error = __builtin_elementwise_fma(-guess, divisor, x);
    return __builtin_elementwise_fma(error, reciprocal, guess);
}

static TARGET bool NAME(product_is_exact)(T divisor)
{
    const vec by = (vec)divisor, reciprocal = (vec)((T)1 / divisor);
    mask_vec difference = (mask_vec)0;
    vec x;
    for (int i = 0; i < LANES; i++)
        x[i] = (T)i;
    for (int i = 0; i < 256; i += LANES) {
        difference |= (mask_vec)(x / by)
            ^ (mask_vec)NAME(corrected_product)(x, by, reciprocal);
        x += (vec)(T)LANES;
    }
    for (int i = 0; i < LANES; i++)
        if (difference[i] != 0)
            return false;
    return true;
}

BP_INLINE TARGET void NAME(bytes_row)(
    const bool product, ptrdiff_t n, const uint8_t *bytes, T divisor, T *out)
{
    const vec by = (vec)divisor, reciprocal = (vec)((T)1 / divisor);
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        const vec x = __builtin_convertvector(NAME(load_bytes)(bytes + i), vec);
        NAME(store)(out + i, product
            ? NAME(corrected_product)(x, by, reciprocal) : x / by);
    }
    for (; i < n; i++)
        out[i] = (T)bytes[i] / divisor;
}

// Rows for each of which `at` is the expression that finds its index. Rows come
// in no order, so the processor is told where the one after the next lies.
#define GATHER_ROWS(product, at)                                                \
    for (ptrdiff_t r = 0; r < rows; r++) {                                      \
        const ptrdiff_t later = r + 2 < rows ? r + 2 : r;                       \
        for (ptrdiff_t j = 0; j < cols; j += 64)                                \
            __builtin_prefetch(bytes + (ptrdiff_t)at[later] * cols + j, 0, 3);  \
        NAME(bytes_row)(product, cols, bytes + (ptrdiff_t)at[r] * cols,         \
                        divisor, out + r * cols);                               \
    }

// Enough bytes for trying out the product to pay.
#define MANY_BYTES 4096

static TARGET void NAME(gather_bytes_i32)(
    ptrdiff_t rows, ptrdiff_t cols, const uint8_t *bytes,
    const int32_t *index, T divisor, T *out)
{
    if (FAST_FMA && rows * cols >= MANY_BYTES && NAME(product_is_exact)(divisor))
        GATHER_ROWS(true, index)
    else
        GATHER_ROWS(false, index)
}

static TARGET void NAME(gather_bytes_i64)(
    ptrdiff_t rows, ptrdiff_t cols, const uint8_t *bytes,
    const int64_t *index, T divisor, T *out)
{
    if (FAST_FMA && rows * cols >= MANY_BYTES && NAME(product_is_exact)(divisor))
        GATHER_ROWS(true, index)
    else
        GATHER_ROWS(false, index)
}

#undef GATHER_ROWS
#undef MANY_BYTES

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

// The lanes before some column of a row, and -infinity in those after it.
BP_INLINE TARGET vec NAME(row_part)(const T *x, ptrdiff_t n)
{
    if (n >= LANES)
        return NAME(load)(x);
    vec lane;
    for (int i = 0; i < LANES; i++)
        lane[i] = (T)i;
    const vec part = NAME(load_part)(x, n);
    return lane < (vec)(T)n ? part : (vec)(T)-INFINITY;
}

// The largest lane, in all lanes. Each round puts the larger of two halves, each
// element twice, in their place.
BP_INLINE TARGET vec NAME(largest_lane)(vec x)
{
    BP_UNROLL for (int round = 1; round < LANES; round *= 2) {
        const vec low = BP_JOIN(BP_LOW_, LANES)(x, x), high = BP_JOIN(BP_HIGH_, LANES)(x, x);
        x = low > high ? low : high;
    }
    return x;
}

static TARGET void NAME(argmax)(
    ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx, ptrdiff_t *out)
{
    for (ptrdiff_t r = 0; r < rows; r++, x += ldx) {
        vec most = (vec)(T)-INFINITY;
        mask_vec nan = (mask_vec)(MASK_T)0;
        for (ptrdiff_t j = 0; j < cols; j += LANES) {
            const vec here = NAME(row_part)(x + j, cols - j);
            most = here > most ? here : most;
            nan |= here != here;
        }
        // The first that counts is in the row, since what lies after it is never
        // larger nor a NaN.
        const bool any_nan = NAME(nonzero_lanes)(nan) != 0;
        const vec largest = NAME(largest_lane)(most);
        for (ptrdiff_t j = 0; j < cols; j += LANES) {
            const vec here = NAME(row_part)(x + j, cols - j);
            const uint32_t bits = NAME(nonzero_lanes)(any_nan ? here != here : here == largest);
            if (bits != 0) {
                out[r] = j + __builtin_ctz(bits);
                break;
            }
        }
    }
}

// Sixteen elements, however many fit in a register.
typedef T NAME(sixteen) __attribute__((ext_vector_type(16)));
typedef MASK_T NAME(sixteen_places) __attribute__((ext_vector_type(16)));

// The first n elements at p, and zeros. (Not returned, since compilers warn of
// vectors that the baseline can't return.)
BP_INLINE TARGET void NAME(load_sixteen)(NAME(sixteen) *x, const T *p, ptrdiff_t n)
{
    vec parts[16 / LANES];
    BP_UNROLL for (int i = 0; i < 16; i += LANES)
        parts[i / LANES] = n >= i + LANES ? NAME(load)(p + i)
            : n > i ? NAME(load_part)(p + i, n - i) : (vec)(T)0;
    memcpy(x, parts, sizeof parts);
}

static TARGET void NAME(row_sums)(
    ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx, const ptrdiff_t *without, T *out)
{
    NAME(sixteen_places) places;
    for (int i = 0; i < 16; i++)
        places[i] = i;
    for (ptrdiff_t r = 0; r < rows; r++, x += ldx) {
        NAME(sixteen) sums = (NAME(sixteen))(T)0;
        for (ptrdiff_t j = 0; j < cols; j += 16) {
            NAME(sixteen) here;
            NAME(load_sixteen)(&here, x + j, cols - j);
            // None of the places if it lies elsewhere.
            const ptrdiff_t place = without ? without[r] - j : -1;
            const MASK_T left_out = place < 16 ? (MASK_T)place : -1;
            sums += places == left_out ? (NAME(sixteen))(T)0 : here;
        }
        const __typeof__(sums.lo) eight = sums.lo + sums.hi;
        const __typeof__(eight.lo) four = eight.lo + eight.hi;
        const __typeof__(four.lo) two = four.lo + four.hi;
        out[r] = two.lo + two.hi;
    }
}

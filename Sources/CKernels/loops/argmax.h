// The positions of the largest elements of rows, for one instruction set and
// element type (see lanes.h).

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

// Bytes divided by a number, for one instruction set and element type (see
// lanes.h): pixels as a network takes them.
//
// Division is slow, so it is replaced by a product with the reciprocal, which is
// taken as the sum of two numbers. That nearly always gives the same bits;
// whether it does for this divisor is found out by trying all bytes.

typedef struct {
    T divisor;
    T reciprocal, rest;    // their sum is close to 1 / divisor
    bool exact;            // whether the product has the bits of the division
} NAME(quotient);

BP_INLINE TARGET vec NAME(quotient_of)(vec x, const NAME(quotient) *q)
{
    return __builtin_elementwise_fma(x, (vec)q->reciprocal, x * (vec)q->rest);
}

static TARGET NAME(quotient) NAME(make_quotient)(T divisor)
{
    NAME(quotient) q = { .divisor = divisor, .reciprocal = 1 / divisor };
    if (!FAST_FMA)
        return q;
    const vec error = __builtin_elementwise_fma(
        (vec)-q.reciprocal, (vec)divisor, (vec)(T)1);
    q.rest = error[0] / divisor;
    mask_vec difference = (mask_vec)(MASK_T)0;
    vec x;
    for (int i = 0; i < LANES; i++)
        x[i] = (T)i;
    for (int i = 0; i < 256; i += LANES) {
        difference |= (mask_vec)(x / (vec)divisor) ^ (mask_vec)NAME(quotient_of)(x, &q);
        x += (vec)(T)LANES;
    }
    q.exact = true;
    for (int i = 0; i < LANES; i++)
        q.exact &= difference[i] == 0;
    return q;
}

BP_INLINE TARGET void NAME(bytes_row)(
    ptrdiff_t n, const uint8_t *bytes, const NAME(quotient) *q, T *out)
{
    ptrdiff_t i = 0;
    if (q->exact) {
        BP_AS_WRITTEN for (; i + LANES <= n; i += LANES) {
            const vec x = __builtin_convertvector(NAME(load_bytes)(bytes + i), vec);
            NAME(store)(out + i, NAME(quotient_of)(x, q));
        }
    } else {
        for (; i + LANES <= n; i += LANES) {
            const vec x = __builtin_convertvector(NAME(load_bytes)(bytes + i), vec);
            NAME(store)(out + i, x / (vec)q->divisor);
        }
    }
    for (; i < n; i++)
        out[i] = (T)bytes[i] / q->divisor;
}

BP_INLINE void NAME(prefetch_bytes)(const bp_byte_rows *a, ptrdiff_t row, ptrdiff_t col, ptrdiff_t cols)
{
    const uint8_t *bytes = a->bytes + (ptrdiff_t)a->index[row] * a->ld + col;
    for (ptrdiff_t j = 0; j < cols; j += LINE)
        __builtin_prefetch(bytes + j, 0, 2);
}

// Prefetches some rows, as far as there are so many in `all`.
BP_INLINE void NAME(prefetch_rows)(
    const bp_byte_rows *a, ptrdiff_t all, ptrdiff_t row, ptrdiff_t rows, ptrdiff_t col, ptrdiff_t cols)
{
    const ptrdiff_t to = row + rows < all ? row + rows : all;
    for (ptrdiff_t r = row; r < to; r++)
        NAME(prefetch_bytes)(a, r, col, cols);
}

// A block of rows of bytes, without gaps.
static BP_APART TARGET void NAME(rows_of_bytes)(
    T *out, const bp_byte_rows *a, const NAME(quotient) *q,
    ptrdiff_t row, ptrdiff_t rows, ptrdiff_t col, ptrdiff_t cols)
{
    for (ptrdiff_t r = 0; r < rows; r++)
        NAME(bytes_row)(cols, a->bytes + (ptrdiff_t)a->index[row + r] * a->ld + col, q, out + r * cols);
}

// The number for each byte, for tiles that read bytes as they are.
static TARGET void NAME(make_table)(T divisor, T table[256])
{
    for (int i = 0; i < 256; i++)
        table[i] = (T)i / divisor;
}

static TARGET void NAME(gather_bytes)(
    ptrdiff_t rows, ptrdiff_t cols, const bp_byte_rows *a, T *out)
{
    const NAME(quotient) q = NAME(make_quotient)((T)a->divisor);
    NAME(prefetch_rows)(a, rows, 0, ROWS_AHEAD, 0, cols);
    for (ptrdiff_t r = 0; r < rows; r += BYTE_ROWS) {
        const ptrdiff_t here = rows - r < BYTE_ROWS ? rows - r : BYTE_ROWS;
        NAME(prefetch_rows)(a, rows, r + ROWS_AHEAD, here, 0, cols);
        NAME(rows_of_bytes)(out + r * cols, a, &q, r, here, 0, cols);
    }
}


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

// How many rows ahead of its turn a row is prefetched. They come in no order,
// so the processor can't foresee where they lie.
#define ROWS_AHEAD 24

BP_INLINE void NAME(prefetch_bytes)(const bp_byte_rows *a, ptrdiff_t row, ptrdiff_t col, ptrdiff_t cols)
{
    const uint8_t *bytes = a->bytes + (ptrdiff_t)a->index[row] * a->ld + col;
    for (ptrdiff_t j = 0; j < cols; j += 64)
        __builtin_prefetch(bytes + j, 0, 2);
}

// Prefetches the rows that come ROWS_AHEAD after those of a block, if there are `all`;
// at the start for those before, too.
BP_INLINE void NAME(prefetch_rows)(
    const bp_byte_rows *a, ptrdiff_t all, ptrdiff_t row, ptrdiff_t rows, ptrdiff_t col, ptrdiff_t cols)
{
    const ptrdiff_t from = row == 0 ? 0 : row + ROWS_AHEAD;
    const ptrdiff_t to = row + rows + ROWS_AHEAD < all ? row + rows + ROWS_AHEAD : all;
    for (ptrdiff_t r = from; r < to; r++)
        NAME(prefetch_bytes)(a, r, col, cols);
}

// A block of rows of bytes, without gaps. With an order, its row r is the one that it names.
static TARGET void NAME(rows_of_bytes)(
    T *out, const bp_byte_rows *a, const NAME(quotient) *q, const uint16_t *order,
    ptrdiff_t row, ptrdiff_t rows, ptrdiff_t col, ptrdiff_t cols)
{
    for (ptrdiff_t r = 0; r < rows; r++) {
        const ptrdiff_t from = (ptrdiff_t)a->index[row + (order ? order[r] : r)];
        NAME(bytes_row)(cols, a->bytes + from * a->ld + col, q, out + r * cols);
    }
}

// Where tiles read rows of bytes they are copied, so far apart (a constant, which
// needs no register), since they may lie anywhere. A multiple of a cache line, but
// not of many.
#define BYTES_STRIDE 1088

// Of each row at least as many columns as bp_bytes has.
static TARGET void NAME(copy_rows)(
    uint8_t *out, const bp_byte_rows *a, ptrdiff_t row, ptrdiff_t rows, ptrdiff_t col, ptrdiff_t cols)
{
    const ptrdiff_t size = sizeof(bp_bytes);
    for (ptrdiff_t r = row; r < row + rows; r++, out += BYTES_STRIDE) {
        const uint8_t *from = a->bytes + (ptrdiff_t)a->index[r] * a->ld + col;
        for (ptrdiff_t j = 0; j < cols; j += size) {
            // The last ones overlap those before.
            const ptrdiff_t at = j + size <= cols ? j : cols - size;
            memcpy(out + at, from + at, size);
        }
    }
}

// The number for each byte.
static TARGET void NAME(make_table)(T divisor, T table[256])
{
    vec x;
    for (int i = 0; i < LANES; i++)
        x[i] = (T)i;
    for (int i = 0; i < 256; i += LANES) {
        NAME(store)(table + i, x / (vec)divisor);
        x += (vec)(T)LANES;
    }
}

static TARGET void NAME(gather_bytes)(
    ptrdiff_t rows, ptrdiff_t cols, const bp_byte_rows *a, T *out)
{
    const NAME(quotient) q = NAME(make_quotient)((T)a->divisor);
    for (ptrdiff_t r = 0; r < rows; r += ROWS_AHEAD) {
        const ptrdiff_t here = rows - r < ROWS_AHEAD ? rows - r : ROWS_AHEAD;
        NAME(prefetch_rows)(a, rows, r, here, 0, cols);
        NAME(rows_of_bytes)(out + r * cols, a, &q, NULL, r, here, 0, cols);
    }
}

#undef ROWS_AHEAD

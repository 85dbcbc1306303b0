// Convolutions of nine taps, such as 3 × 3 of one channel, for one instruction set and element type (see lanes.h).
//
// Tiles would begin and end too often. The planes are those of a column of the kernel each
// (pixels.h), as wide as y: a tap's pixels lie side by side from row to row, and rows `width` apart.

// Vectors of pixels for each tap stay in registers while all filters pass; where there is room
// for two, a weight that is read serves both.
enum { NAME(few_vectors) = REGISTERS == 32 ? 2 : 1 };

// Some rows of C, at some vectors of pixels or at `count` of a vector.
BP_INLINE TARGET void NAME(few_taps_rows)(
    const int rows, const int vectors, const vec x[NAME(few_vectors)][FEW_TAPS], const T *w, const T *bias, T *c,
    ptrdiff_t ldc, const ptrdiff_t count)
{
    vec sums[ROWS][NAME(few_vectors)];
    BP_UNROLL for (int r = 0; r < rows; r++)
        BP_UNROLL for (int v = 0; v < vectors; v++)
            sums[r][v] = (vec)(T)0;
    BP_UNROLL for (int t = 0; t < FEW_TAPS; t++)
        BP_UNROLL for (int r = 0; r < rows; r++)
            BP_UNROLL for (int v = 0; v < vectors; v++)
                sums[r][v] = BP_FMA((vec)w[r * FEW_TAPS + t], x[v][t], sums[r][v]);
    BP_UNROLL for (int r = 0; r < rows; r++)
        BP_UNROLL for (int v = 0; v < vectors; v++) {
            sums[r][v] += (vec)(T)0;
            if (bias)
                sums[r][v] += (vec)bias[r];
            NAME(store_some)(c + r * ldc + v * LANES, sums[r][v], count);
        }
}

BP_INLINE TARGET void NAME(few_taps_at)(
    const NAME(strip) *s, const int vectors, ptrdiff_t from, const ptrdiff_t count)
{
    vec x[NAME(few_vectors)][FEW_TAPS];
    BP_UNROLL for (int t = 0; t < FEW_TAPS; t++)
        BP_UNROLL for (int v = 0; v < vectors; v++)
            x[v][t] = NAME(load)(s->b + s->k_in_b[t] + from + v * LANES);
    for (ptrdiff_t i = 0; i < s->rows;) {
        const T *w = s->a + i * FEW_TAPS, *bias = s->row_bias ? s->row_bias + i : NULL;
        T *c = s->c + i * s->ldc + from;
        if (i + ROWS <= s->rows) {
            NAME(few_taps_rows)(ROWS, vectors, x, w, bias, c, s->ldc, count);
            i += ROWS;
        } else {
            NAME(few_taps_rows)(1, vectors, x, w, bias, c, s->ldc, count);
            i++;
        }
    }
}

static BP_APART TARGET void NAME(few_taps)(const NAME(strip) *s, ptrdiff_t pixels)
{
    ptrdiff_t p = 0;
    for (; p + NAME(few_vectors) * LANES <= pixels; p += NAME(few_vectors) * LANES)
        NAME(few_taps_at)(s, NAME(few_vectors), p, LANES);
    for (; p + LANES <= pixels; p += LANES)
        NAME(few_taps_at)(s, 1, p, LANES);
    if (p < pixels)
        NAME(few_taps_at)(s, 1, p, pixels - p);
}

// -- By rows
//
// With sixteen registers it is the weights of a filter that stay there, while it passes over all
// pixels, four rows at a time: a vector of pixels that is read serves all the rows that see it.

BP_INLINE bool NAME(taps_by_rows)(const bp_convolution *v)
{
    return REGISTERS < 32 && v->kernel_height == FEW_SIDE && v->kernel_width == FEW_SIDE
        && v->stride_y == 1 && v->dilation_y == 1;
}

// A vector of some rows, or `count` of its pixels. Flipped, the first tap is the last one of what a row sees.
BP_INLINE TARGET void NAME(taps_of_rows_at)(
    const int rows, const bool flipped, const vec *w, const T *const *planes, ptrdiff_t pitch, vec add, T *y,
    ptrdiff_t width, const ptrdiff_t count)
{
    vec sums[ROWS];
    BP_UNROLL for (int i = 0; i < rows; i++)
        sums[i] = (vec)(T)0;
    BP_UNROLL for (int k = 0; k < rows + FEW_SIDE - 1; k++) {
        const int row = flipped ? rows + FEW_SIDE - 2 - k : k;
        BP_UNROLL for (int v = 0; v < FEW_SIDE; v++) {
            const vec x = NAME(load)(planes[v] + row * pitch);
            BP_UNROLL for (int i = 0; i < rows; i++) {
                const int u = flipped ? i + FEW_SIDE - 1 - row : row - i;
                if (u >= 0 && u < FEW_SIDE)
                    sums[i] = BP_FMA(w[u * FEW_SIDE + v], x, sums[i]);
            }
        }
    }
    BP_UNROLL for (int i = 0; i < rows; i++)
        NAME(store_some)(y + i * width, sums[i] + add, count);
}

BP_INLINE TARGET void NAME(taps_of_rows)(
    const int rows, const bool flipped, const vec *w, const T *const *planes, ptrdiff_t pitch, vec add, T *y,
    ptrdiff_t width)
{
    // The last vector may overlap the one before.
    for (ptrdiff_t j = 0; j < width; j += LANES) {
        const ptrdiff_t at = width >= LANES ? NAME(smallest)(j, width - LANES) : 0;
        const T *const here[FEW_SIDE] = { planes[0] + at, planes[1] + at, planes[2] + at };
        if (width >= LANES)
            NAME(taps_of_rows_at)(rows, flipped, w, here, pitch, add, y + at, width, LANES);
        else
            NAME(taps_of_rows_at)(rows, flipped, w, here, pitch, add, y, width, width);
    }
}

// A plane of y by nine taps, whose columns are read from a plane each.
BP_INLINE TARGET void NAME(nine_taps)(
    const bool flipped, const T *taps, const T *const *planes, ptrdiff_t pitch, vec add, T *y, ptrdiff_t height,
    ptrdiff_t width)
{
    vec w[FEW_TAPS];
    BP_UNROLL for (int t = 0; t < FEW_TAPS; t++)
        w[t] = (vec)taps[t];
    const T *here[FEW_SIDE] = { planes[0], planes[1], planes[2] };
    ptrdiff_t i = 0;
    for (; i + ROWS <= height; i += ROWS, y += ROWS * width) {
        NAME(taps_of_rows)(ROWS, flipped, w, here, pitch, add, y, width);
        BP_UNROLL for (int v = 0; v < FEW_SIDE; v++)
            here[v] += ROWS * pitch;
    }
    for (; i < height; i++, y += width) {
        NAME(taps_of_rows)(1, flipped, w, here, pitch, add, y, width);
        BP_UNROLL for (int v = 0; v < FEW_SIDE; v++)
            here[v] += pitch;
    }
}

static BP_APART TARGET void NAME(few_taps_by_rows)(const NAME(strip) *s, ptrdiff_t height, ptrdiff_t width)
{
    const T *const planes[FEW_SIDE] = { s->b + s->k_in_b[0], s->b + s->k_in_b[1], s->b + s->k_in_b[2] };
    for (ptrdiff_t f = 0; f < s->rows; f++) {
        // A zero is positive.
        const vec add = (vec)(s->row_bias ? s->row_bias[f] : 0) + (vec)(T)0;
        NAME(nine_taps)(false, s->a + f * FEW_TAPS, planes, width, add, s->c + f * s->ldc, height, width);
    }
}

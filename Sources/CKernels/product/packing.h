// Copies of blocks of matrices in the order in which tiles read them ("packing"),
// for one instruction set and element type (see lanes.h).

// Transposes a square of vectors: afterwards lane i of square[j] is what lane
// j of square[i] was. Each round interleaves the two halves of the square;
// after log2(LANES) of them every element has arrived.
BP_INLINE TARGET void NAME(transpose)(vec square[LANES])
{
    BP_UNROLL for (int round = 1; round < LANES; round *= 2) {
        vec next[LANES];
        BP_UNROLL for (int i = 0; i < LANES / 2; i++) {
            next[2 * i] = BP_JOIN(BP_LOW_, LANES)(square[i], square[i + LANES / 2]);
            next[2 * i + 1] = BP_JOIN(BP_HIGH_, LANES)(square[i], square[i + LANES / 2]);
        }
        BP_UNROLL for (int i = 0; i < LANES; i++)
            square[i] = next[i];
    }
}

// to[l * width + j] = from[j * stride + l] for j < count (the others of width
// become 0) and l < depth. Width is a multiple of LANES or is at least count.
static TARGET void NAME(pack_transposed)(
    T *to, ptrdiff_t width, const T *from, ptrdiff_t stride,
    ptrdiff_t count, ptrdiff_t depth)
{
    for (ptrdiff_t j = 0; j < width; j += LANES) {
        const ptrdiff_t here = width - j < LANES ? width - j : LANES;
        const ptrdiff_t have = count - j < here ? (count > j ? count - j : 0) : here;
        for (ptrdiff_t l = 0; l < depth; l += LANES) {
            const ptrdiff_t deep = depth - l < LANES ? depth - l : LANES;
            vec square[LANES];
            if (have == LANES && deep == LANES) {
                BP_UNROLL for (int i = 0; i < LANES; i++)
                    square[i] = NAME(load)(from + (j + i) * stride + l);
                NAME(transpose)(square);
                BP_UNROLL for (int i = 0; i < LANES; i++)
                    NAME(store)(to + (l + i) * width + j, square[i]);
            } else {
                for (ptrdiff_t i = 0; i < LANES; i++)
                    square[i] = i < have
                        ? NAME(load_part)(from + (j + i) * stride + l, deep)
                        : (vec)(T)0;
                NAME(transpose)(square);
                for (ptrdiff_t i = 0; i < deep; i++)
                    NAME(store_part)(to + (l + i) * width + j, square[i], here);
            }
        }
    }
}

// to[l * width + j] = from[l * stride + j] for j < count (the others of width
// become 0) and l < depth.
static TARGET void NAME(pack_straight)(
    T *to, ptrdiff_t width, const T *from, ptrdiff_t stride,
    ptrdiff_t count, ptrdiff_t depth)
{
    const ptrdiff_t whole = count < width ? count : width;
    for (ptrdiff_t l = 0; l < depth; l++) {
        ptrdiff_t j = 0;
        for (; j + LANES <= whole; j += LANES)
            NAME(store)(to + j, NAME(load)(from + j));
        if (j < whole) {
            const ptrdiff_t here = width - j < LANES ? width - j : LANES;
            NAME(store_part)(to + j, NAME(load_part)(from + j, whole - j), here);
            j += here;
        }
        for (; j < width; j += LANES)
            NAME(store_part)(to + j, (vec)(T)0, width - j < LANES ? width - j : LANES);
        to += width;
        from += stride;
    }
}

// Packs the rows of an A as it is stored, one after the other. With an order, row r is
// the one that it names.
static TARGET void NAME(pack_rows)(
    T *to, const T *a, ptrdiff_t lda, ptrdiff_t rows, ptrdiff_t depth, const uint16_t *order)
{
    for (ptrdiff_t r = 0; r < rows; r++)
        NAME(pack_straight)(
            to + r * depth, depth, a + (order ? order[r] : r) * lda, lda, depth, 1);
}

// to[l * tile + r] = from[l * stride + order[r]] for r < tile and l < depth.
BP_INLINE TARGET void NAME(pack_picked)(
    const ptrdiff_t tile, T *to, const T *from, ptrdiff_t stride, ptrdiff_t depth,
    const uint16_t *order)
{
    for (ptrdiff_t l = 0; l < depth; l++, from += stride)
        BP_UNROLL for (ptrdiff_t r = 0; r < tile; r++)
            *to++ = from[order[r]];
}

// Packs the rows of a transposed A as the tiles of a strip will read them: tile
// by tile, in a tile k by k. The tile at row i starts at to + i * depth. With an
// order, row i is the one that it names.
static TARGET void NAME(pack_columns)(
    T *to, const T *a, ptrdiff_t lda, ptrdiff_t rows, ptrdiff_t depth, const uint16_t *order)
{
    // A few k at a time: down a column, every element would be in another page.
    const ptrdiff_t step = 8;
    for (ptrdiff_t l = 0; l < depth; l += step) {
        const ptrdiff_t deep = depth - l < step ? depth - l : step;
        ptrdiff_t i = 0;
        while (i < rows) {
            const ptrdiff_t left = rows - i;
            const ptrdiff_t tile = left >= ROWS_OF(PACK_COLS) ? ROWS_OF(PACK_COLS)
                : left >= 4 ? 4 : left >= 2 ? 2 : 1;
            T *here = to + i * depth + l * tile;
            const T *from = a + l * lda;
            if (order && tile == ROWS_OF(PACK_COLS))
                NAME(pack_picked)(ROWS_OF(PACK_COLS), here, from, lda, deep, order + i);
            else if (order)
                NAME(pack_picked)(tile, here, from, lda, deep, order + i);
            else
                NAME(pack_straight)(here, tile, from + i, lda, tile, deep);
            i += tile;
        }
    }
}

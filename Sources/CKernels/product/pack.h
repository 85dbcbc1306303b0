// Copies of parts of matrices in the order in which tiles read them ("packing"), for one
// instruction set and element type (see lanes.h).

#define LOW BP_JOIN(BP_LOW_, LANES)
#define HIGH BP_JOIN(BP_HIGH_, LANES)

// Transposes a square of vectors: afterwards lane i of square[j] is what lane
// j of square[i] was. Each round interleaves the two halves of the square;
// after log2(LANES) of them every element has arrived.
BP_INLINE TARGET void NAME(transpose)(vec square[LANES])
{
    BP_UNROLL for (int round = 1; round < LANES; round *= 2) {
        vec next[LANES];
        BP_UNROLL for (int i = 0; i < LANES / 2; i++) {
            next[2 * i] = LOW(square[i], square[i + LANES / 2]);
            next[2 * i + 1] = HIGH(square[i], square[i + LANES / 2]);
        }
        BP_UNROLL for (int i = 0; i < LANES; i++)
            square[i] = next[i];
    }
}

// to[l * width + j] = from[j * stride + l] for j < count (the others of width, a multiple
// of LANES, become 0) and l < depth.
static TARGET void NAME(pack_transposed)(
    T *to, ptrdiff_t width, const T *from, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t depth)
{
    for (ptrdiff_t j = 0; j < width; j += LANES) {
        const ptrdiff_t have = count - j < LANES ? count - j : LANES;
        for (ptrdiff_t l = 0; l < depth; l += LANES) {
            const ptrdiff_t deep = depth - l < LANES ? depth - l : LANES;
            vec square[LANES];
            if (have == LANES && deep == LANES) {
                BP_UNROLL for (int i = 0; i < LANES; i++)
                    square[i] = NAME(load)(from + (j + i) * stride + l);
            } else {
                for (ptrdiff_t i = 0; i < LANES; i++)
                    square[i] = i < have
                        ? NAME(load_part)(from + (j + i) * stride + l, deep) : (vec)(T)0;
            }
            NAME(transpose)(square);
            if (deep == LANES) {
                BP_UNROLL for (int i = 0; i < LANES; i++)
                    NAME(store)(to + (l + i) * width + j, square[i]);
            } else {
                for (ptrdiff_t i = 0; i < deep; i++)
                    NAME(store)(to + (l + i) * width + j, square[i]);
            }
        }
    }
}

// to[i * to_row + j] = from[j * from_row + i] for i < rows and j < cols; whole vectors are read
// of from's rows.
static TARGET void NAME(transposed)(
    T *to, ptrdiff_t to_row, const T *from, ptrdiff_t from_row, ptrdiff_t rows, ptrdiff_t cols)
{
    for (ptrdiff_t i = 0; i < rows; i += LANES)
        for (ptrdiff_t j = 0; j < cols; j += LANES) {
            // The last square may overlap the one before.
            const ptrdiff_t at = j + LANES > cols && cols >= LANES ? cols - LANES : j;
            const ptrdiff_t high = rows - i < LANES ? rows - i : LANES;
            const ptrdiff_t wide = cols - at < LANES ? cols - at : LANES;
            vec square[LANES];
            if (wide == LANES) {
                BP_UNROLL for (int l = 0; l < LANES; l++)
                    square[l] = NAME(load)(from + (at + l) * from_row + i);
            } else {
                for (ptrdiff_t l = 0; l < LANES; l++)
                    square[l] = l < wide ? NAME(load)(from + (at + l) * from_row + i) : (vec)(T)0;
            }
            NAME(transpose)(square);
            T *there = to + i * to_row + at;
            if (wide == LANES && high == LANES) {
                BP_UNROLL for (int l = 0; l < LANES; l++)
                    NAME(store)(there + l * to_row, square[l]);
            } else {
                for (ptrdiff_t l = 0; l < high; l++)
                    if (wide == LANES)
                        NAME(store)(there + l * to_row, square[l]);
                    else
                        NAME(store_part)(there + l * to_row, square[l], wide);
            }
        }
}

// to[l * width + j] = from[l * stride + j] for j < count (the others of width, a multiple
// of LANES, become 0) and l < depth.
static TARGET void NAME(pack_straight)(
    T *to, ptrdiff_t width, const T *from, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t depth)
{
    for (ptrdiff_t l = 0; l < depth; l++, to += width, from += stride)
        for (ptrdiff_t j = 0; j < width; j += LANES) {
            const ptrdiff_t n = count - j;
            NAME(store)(to + j, n >= LANES ? NAME(load)(from + j)
                : n > 0 ? NAME(load_part)(from + j, n) : (vec)(T)0);
        }
}

// Four rows that lie along k, or those that are there.
BP_INLINE TARGET void NAME(pack_four)(T *to, const T *const *from, ptrdiff_t depth)
{
    ptrdiff_t l = 0;
    for (; l + LANES <= depth; l += LANES, to += ROWS * LANES) {
        const vec a = NAME(load)(from[0] + l), b = NAME(load)(from[1] + l);
        const vec c = NAME(load)(from[2] + l), d = NAME(load)(from[3] + l);
        const vec low_ac = LOW(a, c), high_ac = HIGH(a, c), low_bd = LOW(b, d), high_bd = HIGH(b, d);
        NAME(store)(to, LOW(low_ac, low_bd));
        NAME(store)(to + LANES, HIGH(low_ac, low_bd));
        NAME(store)(to + 2 * LANES, LOW(high_ac, high_bd));
        NAME(store)(to + 3 * LANES, HIGH(high_ac, high_bd));
    }
    for (; l < depth; l++)
        BP_UNROLL for (int r = 0; r < ROWS; r++)
            *to++ = from[r][l];
}

// Packs rows of op(A) as tiles read them: ROWS of them together, k after k. The last of
// them also takes the place of those that are missing. With an order, row r is the one
// that it names.
static TARGET void NAME(pack_rows)(
    T *to, const T *a, ptrdiff_t a_row, ptrdiff_t a_k, ptrdiff_t rows, ptrdiff_t depth,
    const uint16_t *order)
{
    // Where rows lie across k, every k is in another page: a few of them at a time.
    const ptrdiff_t step = a_k == 1 ? depth : PACK_STEP;
    for (ptrdiff_t from = 0; from < depth; from += step)
        for (ptrdiff_t i = 0; i < rows; i += ROWS) {
            const ptrdiff_t deep = depth - from < step ? depth - from : step;
            T *there = to + i * depth + from * ROWS;
            const T *row[ROWS];
            for (ptrdiff_t r = 0; r < ROWS; r++) {
                const ptrdiff_t here = i + r < rows ? i + r : rows - 1;
                row[r] = a + (order ? order[here] : here) * a_row + from * a_k;
            }
            if (a_k == 1)
                NAME(pack_four)(there, row, deep);
            else if (!order && i + ROWS <= rows)
                for (ptrdiff_t l = 0; l < deep; l++)
                    memcpy(there + l * ROWS, row[0] + l * a_k, ROWS * sizeof(T));
            else
                for (ptrdiff_t l = 0; l < deep; l++)
                    BP_UNROLL for (int r = 0; r < ROWS; r++)
                        there[l * ROWS + r] = row[r][l * a_k];
        }
}

#undef LOW
#undef HIGH

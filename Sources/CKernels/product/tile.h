// Tiles and strips of a matrix product, for one instruction set and element type
// (see lanes.h); product.h says how a product is made of them.
//
// A tile is ROWS rows of C by some vectors, few enough for all its sums to stay in
// registers. It advances one k at a time: the vectors of a row of B, and for each of its
// own rows one number of A, spread over a vector. A strip is a column of tiles, which use
// the same columns of B. At the lower edge the last row takes the place of those that are
// missing: what it gives is computed, and stored, more than once. Where half vectors are
// cheaper than whole ones, the last of a strip may be a half.

// Where in a row of C pieces of a strip's vectors go: some lanes from one on, `step` apart.
typedef struct {
    ptrdiff_t count, step, at[ROW_VECTORS * LANES];
    int16_t from[ROW_VECTORS * LANES], lanes[ROW_VECTORS * LANES];
} NAME(pieces);

// A matrix that will be read soon and lies far away.
typedef struct {
    const T *from;         // null if there is none
    ptrdiff_t ld, rows, cols;
} NAME(ahead);

// One strip to compute.
typedef struct {
    ptrdiff_t rows, depth; // of op(A)
    ptrdiff_t vectors;     // of a row of C
    bool resume;           // the sums start from C

    // op(A): row r starts at a + r * a_row, or at a + a_at[r] if there is a table. In one
    // that is packed, ROWS rows lie together, k after k.
    const T *a;
    ptrdiff_t a_row, a_k;
    const ptrdiff_t *a_at;
    bool packed_a;

    // Or op(A) is bytes, which a table makes numbers of; each tile has a list. Of rows that
    // lie along k it is known where each starts; or else where each k starts.
    const T *table;
    const uint8_t *const *along, *const *across;

    // op(B): the row of k starts at b + k * b_k.
    const T *b;
    ptrdiff_t b_k;
    T *copy;               // null, or where the tile at the bottom, computed first, copies it to
    const NAME(lists) *lists; // null, or which k each tile needs (skip.h)

    // Of a convolution: where k is found in B, or in A; in B each vector has a place of its
    // own.
    const int32_t *k_in_b, *k_in_a;
    ptrdiff_t b_at[ROW_VECTORS];

    // Row r of C starts at c + r * ldc, or at c + c_at[r] if there is a table.
    T *c;
    ptrdiff_t ldc;
    const ptrdiff_t *c_at;
    ptrdiff_t part;        // 0, or lanes of the last vector that belong to C
    // Of a convolution: where in a row of C each vector goes, and how many of its lanes; or
    // else, if there are, the pieces that they are cut into.
    ptrdiff_t c_of[ROW_VECTORS], lanes_of[ROW_VECTORS];
    const NAME(pieces) *pieces;

    const T *bias;         // null, or one for each column, of whole vectors
    const T *row_bias;     // null, or one for each row
    const T *scale;        // null, or what to multiply with before adding to C
    bool far_c;            // C must be fetched from far away
    NAME(ahead) next;      // what the next strip copies of B
} NAME(strip);

// One k of a tile: of row r the number a[r][ia], of B the vectors from b on, or from
// b + b_at[v] on. `vectors` and `apart` are constants wherever this is inlined.
BP_INLINE TARGET void NAME(tile_step)(
    const int rows, const int vectors, const bool half, const bool apart, const T *const *a, ptrdiff_t ia,
    const T *b, const T *const *b_of, ptrdiff_t ib, T *copy, vec acc[MOST_ROWS][STRIP_VECTORS],
    half_vec tail[MOST_ROWS])
{
    // Where registers are too few for all vectors of B, the last one is read for each row.
    const int kept = rows * vectors + vectors + 1 < REGISTERS ? vectors : vectors - 1;
    vec bv[STRIP_VECTORS];
    BP_UNROLL for (int v = 0; v < kept; v++)
        bv[v] = NAME(load)(apart ? b_of[v] + ib : b + v * LANES);
    const half_vec bh = half ? NAME(load_half)(b + vectors * LANES) : (half_vec)(T)0;
    if (copy)
        BP_UNROLL for (int v = 0; v < vectors; v++)
            NAME(store)(copy + v * LANES, v < kept ? bv[v] : NAME(load)(b + v * LANES));
    BP_UNROLL for (int r = 0; r < rows; r++) {
        // Row by row: the compiler must neither look up all rows' numbers first nor keep
        // that vector.
        __asm__ volatile("" ::: "memory");
        const vec x = (vec)a[r][ia];
        BP_UNROLL for (int v = 0; v < vectors; v++)
            acc[r][v] = __builtin_elementwise_fma(
                x, v < kept ? bv[v] : NAME(load)(apart ? b_of[v] + ib : b + v * LANES), acc[r][v]);
        if (half)
            tail[r] = __builtin_elementwise_fma((half_vec)a[r][ia], bh, tail[r]);
    }
}

// The same with the numbers that a table has for bytes, one for each row.
BP_INLINE TARGET void NAME(bytes_step)(
    const int vectors, const bool half, const T *table, const uint8_t *const *from, const T *b,
    vec acc[MOST_ROWS][STRIP_VECTORS], half_vec tail[MOST_ROWS])
{
    vec bv[STRIP_VECTORS];
    BP_UNROLL for (int v = 0; v < vectors; v++)
        bv[v] = NAME(load)(b + v * LANES);
    const half_vec bh = half ? NAME(load_half)(b + vectors * LANES) : (half_vec)(T)0;
    BP_UNROLL for (int r = 0; r < ROWS; r++) {
        BP_UNROLL for (int v = 0; v < vectors; v++)
            acc[r][v] = __builtin_elementwise_fma((vec)table[*from[r]], bv[v], acc[r][v]);
        if (half)
            tail[r] = __builtin_elementwise_fma((half_vec)table[*from[r]], bh, tail[r]);
    }
}

// Prefetches one of `shares` equal shares of a matrix.
static BP_APART void NAME(prefetch_share)(const NAME(ahead) *next, ptrdiff_t share, ptrdiff_t shares)
{
    const ptrdiff_t line = LINE / sizeof(T), lines = (next->cols + line - 1) / line + 1;
    const ptrdiff_t end = (share + 1) * next->rows / shares;
    for (ptrdiff_t r = share * next->rows / shares; r < end; r++)
        for (ptrdiff_t i = 0; i < lines; i++)
            __builtin_prefetch(next->from + r * next->ld + i * line, 0, 2);
}

// Puts vectors where they go in a row of C. A vector more may be read than there are.
static BP_APART TARGET void NAME(put_row)(const NAME(pieces) *pieces, const T *row, T *c)
{
    for (ptrdiff_t i = 0; i < pieces->count; i++) {
        const ptrdiff_t lanes = pieces->lanes[i];
        const T *from = row + pieces->from[i];
        T *to = c + pieces->at[i];
        if (pieces->step != 1) {
            for (ptrdiff_t j = 0; j < lanes; j++)
                to[j * pieces->step] = from[j];
        } else if (lanes < LANES) {
            NAME(store_part)(to, NAME(load)(from), lanes);
        } else {
            // The last vector may overlap the one before.
            for (ptrdiff_t j = 0; j + LANES < lanes; j += LANES)
                NAME(store)(to + j, NAME(load)(from + j));
            NAME(store)(to + lanes - LANES, NAME(load)(from + lanes - LANES));
        }
    }
}

// Row r of op(A), and of C.
BP_INLINE const T *NAME(row_of_a)(const NAME(strip) *s, ptrdiff_t r)
{
    return s->a + (s->packed_a ? r / ROWS * ROWS * s->depth + r % ROWS : s->a_at ? s->a_at[r] : r * s->a_row);
}

BP_INLINE T *NAME(row_of_c)(const NAME(strip) *s, ptrdiff_t r)
{
    return s->c + (s->c_at ? s->c_at[r] : r * s->ldc);
}

// The list of the tile at row i; null if it needs every k.
BP_INLINE const uint16_t *NAME(list_at)(const NAME(strip) *s, ptrdiff_t i)
{
    const NAME(lists) *lists = s->lists;
    return lists && lists->count[i / ROWS] < s->depth ? lists->k + i / ROWS * lists->stride : NULL;
}

// What lies at c of a vector of C that may be a part.
BP_INLINE TARGET vec NAME(load_c)(const T *c, ptrdiff_t part)
{
    return part ? NAME(load_part)(c, part) : NAME(load)(c);
}

BP_INLINE TARGET void NAME(store_c)(T *c, vec x, ptrdiff_t part)
{
    if (part)
        NAME(store_part)(c, x, part);
    else
        NAME(store)(c, x);
}

// The tile at row i. One that is `copying` copies the strip's part of B while it computes;
// one with `offsets` finds A or B by them, and may have other rows than ROWS.
BP_INLINE TARGET void NAME(tile)(
    const int rows, const int vectors, const bool half, const bool copying, const bool offsets,
    const NAME(strip) *s, ptrdiff_t i)
{
    const T *a[MOST_ROWS];
    T *c[MOST_ROWS], vectors_apart[(MOST_ROWS * STRIP_VECTORS + 1) * LANES];
    BP_UNROLL for (int r = 0; r < rows; r++) {
        const ptrdiff_t row = i + r < s->rows ? i + r : s->rows - 1;
        a[r] = NAME(row_of_a)(s, row);
        c[r] = s->pieces ? vectors_apart + r * vectors * LANES : NAME(row_of_c)(s, row);
    }
    vec acc[MOST_ROWS][STRIP_VECTORS];
    half_vec tail[MOST_ROWS];
    const ptrdiff_t part = half ? 0 : s->part, tail_at = vectors * LANES;
    BP_UNROLL for (int r = 0; r < rows; r++)
        tail[r] = half && s->resume ? NAME(load_half_part)(c[r] + tail_at, s->part) : (half_vec)(T)0;
    if (s->resume) {
        BP_UNROLL for (int r = 0; r < rows; r++)
            BP_UNROLL for (int v = 0; v < vectors; v++)
                acc[r][v] = NAME(load_c)(c[r] + v * LANES, v == vectors - 1 ? part : 0);
    } else {
        BP_UNROLL for (int r = 0; r < rows; r++)
            BP_UNROLL for (int v = 0; v < vectors; v++)
                acc[r][v] = (vec)(T)0;
        // Rows of C lie far apart, and the processor does not foresee them.
        if (s->far_c)
            BP_UNROLL for (int r = 0; r < rows; r++)
                BP_UNROLL for (int v = 0; v < vectors; v++)
                    __builtin_prefetch(c[r] + v * LANES, 1, 3);
    }

    const T *b = s->b;
    const ptrdiff_t a_k = s->a_k, b_k = s->b_k, depth = s->depth;
    if (offsets && s->k_in_b) {
        const T *b_of[STRIP_VECTORS];
        BP_UNROLL for (int v = 0; v < vectors; v++)
            b_of[v] = b + s->b_at[v];
        BP_AS_WRITTEN for (ptrdiff_t l = 0, ia = 0; l < depth; l++, ia += a_k)
            NAME(tile_step)(rows, vectors, half, true, a, ia, NULL, b_of, s->k_in_b[l], NULL, acc, tail);
    } else if (offsets) {
        BP_AS_WRITTEN for (ptrdiff_t l = 0; l < depth; l++, b += b_k)
            NAME(tile_step)(rows, vectors, half, false, a, s->k_in_a[l], b, NULL, 0, NULL, acc, tail);
    } else if (copying) {
        T *copy = s->copy;
        BP_AS_WRITTEN for (ptrdiff_t l = 0, ia = 0; l < depth; l++, ia += a_k) {
            BP_UNROLL for (int v = 0; v < vectors; v++)
                __builtin_prefetch(b + COPY_AHEAD * b_k + v * LANES, 0, 3);
            NAME(tile_step)(rows, vectors, half, false, a, ia, b, NULL, 0, copy, acc, tail);
            b += b_k;
            copy += vectors * LANES;
        }
    } else if (BYTES_IN_TILES && vectors + half > 2 && s->table) {
        const uint16_t *k = s->lists->k + i / ROWS * s->lists->stride;
        const ptrdiff_t count = s->lists->count[i / ROWS];
        const uint8_t *from[ROWS];
        if (s->along) {
            const uint8_t *start[ROWS];
            BP_UNROLL for (int r = 0; r < ROWS; r++)
                start[r] = s->along[i + r < s->rows ? i + r : s->rows - 1];
            BP_AS_WRITTEN for (ptrdiff_t n = 0; n < count; n++) {
                BP_UNROLL for (int r = 0; r < ROWS; r++)
                    from[r] = start[r] + k[n];
                NAME(bytes_step)(vectors, half, s->table, from, b + k[n] * b_k, acc, tail);
            }
        } else if (i + ROWS <= s->rows) {
            BP_AS_WRITTEN for (ptrdiff_t n = 0; n < count; n++) {
                BP_UNROLL for (int r = 0; r < ROWS; r++)
                    from[r] = s->across[k[n]] + i + r;
                NAME(bytes_step)(vectors, half, s->table, from, b + k[n] * b_k, acc, tail);
            }
        } else {
            for (ptrdiff_t n = 0; n < count; n++) {
                BP_UNROLL for (int r = 0; r < ROWS; r++)
                    from[r] = s->across[k[n]] + (i + r < s->rows ? i + r : s->rows - 1);
                NAME(bytes_step)(vectors, half, s->table, from, b + k[n] * b_k, acc, tail);
            }
        }
    } else if (NAME(list_at)(s, i)) {
        const uint16_t *k = NAME(list_at)(s, i);
        const ptrdiff_t count = s->lists->count[i / ROWS];
        BP_AS_WRITTEN for (ptrdiff_t n = 0; n < count; n++)
            NAME(tile_step)(rows, vectors, half, false, a, k[n] * a_k, b + k[n] * b_k, NULL, 0, NULL, acc, tail);
    } else {
        BP_AS_WRITTEN for (ptrdiff_t l = 0, ia = 0; l < depth; l++, ia += a_k, b += b_k)
            NAME(tile_step)(rows, vectors, half, false, a, ia, b, NULL, 0, NULL, acc, tail);
    }

    // A zero is positive, whether or not products with zero were added.
    BP_UNROLL for (int r = 0; r < rows; r++)
        BP_UNROLL for (int v = 0; v < vectors; v++)
            acc[r][v] += (vec)(T)0;
    if (s->bias)
        BP_UNROLL for (int v = 0; v < vectors; v++) {
            const vec add = NAME(load)(s->bias + v * LANES);
            BP_UNROLL for (int r = 0; r < rows; r++)
                acc[r][v] += add;
        }
    if (s->row_bias)
        BP_UNROLL for (int r = 0; r < rows; r++) {
            const vec add = (vec)s->row_bias[i + r < s->rows ? i + r : s->rows - 1];
            BP_UNROLL for (int v = 0; v < vectors; v++)
                acc[r][v] += add;
        }
    if (half)
        BP_UNROLL for (int r = 0; r < rows; r++) {
            tail[r] += (half_vec)(T)0;
            if (s->bias)
                tail[r] += NAME(load_half)(s->bias + tail_at);
            if (s->row_bias)
                tail[r] += (half_vec)s->row_bias[i + r < s->rows ? i + r : s->rows - 1];
            if (s->scale)
                tail[r] = __builtin_elementwise_fma(
                    (half_vec)*s->scale, tail[r], NAME(load_half_part)(c[r] + tail_at, s->part));
        }
    // All of C is read before any of it is written: the last row may be there twice.
    if (s->scale) {
        const vec scale = (vec)*s->scale;
        BP_UNROLL for (int r = 0; r < rows; r++)
            BP_UNROLL for (int v = 0; v < vectors; v++)
                acc[r][v] = __builtin_elementwise_fma(
                    scale, acc[r][v], NAME(load_c)(c[r] + v * LANES, v == vectors - 1 ? part : 0));
    }
    if (offsets && s->k_in_b && !s->pieces) {
        BP_UNROLL for (int v = 0; v < vectors; v++) {
            const ptrdiff_t at = s->c_of[v], lanes = s->lanes_of[v];
            if (lanes == LANES)
                BP_UNROLL for (int r = 0; r < rows; r++)
                    NAME(store)(c[r] + at, acc[r][v]);
            else
                BP_UNROLL for (int r = 0; r < rows; r++)
                    NAME(store_part)(c[r] + at, acc[r][v], lanes);
        }
        return;
    }
    BP_UNROLL for (int r = 0; r < rows; r++) {
        BP_UNROLL for (int v = 0; v < vectors; v++)
            NAME(store_c)(c[r] + v * LANES, acc[r][v], v == vectors - 1 ? part : 0);
        if (half)
            NAME(store_half_part)(c[r] + tail_at, tail[r], s->part);
    }
    if (s->pieces)
        for (int r = 0; r < rows; r++)
            NAME(put_row)(s->pieces, c[r],
                          NAME(row_of_c)(s, i + r < s->rows ? i + r : s->rows - 1));
}

// The strips there are. Each is a function of its own because each is an optimisation
// problem (of register allocation) of its own.
BP_INLINE TARGET void NAME(strip_rows)(const int vectors, const bool half, NAME(strip) *s)
{
    ptrdiff_t end = s->rows;
    if (s->copy) {
        // This tile leaves nothing out, so it is that at the bottom: where rows are ordered,
        // those have the fewest zeros.
        end = (end - 1) / ROWS * ROWS;
        NAME(tile)(ROWS, vectors, half, true, false, s, end);
        s->b = s->copy;
        s->b_k = s->vectors * LANES;
        if (s->lists && !NAME(is_finite)(s->b, s->b_k, s->depth, s->b_k))
            s->lists = NULL;
    }
    // Of a single vector two tiles that need every k, one below the other, are one of twice the
    // rows: alone each has so few sums that they would wait for each other.
    const bool pairs = vectors + half == 1;
    const ptrdiff_t tiles = (end + ROWS - 1) / ROWS;
    for (ptrdiff_t i = 0; i < end; i += ROWS) {
        if (s->next.from)
            NAME(prefetch_share)(&s->next, i / ROWS, tiles);
        if (pairs && i + 2 * ROWS <= end && !s->lists) {
            NAME(tile)(2 * ROWS, vectors, half, false, false, s, i);
            i += ROWS;
        } else {
            NAME(tile)(ROWS, vectors, half, false, false, s, i);
        }
    }
}

#if HALF_LANES
#define STRIPS(X) X(0, 1) X(1, 0) X(1, 1) X(2, 0) X(2, 1) X(3, 0) X(3, 1) X(4, 0)
#elif STRIP_VECTORS == 4
#define STRIPS(X) X(1, 0) X(2, 0) X(3, 0) X(4, 0)
#elif STRIP_VECTORS == 3
#define STRIPS(X) X(1, 0) X(2, 0) X(3, 0)
#else
#define STRIPS(X) X(1, 0) X(2, 0)
#endif

#define STRIP(vectors, half)                                                    \
    static BP_APART TARGET void NAME(strip_##vectors##_##half)(NAME(strip) *s)  \
    { NAME(strip_rows)(vectors, half, s); }
STRIPS(STRIP)
#undef STRIP

// Those of convolutions, whose tiles are as wide as can be with OFFSET_ROWS rows and all of
// their vectors of B in registers: at any offset these lie across cache lines, and to read
// one more than once would take too long.
#define OFFSET_STRIP(vectors)                                                   \
    static BP_APART TARGET void NAME(offset_strip_##vectors)(const NAME(strip) *s) \
    {                                                                           \
        ptrdiff_t i = 0;                                                        \
        for (; s->rows - i > ROWS; i += OFFSET_ROWS)                            \
            NAME(tile)(OFFSET_ROWS, vectors, false, false, true, s, i);         \
        if (i < s->rows)                                                        \
            NAME(tile)(ROWS, vectors, false, false, true, s, i);                \
    }
OFFSET_STRIP(1)
OFFSET_STRIP(2)
#if OFFSET_VECTORS == 4
OFFSET_STRIP(3)
OFFSET_STRIP(4)
#endif
#undef OFFSET_STRIP

// One of a single row, of up to ROW_VECTORS vectors: as `row` below, by taps.
static BP_APART TARGET void NAME(offset_row)(const NAME(strip) *s)
{
    const T *b_of[ROW_VECTORS], *a = s->a;
    vec acc[ROW_VECTORS];
    BP_UNROLL for (int v = 0; v < ROW_VECTORS; v++) {
        acc[v] = (vec)(T)0;
        // The first one takes the place of those that are missing.
        b_of[v] = s->b + s->b_at[v < s->vectors ? v : 0];
    }
    BP_AS_WRITTEN for (ptrdiff_t l = 0; l < s->depth; l++, a += s->a_k) {
        const ptrdiff_t tap = s->k_in_b[l];
        BP_UNROLL for (int v = 0; v < ROW_VECTORS; v++)
            acc[v] = __builtin_elementwise_fma((vec)*a, NAME(load)(b_of[v] + tap), acc[v]);
    }
    const vec zero = (vec)(T)0, bias = s->row_bias ? (vec)*s->row_bias : zero;
    T sums[(ROW_VECTORS + 1) * LANES];
    BP_UNROLL for (int v = 0; v < ROW_VECTORS; v++) {
        // A zero is positive; with a bias that is a negative one it stays so.
        acc[v] += zero;
        acc[v] += bias;
        if (s->pieces)
            NAME(store)(sums + v * LANES, acc[v]);
        else if (v < s->vectors)
            NAME(store_part)(s->c + s->c_of[v], acc[v], s->lanes_of[v]);
    }
    if (s->pieces)
        NAME(put_row)(s->pieces, sums, s->c);
}

static TARGET void NAME(run_offset_strip)(const NAME(strip) *s)
{
    if (s->rows == 1 && s->k_in_b) {
        NAME(offset_row)(s);
        return;
    }
    switch (s->vectors) {
    case 1: NAME(offset_strip_1)(s); break;
    case 2: NAME(offset_strip_2)(s); break;
#if OFFSET_VECTORS == 4
    case 3: NAME(offset_strip_3)(s); break;
    case 4: NAME(offset_strip_4)(s); break;
#endif
    }
}

static TARGET void NAME(run_strip)(NAME(strip) *s)
{
    const bool half = s->part > 0 && s->part <= HALF_LANES;
    switch (2 * (s->vectors - half) + half) {
#define STRIP(vectors, half)                                                    \
    case 2 * vectors + half: NAME(strip_##vectors##_##half)(s); break;
    STRIPS(STRIP)
#undef STRIP
    }
}

#undef STRIPS

// A strip of one row, of up to ROW_VECTORS whole vectors and then a part of one: sums wait
// for each other, so that many at once take no longer than one.
static BP_APART TARGET void NAME(row)(
    const T *a, ptrdiff_t a_k, const T *b, ptrdiff_t b_k, ptrdiff_t depth, ptrdiff_t cols,
    const T *bias, const T *scale, T *c)
{
    const ptrdiff_t whole = cols / LANES, rest = cols % LANES;
    vec acc[ROW_VECTORS], part = (vec)(T)0;
    ptrdiff_t at[ROW_VECTORS];
    BP_UNROLL for (int v = 0; v < ROW_VECTORS; v++) {
        acc[v] = (vec)(T)0;
        // The last one takes the place of those that are missing.
        at[v] = v < whole ? v * LANES : whole > 0 ? (whole - 1) * LANES : 0;
    }
    if (whole == 0) {
        BP_AS_WRITTEN for (ptrdiff_t l = 0; l < depth; l++)
            part = __builtin_elementwise_fma((vec)a[l * a_k], NAME(load_part)(b + l * b_k, rest), part);
    } else if (rest == 0) {
        BP_AS_WRITTEN for (ptrdiff_t l = 0; l < depth; l++)
            BP_UNROLL for (int v = 0; v < ROW_VECTORS; v++)
                acc[v] = __builtin_elementwise_fma(
                    (vec)a[l * a_k], NAME(load)(b + l * b_k + at[v]), acc[v]);
    } else {
        BP_AS_WRITTEN for (ptrdiff_t l = 0; l < depth; l++) {
            BP_UNROLL for (int v = 0; v < ROW_VECTORS; v++)
                acc[v] = __builtin_elementwise_fma(
                    (vec)a[l * a_k], NAME(load)(b + l * b_k + at[v]), acc[v]);
            part = __builtin_elementwise_fma(
                (vec)a[l * a_k], NAME(load_part)(b + l * b_k + whole * LANES, rest), part);
        }
    }
    BP_UNROLL for (int v = 0; v <= ROW_VECTORS; v++) {
        if (v < ROW_VECTORS ? v >= whole : rest == 0)
            continue;
        const ptrdiff_t from = v < ROW_VECTORS ? at[v] : whole * LANES;
        const ptrdiff_t n = v < ROW_VECTORS ? LANES : rest;
        vec x = (v < ROW_VECTORS ? acc[v < ROW_VECTORS ? v : 0] : part) + (vec)(T)0;
        if (bias)
            x += NAME(load_part)(bias + from, n);
        if (scale)
            x = __builtin_elementwise_fma((vec)*scale, x, NAME(load_part)(c + from, n));
        NAME(store_part)(c + from, x, n);
    }
}

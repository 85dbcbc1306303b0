// Tiles and strips of a matrix product, for one instruction set and element type
// (see lanes.h); gemm.h says how a product is made of them.
//
// A tile's accumulators stay in registers: ROWS_OF(v) rows by v vectors. A strip
// is a column of tiles that use the same columns of B.

#define ROWS_MAX ROWS_OF(1)

// How the last vector of a strip is filled.
#define TAIL_NONE 0   // there is none besides the full ones
#define TAIL_PART 1   // the first `rest` lanes of a vector
#define TAIL_HALF 2   // the first `rest` lanes of a half vector

// What a tile reads of A.
#define ALONG_K 0       // numbers, those of a row side by side
#define ACROSS_K 1      // numbers, those of a k side by side
#define BYTES_ALONG_K 2 // bytes, which a table turns into numbers
#define BYTES_ACROSS_K 3

// Tiles of packed B prefetch what will be packed next, one cache line in so
// many steps: more at a time, or more often, would keep their own loads waiting.
#define PREFETCH_STEPS 4

// Tiles of packed strips are mostly like this: the strip's full width, and as many rows
// as packed rows lie in.
#define IS_MAIN(rows, full, tail, kind)                                         \
    ((rows) == ROWS_OF(PACK_COLS) && (full) == PACK_COLS && (tail) == TAIL_NONE \
     && ((kind) == ALONG_K || (kind) == ACROSS_K))

// How many steps ahead a tile prefetches what it packs.
#define PACK_AHEAD 8

// A matrix that will be read soon and lies far away.
typedef struct {
    const T *from;         // null if there is none
    ptrdiff_t ld, rows, cols;
} NAME(ahead);

typedef struct {
    ptrdiff_t rows;        // of C and op(A)
    ptrdiff_t depth;       // k
    bool from_bytes;       // A is read as bytes
    const uint8_t *along;  // the rows of op(A), BYTES_STRIDE apart, or null and then
    const uint8_t *const *across;     // for each k where its row starts
    const T *table;        // the number for each byte
    const T *a;            // or A is read as numbers
    ptrdiff_t a_row;       // from a row of op(A) to the next
    ptrdiff_t a_k;         // from one k to the next; 0 if A is packed
    const T *b;
    ptrdiff_t b_k;         // from one k to the next
    const T *source;       // null, or what a tile has to pack first: what is to be in b
    ptrdiff_t source_k;    // from one k to the next
    T *packed;             // b
    uint8_t *state;        // there that tile says whether b is finite
    T *c;
    ptrdiff_t ldc;
    const T *bias;         // null if none is to be added (yet)
    bool resume;           // the chains start from C
    const T *scale;        // null, or what to multiply with before adding to C
    bool prefetch_c;       // whether C is far away
    NAME(ahead) next;      // what the next strip of B will be packed from
    ptrdiff_t rest;        // columns in the tail vector
    const NAME(active) *active; // null, or what k each tile needs (zeros.h)
    const uint16_t *order; // null, or which row of C each row of A belongs to
} NAME(strip);

// One k of a tile: of A the numbers from a on, or those for the bytes from `bytes`
// on; whole vectors of B are copied to `to` unless it is null. `rows`, `full`, `tail`
// and `kind` are constants wherever this is inlined.
BP_INLINE TARGET void NAME(tile_step)(
    const int rows, const int full, const int tail, const int kind, const T *a, ptrdiff_t a_row,
    const uint8_t *bytes, const T *table,
    const T *b, T *to, ptrdiff_t rest,
    vec acc[ROWS_MAX][COLS_MAX], vec part[ROWS_MAX], half_vec half[ROWS_MAX])
{
    vec bv[COLS_MAX], bp = (vec)(T)0;
    half_vec bh = (half_vec)(T)0;
    BP_UNROLL for (int v = 0; v < full; v++)
        bv[v] = NAME(load)(b + v * LANES);
    if (to)
        BP_UNROLL for (int v = 0; v < full; v++)
            NAME(store)(to + v * LANES, bv[v]);
    if (tail == TAIL_PART)
        bp = NAME(load_part)(b + full * LANES, rest);
    if (tail == TAIL_HALF)
        bh = NAME(load_half_part)(b + full * LANES, rest);
    BP_UNROLL for (int r = 0; r < rows; r++) {
        // Row by row, since registers are too few to look up all rows' numbers first.
        if (kind == BYTES_ALONG_K || kind == BYTES_ACROSS_K)
            __asm__ volatile("" ::: "memory");
        const T x = kind == BYTES_ALONG_K ? table[bytes[r * BYTES_STRIDE]]
            : kind == BYTES_ACROSS_K ? table[bytes[r]] : a[r * a_row];
        BP_UNROLL for (int v = 0; v < full; v++)
            acc[r][v] = __builtin_elementwise_fma((vec)x, bv[v], acc[r][v]);
        if (tail == TAIL_PART)
            part[r] = __builtin_elementwise_fma((vec)x, bp, part[r]);
        if (tail == TAIL_HALF)
            half[r] = __builtin_elementwise_fma((half_vec)x, bh, half[r]);
    }
}

// The address that a tile prefetches first, and how far it is to the next: each tile
// prefetches one cache line of every row of a block, or always for the same line of B.
BP_INLINE const char *NAME(prefetch_from)(const NAME(strip) *s, ptrdiff_t tile, ptrdiff_t *step)
{
    const NAME(ahead) *next = &s->next;
    const ptrdiff_t line = 64 / sizeof(T), rows = s->depth / PREFETCH_STEPS;
    *step = 0;
    if (!next->from || rows == 0 || rows > next->rows)
        return (const char *)s->b;
    const ptrdiff_t blocks = (next->rows + rows - 1) / rows;
    const ptrdiff_t col = tile / blocks * line, row = tile % blocks * rows;
    if (col >= next->cols)
        return (const char *)s->b;
    *step = next->ld * (ptrdiff_t)sizeof(T);
    // The last block overlaps the one before.
    const ptrdiff_t first = row + rows <= next->rows ? row : next->rows - rows;
    return (const char *)(next->from + first * next->ld + col);
}

// Where the rows of C start that belong to a tile.
BP_INLINE TARGET void NAME(rows_of_c)(
    const int rows, const int kind, const NAME(strip) *s, ptrdiff_t i, T *c[ROWS_MAX])
{
    // Rows in another order are those of numbers, in tiles for packed ones.
    const bool may_mix = rows <= ROWS_OF(PACK_COLS) && (kind == ALONG_K || kind == ACROSS_K);
    if (may_mix && s->order) {
        BP_UNROLL for (int r = 0; r < rows; r++)
            c[r] = s->c + s->order[i + r] * s->ldc;
    } else {
        BP_UNROLL for (int r = 0; r < rows; r++)
            c[r] = s->c + (i + r) * s->ldc;
    }
}

// One tile, at row i; with `few`, only the k that it lists. One that is `packing` copies
// the strip of B from its source while it computes. Returns false if B isn't finite,
// which only that one looks for.
BP_INLINE TARGET bool NAME(tile)(
    const int rows, const int full, const int tail, const int kind, const bool packing,
    const uint16_t *few, ptrdiff_t few_count,
    const NAME(strip) *s, ptrdiff_t i, const T *a, ptrdiff_t a_row, ptrdiff_t a_k)
{
    T *c[ROWS_MAX];
    vec acc[ROWS_MAX][COLS_MAX];
    vec part[ROWS_MAX];
    half_vec half[ROWS_MAX];
    const ptrdiff_t rest = s->rest;

    if (s->resume) {
        NAME(rows_of_c)(rows, kind, s, i, c);
        BP_UNROLL for (int r = 0; r < rows; r++) {
            BP_UNROLL for (int v = 0; v < full; v++)
                acc[r][v] = NAME(load)(c[r] + v * LANES);
            if (tail == TAIL_PART)
                part[r] = NAME(load_part)(c[r] + full * LANES, rest);
            if (tail == TAIL_HALF)
                half[r] = NAME(load_half_part)(c[r] + full * LANES, rest);
        }
    } else {
        BP_UNROLL for (int r = 0; r < rows; r++) {
            BP_UNROLL for (int v = 0; v < full; v++)
                acc[r][v] = (vec)(T)0;
            if (tail == TAIL_PART)
                part[r] = (vec)(T)0;
            if (tail == TAIL_HALF)
                half[r] = (half_vec)(T)0;
        }
    }

    const T *b = s->b;
    const ptrdiff_t b_k = s->b_k;
    const T *table = s->table;
    const uint8_t *const *across = s->across, *bytes = NULL;
    const uint8_t *const along = kind == BYTES_ALONG_K ? s->along + i * BYTES_STRIDE : NULL;
    // Most of a large product consists of tiles like this one.
    const bool packed = IS_MAIN(rows, full, tail, kind);
    const ptrdiff_t packed_k = PACK_COLS * LANES;
    ptrdiff_t l = 0;
    if (packing) {
        const T *source = s->source;
        T *to = s->packed;
        BP_AS_WRITTEN for (; l < s->depth; l++) {
            BP_UNROLL for (int v = 0; v < full; v++)
                __builtin_prefetch(source + PACK_AHEAD * s->source_k + v * LANES, 0, 3);
            NAME(tile_step)(rows, full, tail, kind, a, a_row, NULL, table,
                            source, to, rest, acc, part, half);
            a += a_k;
            source += s->source_k;
            to += packed_k;
        }
    } else if (packed && b_k == packed_k) {
        ptrdiff_t prefetch_step;
        const char *ahead = NAME(prefetch_from)(s, i / rows, &prefetch_step);
        if (few) {
            BP_AS_WRITTEN for (ptrdiff_t n = 0; n < few_count; n++) {
                if (n % PREFETCH_STEPS == 0) {
                    __builtin_prefetch(ahead, 0, 2);
                    ahead += prefetch_step;
                }
                const ptrdiff_t at = few[n];
                NAME(tile_step)(rows, full, tail, kind, a + at * a_k, a_row, NULL, table,
                                b + at * packed_k, NULL, rest, acc, part, half);
            }
            l = s->depth;
        } else {
            BP_AS_WRITTEN for (; l + PREFETCH_STEPS <= s->depth; l += PREFETCH_STEPS) {
                __builtin_prefetch(ahead, 0, 2);
                ahead += prefetch_step;
                BP_UNROLL for (int u = 0; u < PREFETCH_STEPS; u++) {
                    NAME(tile_step)(rows, full, tail, kind, a, a_row, NULL, table,
                                    b, NULL, rest, acc, part, half);
                    a += a_k;
                    b += packed_k;
                }
            }
        }
    } else if (few) {
        BP_AS_WRITTEN for (ptrdiff_t n = 0; n < few_count; n++) {
            const ptrdiff_t at = few[n];
            bytes = kind == BYTES_ALONG_K ? along + at : kind == BYTES_ACROSS_K ? across[at] + i : NULL;
            NAME(tile_step)(rows, full, tail, kind, a + at * a_k, a_row, bytes, table,
                            b + at * b_k, NULL, rest, acc, part, half);
        }
        l = s->depth;
    }
    BP_AS_WRITTEN for (; l < s->depth; l++) {
        bytes = kind == BYTES_ALONG_K ? along + l : kind == BYTES_ACROSS_K ? across[l] + i : NULL;
        NAME(tile_step)(rows, full, tail, kind, a, a_row, bytes, table,
                        b, NULL, rest, acc, part, half);
        a += a_k;
        b += b_k;
    }

    bool finite = true;
    if (packing) {
        // What isn't finite makes any sum that it enters infinite or a NaN, and that stays so.
        // Other sums that are, since A isn't finite or they overflow, only keep tiles from
        // leaving anything out. x - x is zero for a finite x, and a NaN otherwise.
        vec bad = acc[0][0] - acc[0][0];
        BP_UNROLL for (int v = 1; v < full; v++)
            bad += acc[0][v] - acc[0][v];
        finite = NAME(nonzero_lanes)((mask_vec)bad) == 0;
    }

    // A zero is positive, whether or not products with zero were added.
    BP_UNROLL for (int r = 0; r < rows; r++) {
        BP_UNROLL for (int v = 0; v < full; v++)
            acc[r][v] += (vec)(T)0;
        if (tail == TAIL_PART)
            part[r] += (vec)(T)0;
        if (tail == TAIL_HALF)
            half[r] += (half_vec)(T)0;
    }

    NAME(rows_of_c)(rows, kind, s, i, c);
    if (s->bias) {
        const T *bias = s->bias;
        BP_UNROLL for (int v = 0; v < full; v++) {
            const vec add = NAME(load)(bias + v * LANES);
            BP_UNROLL for (int r = 0; r < rows; r++)
                acc[r][v] += add;
        }
        if (tail == TAIL_PART) {
            const vec add = NAME(load_part)(bias + full * LANES, rest);
            BP_UNROLL for (int r = 0; r < rows; r++)
                part[r] += add;
        }
        if (tail == TAIL_HALF) {
            const half_vec add = NAME(load_half_part)(bias + full * LANES, rest);
            BP_UNROLL for (int r = 0; r < rows; r++)
                half[r] += add;
        }
    }

    if (s->scale) {
        const T scale = *s->scale;
        BP_UNROLL for (int r = 0; r < rows; r++) {
            BP_UNROLL for (int v = 0; v < full; v++)
                acc[r][v] = __builtin_elementwise_fma(
                    (vec)scale, acc[r][v], NAME(load)(c[r] + v * LANES));
            if (tail == TAIL_PART)
                part[r] = __builtin_elementwise_fma(
                    (vec)scale, part[r],
                    NAME(load_part)(c[r] + full * LANES, rest));
            if (tail == TAIL_HALF)
                half[r] = __builtin_elementwise_fma(
                    (half_vec)scale, half[r],
                    NAME(load_half_part)(c[r] + full * LANES, rest));
        }
    }

    BP_UNROLL for (int r = 0; r < rows; r++) {
        BP_UNROLL for (int v = 0; v < full; v++)
            NAME(store)(c[r] + v * LANES, acc[r][v]);
        if (tail == TAIL_PART)
            NAME(store_part)(c[r] + full * LANES, part[r], rest);
        if (tail == TAIL_HALF)
            NAME(store_half_part)(c[r] + full * LANES, half[r], rest);
    }
    return finite;
}

// The tile at row i. In a row-contiguous A the step along k is the constant 1,
// otherwise the step along rows is: either saves the tile registers.
BP_INLINE TARGET bool NAME(tile_at)(
    const int rows, const int full, const int tail, const int kind, const bool packing,
    const bool may_skip, const NAME(strip) *s, ptrdiff_t i)
{
    const bool numbers = kind == ALONG_K || kind == ACROSS_K;
    const T *a = numbers ? s->a + i * s->a_row : s->table;
    // Rows of C lie far apart, and the processor does not foresee them.
    if (s->prefetch_c) {
        T *c[ROWS_MAX];
        NAME(rows_of_c)(rows, kind, s, i, c);
        BP_UNROLL for (int r = 0; r < rows; r++)
            BP_UNROLL for (int v = 0; v < full; v++)
                __builtin_prefetch(c[r] + v * LANES, 1, 3);
    }
    const uint16_t *few = NULL;
    ptrdiff_t count = s->depth;
    if (may_skip && s->active) {
        const ptrdiff_t t = i / ZERO_ROWS;
        count = s->active->count[t];
        if (count < s->depth)
            few = s->active->k + t * (s->depth + ZERO_STEP);
    }
    if (kind == ALONG_K)
        return NAME(tile)(rows, full, tail, kind, packing, few, count, s, i, a, s->a_row, 1);
    if (kind == ACROSS_K)
        return NAME(tile)(
            rows, full, tail, kind, packing, few, count, s, i, a, 1, s->a_k ? s->a_k : rows);
    return NAME(tile)(rows, full, tail, kind, packing, few, count, s, i, a, 0, 0);
}

// One strip, downwards, in tiles of `most` rows.
BP_INLINE TARGET void NAME(strip_rows)(
    const int most, const int full, const int tail, const int kind, NAME(strip) *s)
{
    const ptrdiff_t whole = s->rows / most * most;
    ptrdiff_t end = whole;
    if (IS_MAIN(most, full, tail, kind) && s->source) {
        // This tile can't leave anything out. Where rows are ordered, the last ones have
        // the fewest zeros.
        end -= most;
        const bool finite = NAME(tile_at)(most, full, tail, kind, true, false, s, end);
        *s->state = finite ? FINITE : NOT_FINITE;
        if (!finite)
            s->active = NULL;
    }
    ptrdiff_t i = 0;
    for (; i < end; i += most)
        NAME(tile_at)(most, full, tail, kind, false, most == ZERO_ROWS, s, i);
    i = whole;
    for (; most > 4 && i + 4 <= s->rows; i += 4)
        NAME(tile_at)(4, full, tail, kind, false, most == ZERO_ROWS && most > ZERO_REST, s, i);
    // Packed rows lie in twos and ones.
    if (i + 3 == s->rows && (kind != ACROSS_K || s->a_k != 0)) {
        NAME(tile_at)(3, full, tail, kind, false, false, s, i);
        return;
    }
    for (; i + 2 <= s->rows; i += 2)
        NAME(tile_at)(2, full, tail, kind, false, false, s, i);
    for (; i < s->rows; i++)
        NAME(tile_at)(1, full, tail, kind, false, false, s, i);
}

BP_INLINE TARGET void NAME(strip_body)(
    const int full, const int tail, const int kind, NAME(strip) *s)
{
    const int most = ROWS_OF(full + (tail != TAIL_NONE));
    // Packed rows lie as tiles of the widest strip read them, narrower ones, too,
    // and so do lists of what a tile needs.
    if (most != ROWS_OF(PACK_COLS) && (s->active || s->order || (kind == ACROSS_K && s->a_k == 0)))
        NAME(strip_rows)(ROWS_OF(PACK_COLS), full, tail, kind, s);
    else
        NAME(strip_rows)(most, full, tail, kind, s);
}

// Whether a strip is wide enough to read bytes as they are: a single strip of a product
// in which zeros are looked for.
#define READS_BYTES(full, tail) ((full) + ((tail) != TAIL_NONE) > ZERO_VECTORS)

// The strips there are. Each is a function of its own because each is an
// optimisation problem (of register allocation) of its own.
#define STRIP(full, tail)                                                             \
    static BP_APART TARGET void NAME(strip_k_##full##_##tail)(NAME(strip) *s)         \
    { NAME(strip_body)(full, tail, ALONG_K, s); }                                     \
    static BP_APART TARGET void NAME(strip_r_##full##_##tail)(NAME(strip) *s)         \
    { NAME(strip_body)(full, tail, ACROSS_K, s); }                                    \
    static BP_APART TARGET void NAME(strip_bk_##full##_##tail)(NAME(strip) *s)        \
    { if (READS_BYTES(full, tail)) NAME(strip_body)(full, tail, BYTES_ALONG_K, s); }  \
    static BP_APART TARGET void NAME(strip_br_##full##_##tail)(NAME(strip) *s)        \
    { if (READS_BYTES(full, tail)) NAME(strip_body)(full, tail, BYTES_ACROSS_K, s); }
STRIP_LIST(STRIP)
#undef STRIP

static TARGET void NAME(run_strip)(const NAME(strip) *s, ptrdiff_t cols)
{
    // Which function, as a number: vectors that are full, tail, order of A.
    NAME(strip) t = *s;
    const ptrdiff_t full = cols / LANES;
    t.rest = cols % LANES;
    const int tail = t.rest == 0 ? TAIL_NONE
        : t.rest <= HALF_LANES ? TAIL_HALF : TAIL_PART;
    const int kind = t.from_bytes ? (t.along ? BYTES_ALONG_K : BYTES_ACROSS_K)
        : t.a_k == 1 ? ALONG_K : ACROSS_K;
#define STRIP(f, w)                                                             \
    if (full == f && tail == w) {                                               \
        if (kind == ALONG_K) NAME(strip_k_##f##_##w)(&t);                       \
        else if (kind == ACROSS_K) NAME(strip_r_##f##_##w)(&t);                 \
        else if (kind == BYTES_ALONG_K) NAME(strip_bk_##f##_##w)(&t);           \
        else NAME(strip_br_##f##_##w)(&t);                                      \
        return;                                                                 \
    }
    STRIP_LIST(STRIP)
#undef STRIP
}

#undef ROWS_MAX
#undef PREFETCH_STEPS
#undef IS_MAIN
#undef PACK_AHEAD
#undef ALONG_K
#undef ACROSS_K
#undef BYTES_ALONG_K
#undef BYTES_ACROSS_K
#undef READS_BYTES
#undef TAIL_NONE
#undef TAIL_PART
#undef TAIL_HALF

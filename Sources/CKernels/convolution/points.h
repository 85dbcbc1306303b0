// The matrix product of each of Winograd's points (winograd.h), for one instruction set and element
// type (see lanes.h).

// One tile of a product: as `tile` in tile.h, of a strip of which nothing is special.
BP_INLINE TARGET void NAME(points_tile)(const int rows, const int vectors, const NAME(strip) *s, ptrdiff_t i)
{
    const T *a[MOST_ROWS], *b = s->b;
    T *c[MOST_ROWS];
    vec acc[MOST_ROWS][STRIP_VECTORS];
    BP_UNROLL for (int r = 0; r < rows; r++) {
        const ptrdiff_t row = i + r < s->rows ? i + r : s->rows - 1;
        a[r] = s->a + row * s->a_row;
        c[r] = s->c + row * s->ldc;
        BP_UNROLL for (int v = 0; v < vectors; v++)
            acc[r][v] = s->resume ? NAME(load)(c[r] + v * LANES) : (vec)(T)0;
    }
    const ptrdiff_t depth = s->depth, a_k = s->a_k;
    BP_AS_WRITTEN for (ptrdiff_t l = 0, ia = 0; l < depth; l++, ia += a_k, b += vectors * LANES)
        NAME(tile_step)(rows, vectors, false, false, a, ia, b, NULL, 0, NULL, acc, NULL);
    BP_UNROLL for (int r = 0; r < rows; r++)
        BP_UNROLL for (int v = 0; v < vectors; v++)
            NAME(store)(c[r] + v * LANES, acc[r][v]);
}

// The rows of a strip from row i on. A single one at the end has a tile of its own: an image of 28 × 28 has 49 squares.
#define POINTS_STRIP(vectors)                                                                \
    static BP_APART TARGET void NAME(points_strip_##vectors)(const NAME(strip) *s, ptrdiff_t i) \
    {                                                                                        \
        for (; s->rows - i > ROWS; i += OFFSET_ROWS)                                         \
            NAME(points_tile)(OFFSET_ROWS, vectors, s, i);                                   \
        if (s->rows - i == 1)                                                                \
            NAME(points_tile)(1, vectors, s, i);                                             \
        else if (i < s->rows)                                                                \
            NAME(points_tile)(ROWS, vectors, s, i);                                          \
    }
POINTS_STRIP(1)
POINTS_STRIP(2)
#if OFFSET_VECTORS == 4
POINTS_STRIP(3)
POINTS_STRIP(4)
#endif
#undef POINTS_STRIP

#if LANES == 16
// -- Tiles of a single vector
//
// Such a tile reads a number of A for each multiply-add, but processors multiply more vectors than
// they read. Here one load gives the numbers of four rows, repeated in all fours of lanes, and the
// lanes of B's vector turn in each four, so that each row meets each column after four turns: lane l
// of sums[4 * g + q] is of row 4 * g + l % 4 and column l - l % 4 + (l + q) % 4.

typedef T NAME(four) __attribute__((ext_vector_type(4)));
typedef NAME(four) NAME(four_there) __attribute__((aligned(1), may_alias));

enum { NAME(fours_rows) = 16 };

#define LANES_OF_FOURS(a, b, c, d) \
    a, b, c, d, a + 4, b + 4, c + 4, d + 4, a + 8, b + 8, c + 8, d + 8, a + 12, b + 12, c + 12, d + 12
#define TURNED(x, q) \
    __builtin_shufflevector(x, x, LANES_OF_FOURS((q) % 4, (1 + (q)) % 4, (2 + (q)) % 4, (3 + (q)) % 4))
// Of each four of lanes the first of a, the second of b...
#define DIAGONAL(a, b, c, d) __builtin_shufflevector( \
    __builtin_shufflevector(a, b, LANES_OF_FOURS(0, 17, 2, 19)), \
    __builtin_shufflevector(c, d, LANES_OF_FOURS(0, 17, 2, 19)), LANES_OF_FOURS(0, 1, 18, 19))

// The sums of one k. Fours of rows lie `apart`.
BP_INLINE TARGET void NAME(fours_step)(const T *a, const ptrdiff_t apart, const T *b, vec sums[NAME(fours_rows)])
{
    const vec once = NAME(load)(b), turned[4] = { once, TURNED(once, 1), TURNED(once, 2), TURNED(once, 3) };
    BP_UNROLL for (int g = 0; g < 4; g++) {
        const NAME(four) four = *(const NAME(four_there) *)(a + g * apart);
        const vec rows = __builtin_shufflevector(four, four, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
        BP_UNROLL for (int q = 0; q < 4; q++)
            sums[4 * g + q] = BP_FMA(rows, turned[q], sums[4 * g + q]);
    }
}

BP_INLINE TARGET void NAME(fours_load)(const NAME(strip) *s, const T *c, vec sums[NAME(fours_rows)])
{
    if (!s->resume) {
        BP_UNROLL for (int i = 0; i < NAME(fours_rows); i++)
            sums[i] = (vec)(T)0;
        return;
    }
    BP_UNROLL for (int g = 0; g < NAME(fours_rows); g += 4, c += 4 * s->ldc) {
        vec row[4];
        BP_UNROLL for (int r = 0; r < 4; r++)
            row[r] = NAME(load)(c + r * s->ldc);
        sums[g] = DIAGONAL(row[0], row[1], row[2], row[3]);
        sums[g + 1] = TURNED(DIAGONAL(row[3], row[0], row[1], row[2]), 1);
        sums[g + 2] = TURNED(DIAGONAL(row[2], row[3], row[0], row[1]), 2);
        sums[g + 3] = TURNED(DIAGONAL(row[1], row[2], row[3], row[0]), 3);
    }
}

BP_INLINE TARGET void NAME(fours_store)(const NAME(strip) *s, T *c, const vec sums[NAME(fours_rows)])
{
    BP_UNROLL for (int g = 0; g < NAME(fours_rows); g += 4, c += 4 * s->ldc) {
        const vec x = sums[g], y = TURNED(sums[g + 1], 3), z = TURNED(sums[g + 2], 2), w = TURNED(sums[g + 3], 1);
        NAME(store)(c, DIAGONAL(x, y, z, w));
        NAME(store)(c + s->ldc, DIAGONAL(w, x, y, z));
        NAME(store)(c + 2 * s->ldc, DIAGONAL(z, w, x, y));
        NAME(store)(c + 3 * s->ldc, DIAGONAL(y, z, w, x));
    }
}

// Sixteen rows whose numbers of a k lie together.
BP_INLINE TARGET void NAME(fours_tile)(const NAME(strip) *s, ptrdiff_t i)
{
    const T *a = s->a + i, *b = s->b;
    vec sums[NAME(fours_rows)];
    NAME(fours_load)(s, s->c + i * s->ldc, sums);
    BP_AS_WRITTEN for (ptrdiff_t k = 0; k < s->depth; k++, a += s->a_k, b += LANES)
        NAME(fours_step)(a, 4, b, sums);
    NAME(fours_store)(s, s->c + i * s->ldc, sums);
}

// Sixteen rows that lie along k, whole vectors of them: a copy has fours of rows together.
BP_INLINE TARGET void NAME(fours_tile_along)(const NAME(strip) *s, ptrdiff_t i)
{
    const T *b = s->b;
    const ptrdiff_t row = s->a_row;
    _Alignas(64) T copy[NAME(fours_rows) * LANES];
    vec sums[NAME(fours_rows)];
    NAME(fours_load)(s, s->c + i * s->ldc, sums);
    BP_AS_WRITTEN for (ptrdiff_t k = 0; k < s->depth; k += LANES) {
        const T *a = s->a + i * row + k;
        // Lane l of the copy's vector 4 * t + g: row 4 * g + l % 4 and k of l - l % 4 + t.
        BP_AS_WRITTEN for (T *to = copy; to < copy + 4 * LANES; to += LANES, a += 4 * row) {
            const vec x = NAME(load)(a), y = NAME(load)(a + row), z = NAME(load)(a + 2 * row), w = NAME(load)(a + 3 * row);
            const vec low_xz = __builtin_shufflevector(x, z, LANES_OF_FOURS(0, 16, 1, 17));
            const vec high_xz = __builtin_shufflevector(x, z, LANES_OF_FOURS(2, 18, 3, 19));
            const vec low_yw = __builtin_shufflevector(y, w, LANES_OF_FOURS(0, 16, 1, 17));
            const vec high_yw = __builtin_shufflevector(y, w, LANES_OF_FOURS(2, 18, 3, 19));
            NAME(store)(to, __builtin_shufflevector(low_xz, low_yw, LANES_OF_FOURS(0, 16, 1, 17)));
            NAME(store)(to + 4 * LANES, __builtin_shufflevector(low_xz, low_yw, LANES_OF_FOURS(2, 18, 3, 19)));
            NAME(store)(to + 8 * LANES, __builtin_shufflevector(high_xz, high_yw, LANES_OF_FOURS(0, 16, 1, 17)));
            NAME(store)(to + 12 * LANES, __builtin_shufflevector(high_xz, high_yw, LANES_OF_FOURS(2, 18, 3, 19)));
        }
        const ptrdiff_t deep = s->depth - k < LANES ? s->depth - k : LANES;
        BP_AS_WRITTEN for (ptrdiff_t l = 0; l < deep; l++, b += LANES)
            NAME(fours_step)(copy + l % 4 * 4 * LANES + l - l % 4, LANES, b, sums);
    }
    NAME(fours_store)(s, s->c + i * s->ldc, sums);
}

static BP_APART TARGET void NAME(fours_strip)(const NAME(strip) *s)
{
    ptrdiff_t i = 0;
    for (; i + NAME(fours_rows) <= s->rows; i += NAME(fours_rows))
        if (s->a_row == 1)
            NAME(fours_tile)(s, i);
        else
            NAME(fours_tile_along)(s, i);
    if (i < s->rows)
        NAME(points_strip_1)(s, i);
}
#undef LANES_OF_FOURS
#undef TURNED
#undef DIAGONAL
#endif

static TARGET void NAME(run_points_strip)(const NAME(strip) *s)
{
    switch (s->vectors) {
#if LANES == 16
    case 1: NAME(fours_strip)(s); break;
#else
    case 1: NAME(points_strip_1)(s, 0); break;
#endif
    case 2: NAME(points_strip_2)(s, 0); break;
#if OFFSET_VECTORS == 4
    case 3: NAME(points_strip_3)(s, 0); break;
    case 4: NAME(points_strip_4)(s, 0); break;
#endif
    }
}

// Which k a tile of a matrix product can leave out, for one instruction set and
// element type (see lanes.h).
//
// Where all of a tile's elements of op(A) at some k are zero, the products at
// that k are zeros, too, as long as B is finite there, and adding them changes
// nothing but perhaps the sign of a zero, which a tile makes positive in the
// end. Images have many such k: of MNIST's pixels four in five are zero, and
// in the same place in most images, so a tile of six images needs less than
// half of them. Looking takes far less time than what it saves; where little
// is found, it is given up for a while.
//
//   ZERO_ROWS     rows of a tile, but for the last one, which may have
//   ZERO_REST     rows
//   ZERO_COLS     columns of a transposed A that are looked through as bytes

#define ZERO_ROWS ROWS_OF(PACK_COLS)
#define ZERO_REST 4
#define ZERO_COLS (8 * ZERO_ROWS)

// Tiles that are looked through together, and how many such groups are passed
// over after one in which next to nothing was found; each time twice as many.
#define ZERO_TILES 4
#define ZERO_PAUSE 4

// Lists are written in steps of so many elements, of which only some count.
#define ZERO_STEP 16

// For each tile the k at which not all of it is zero, in increasing order.
typedef struct {
    uint16_t *k;           // of the tile t from t * (depth + ZERO_STEP) on
    uint16_t *count;       // of each tile; `depth` if nothing can be left out
    bool any;              // whether something can be left out
} NAME(active);

// The tiles of some rows that have a list; fewer rows than ZERO_REST have none.
BP_INLINE ptrdiff_t NAME(active_tiles)(ptrdiff_t rows)
{
    return rows / ZERO_ROWS + (rows % ZERO_ROWS >= ZERO_REST);
}

// How many bytes the lists for some rows need.
static ptrdiff_t NAME(active_size)(ptrdiff_t rows, ptrdiff_t depth)
{
    return NAME(active_tiles)(rows) * (depth + ZERO_STEP + 1) * (ptrdiff_t)sizeof(uint16_t);
}

// A bit for each lane that isn't zero.
BP_INLINE TARGET uint32_t NAME(nonzero_lanes)(mask_vec x)
{
    const NAME(bool_vec) lanes = __builtin_convertvector(x, NAME(bool_vec));
    uint32_t bits = 0;
    memcpy(&bits, &lanes, sizeof lanes);
    return bits;
}

// One tile of an A whose rows lie along k. Returns the length of its list.
BP_INLINE TARGET ptrdiff_t NAME(active_along)(
    const int rows, uint16_t *list, const T *a, ptrdiff_t lda, ptrdiff_t depth)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t l = 0; l < depth; l += LANES) {
        const ptrdiff_t here = depth - l < LANES ? depth - l : LANES;
        mask_vec any = (mask_vec)(MASK_T)0;
        BP_UNROLL for (int r = 0; r < rows; r++)
            any |= (mask_vec)(here == LANES ? NAME(load)(a + r * lda + l)
                                            : NAME(load_part)(a + r * lda + l, here));
        n += APPEND_POSITIONS(list + n, l, NAME(nonzero_lanes)(any));
    }
    return n;
}

// Up to ZERO_TILES tiles, side by side, of an A whose rows lie across k.
BP_INLINE TARGET void NAME(active_across)(
    const int tiles, const int tile_rows, uint16_t *list, ptrdiff_t *n,
    const T *a, ptrdiff_t lda, ptrdiff_t depth)
{
    const int width = tiles * tile_rows;
    for (ptrdiff_t l = 0; l < depth; l += ZERO_STEP) {
        const ptrdiff_t here = depth - l < ZERO_STEP ? depth - l : ZERO_STEP;
        // For each k a bit for each row that isn't zero.
        uint32_t rows[ZERO_STEP] = { 0 };
        BP_AS_WRITTEN for (ptrdiff_t i = 0; i < here; i++) {
            uint32_t bits = 0;
            BP_UNROLL for (int j = 0; j < width; j += LANES)
                bits |= NAME(nonzero_lanes)(
                    (mask_vec)(width - j >= LANES ? NAME(load)(a + j)
                                                  : NAME(load_part)(a + j, width - j))) << j;
            rows[i] = bits;
            a += lda;
        }
        bp_words words;
        memcpy(&words, rows, sizeof words);
        BP_AS_WRITTEN for (int t = 0; t < tiles; t++) {
            const uint32_t tile = (uint32_t)((1 << tile_rows) - 1) << t * tile_rows;
            uint16_t bits;
            const bp_truths any = __builtin_convertvector((words & tile) != 0, bp_truths);
            memcpy(&bits, &any, sizeof bits);
            n[t] += APPEND_POSITIONS(list + t * (depth + ZERO_STEP) + n[t], l, bits);
        }
    }
}

// The same for bytes, which are four or eight times as many at once.

// A bit for each byte that isn't zero.
BP_INLINE TARGET uint64_t NAME(nonzero_bytes)(const bp_bytes *x)
{
    const bp_byte_truths truths = __builtin_convertvector(*x != 0, bp_byte_truths);
    uint64_t bits;
    memcpy(&bits, &truths, sizeof bits);
    return bits;
}

// Depth is at least the size of bp_bytes.
BP_INLINE TARGET ptrdiff_t NAME(active_bytes_along)(
    const int rows, uint16_t *list, const bp_byte_rows *a, ptrdiff_t row, ptrdiff_t col,
    ptrdiff_t depth)
{
    const ptrdiff_t size = sizeof(bp_bytes);
    const uint8_t *from[ZERO_ROWS];
    BP_UNROLL for (int r = 0; r < rows; r++)
        from[r] = a->bytes + (ptrdiff_t)a->index[row + r] * a->ld + col;
    ptrdiff_t n = 0;
    for (ptrdiff_t l = 0; l < depth; l += size) {
        // The last ones overlap those before, which count once.
        const ptrdiff_t at = l + size <= depth ? l : depth - size;
        bp_bytes any = (bp_bytes)0;
        BP_UNROLL for (int r = 0; r < rows; r++) {
            bp_bytes x;
            memcpy(&x, from[r] + at, sizeof x);
            any |= x;
        }
        const uint64_t bits = NAME(nonzero_bytes)(&any) >> (l - at) << (l - at);
        for (int i = 0; i < size; i += ZERO_STEP)
            n += APPEND_POSITIONS(list + n, at + i, bits >> i & 0xffff);
    }
    return n;
}

// The block has ZERO_COLS columns or, where there are as many before it, fewer.
BP_INLINE TARGET void NAME(active_bytes_across)(
    uint16_t *list, ptrdiff_t *n, const bp_byte_rows *a, ptrdiff_t row, ptrdiff_t col,
    ptrdiff_t cols, ptrdiff_t depth)
{
    // Those before a narrow block are read with it and shifted out.
    const ptrdiff_t before = ZERO_COLS - cols;
    const uint8_t *bytes = a->bytes + col - before;
    for (ptrdiff_t l = 0; l < depth; l += ZERO_STEP) {
        uint64_t rows[ZERO_STEP] = { 0 };
        BP_AS_WRITTEN for (ptrdiff_t i = 0; i < ZERO_STEP && l + i < depth; i++) {
            bp_bytes x = (bp_bytes)0;
            memcpy(&x, bytes + (ptrdiff_t)a->index[row + l + i] * a->ld, ZERO_COLS);
            rows[i] = NAME(nonzero_bytes)(&x) >> before;
        }
        bp_long_words words;
        memcpy(&words, rows, sizeof words);
        BP_AS_WRITTEN for (int t = 0; t < ZERO_COLS / ZERO_ROWS; t++) {
            const uint64_t tile = (((uint64_t)1 << ZERO_ROWS) - 1) << t * ZERO_ROWS;
            uint16_t bits;
            const bp_truths any = __builtin_convertvector((words & tile) != 0, bp_truths);
            memcpy(&bits, &any, sizeof bits);
            n[t] += APPEND_POSITIONS(list + t * (depth + ZERO_STEP) + n[t], l, bits);
        }
    }
}

// Finds what it can in bytes and says whether it could; if so, only zeros are
// stored as zeros. The block starts at some row and column of A as it is stored.
static TARGET bool NAME(find_active_bytes)(
    NAME(active) *active, const bp_byte_rows *a, ptrdiff_t row, ptrdiff_t col, bool trans,
    ptrdiff_t rows, ptrdiff_t depth)
{
    const ptrdiff_t whole = rows / ZERO_ROWS, tiles = NAME(active_tiles)(rows);
    const ptrdiff_t stride = depth + ZERO_STEP;
    if (trans ? rows > ZERO_COLS || col < ZERO_COLS - rows : depth < (ptrdiff_t)sizeof(bp_bytes))
        return false;
    active->any = false;
    active->k = active->count + tiles;
    ptrdiff_t n[ZERO_COLS / ZERO_ROWS] = { 0 };
    if (trans)
        NAME(active_bytes_across)(active->k, n, a, row, col, rows, depth);
    for (ptrdiff_t t = 0; t < tiles; t++) {
        uint16_t *list = active->k + t * stride;
        ptrdiff_t count;
        if (trans)
            count = n[t];
        else if (t < whole)
            count = NAME(active_bytes_along)(ZERO_ROWS, list, a, row + t * ZERO_ROWS, col, depth);
        else
            count = NAME(active_bytes_along)(ZERO_REST, list, a, row + t * ZERO_ROWS, col, depth);
        active->count[t] = (uint16_t)count;
        active->any |= count < depth;
    }
    return true;
}

static TARGET void NAME(find_active)(
    NAME(active) *active, const T *a, ptrdiff_t lda, bool trans, ptrdiff_t rows, ptrdiff_t depth)
{
    const ptrdiff_t whole = rows / ZERO_ROWS, tiles = NAME(active_tiles)(rows);
    const ptrdiff_t stride = depth + ZERO_STEP;
    ptrdiff_t pass = 0, pause = ZERO_PAUSE;
    active->any = false;
    active->k = active->count + tiles;
    for (ptrdiff_t t = 0; t < tiles; t += ZERO_TILES) {
        const ptrdiff_t here = tiles - t < ZERO_TILES ? tiles - t : ZERO_TILES;
        if (pass > 0) {
            pass--;
            for (ptrdiff_t i = t; i < t + here; i++)
                active->count[i] = (uint16_t)depth;
            continue;
        }
        ptrdiff_t n[ZERO_TILES] = { 0 }, sum = 0;
        if (trans && t + ZERO_TILES <= whole)
            NAME(active_across)(
                ZERO_TILES, ZERO_ROWS, active->k + t * stride, n, a + t * ZERO_ROWS, lda, depth);
        else
            for (ptrdiff_t i = 0; i < here; i++) {
                uint16_t *list = active->k + (t + i) * stride;
                const T *from = a + (t + i) * ZERO_ROWS * (trans ? 1 : lda);
                if (t + i < whole && !trans)
                    n[i] = NAME(active_along)(ZERO_ROWS, list, from, lda, depth);
                else if (t + i < whole)
                    NAME(active_across)(1, ZERO_ROWS, list, n + i, from, lda, depth);
                else if (!trans)
                    n[i] = NAME(active_along)(ZERO_REST, list, from, lda, depth);
                else
                    NAME(active_across)(1, ZERO_REST, list, n + i, from, lda, depth);
            }
        for (ptrdiff_t i = 0; i < here; i++)
            sum += n[i];
        // A list of nearly all takes longer than it saves.
        const bool worth = sum * 16 <= here * depth * 15;
        for (ptrdiff_t i = 0; i < here; i++)
            active->count[t + i] = (uint16_t)(worth ? n[i] : depth);
        active->any |= worth;
        // Less than an eighth to be left out: not worth looking on.
        if (sum * 8 > here * depth * 7) {
            pass = pause;
            pause *= 2;
        }
    }
}

// Vectors that are looked at side by side.
#define FINITE_CHAINS 4

// Whether all of a matrix is finite: a product with zero is a NaN otherwise,
// and stays one in the sum.
static TARGET bool NAME(is_finite)(const T *b, ptrdiff_t ldb, ptrdiff_t rows, ptrdiff_t cols)
{
    // Rows without gaps are as good as a single one.
    if (ldb == cols) {
        cols *= rows;
        rows = 1;
    }
    // x - x is zero for a finite x, and a NaN otherwise.
    mask_vec bad[FINITE_CHAINS];
    BP_UNROLL for (int i = 0; i < FINITE_CHAINS; i++)
        bad[i] = (mask_vec)(MASK_T)0;
    for (ptrdiff_t l = 0; l < rows; l++) {
        ptrdiff_t j = 0;
        BP_AS_WRITTEN for (; j + FINITE_CHAINS * LANES <= cols; j += FINITE_CHAINS * LANES)
            BP_UNROLL for (int i = 0; i < FINITE_CHAINS; i++) {
                const vec x = NAME(load)(b + j + i * LANES);
                bad[i] |= (mask_vec)(x - x);
            }
        BP_AS_WRITTEN for (; j < cols; j += LANES) {
            const ptrdiff_t here = cols - j < LANES ? cols - j : LANES;
            const vec x = here == LANES ? NAME(load)(b + j) : NAME(load_part)(b + j, here);
            bad[0] |= (mask_vec)(x - x);
        }
        b += ldb;
    }
    mask_vec all = bad[0];
    BP_UNROLL for (int i = 1; i < FINITE_CHAINS; i++)
        all |= bad[i];
    return NAME(nonzero_lanes)(all) == 0;
}

#undef FINITE_CHAINS
#undef ZERO_TILES
#undef ZERO_PAUSE

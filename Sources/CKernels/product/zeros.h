// Which k a tile of a matrix product can leave out, for one instruction set and
// element type (see lanes.h).
//
// Where all of a tile's elements of op(A) at some k are zero, the products at
// that k are zeros, too, as long as B is finite there, and adding them changes
// nothing but perhaps the sign of a zero, which a tile makes positive in the
// end. Images have many such k: of MNIST's pixels four in five are zero, and
// in the same place in most images, so a tile of a few images needs less than
// half of them. Large products bring rows together that are zero in the same
// places (groups.h). Looking takes far less time than what it saves;
// where little is found, it is given up for a while.
//
//   ZERO_ROWS     rows of a tile, but for the last one, which may have
//   ZERO_REST     rows
//   ZERO_COLS     columns of a transposed A that are looked through as bytes

#define ZERO_ROWS ROWS_OF(PACK_COLS)
#define ZERO_REST 4

// Zeros are looked for in products with more columns than so many vectors.
#define ZERO_VECTORS 2
#define ZERO_COLS (WORD / ZERO_ROWS * ZERO_ROWS)

// Tiles that are looked through together where rows aren't ordered, and how many such
// steps are passed over after one that wasn't worth it; each time twice as many.
#define ZERO_TILES 4
#define ZERO_PAUSE 4

// Rows that are looked at before it is known whether to go on.
#define ZERO_LOOK 64

// Lists are written in steps of so many elements, of which only some count.
#define ZERO_STEP 16

// For each tile the k at which not all of it is zero, in increasing order.
typedef struct {
    ptrdiff_t pass, pause; // how many steps to pass over now, and after the next failure
    uint16_t *k;           // of the tile t from t * (depth + ZERO_STEP) on
    uint16_t *count;       // of each tile; `depth` if nothing can be left out
    uint16_t *order;       // the rows of op(A) as tiles take them
    bool any;              // whether something can be left out
    bool mixed;            // whether tiles take rows in another order than they lie in
} NAME(active);

// The tiles of some rows that have a list; fewer rows than ZERO_REST have none.
BP_INLINE ptrdiff_t NAME(active_tiles)(ptrdiff_t rows)
{
    return rows / ZERO_ROWS + (rows % ZERO_ROWS >= ZERO_REST);
}

// How many bytes the lists and the order of some rows need.
static ptrdiff_t NAME(active_size)(ptrdiff_t rows, ptrdiff_t depth)
{
    const ptrdiff_t lists = NAME(active_tiles)(rows) * (depth + ZERO_STEP + 1);
    return (lists + rows) * (ptrdiff_t)sizeof(uint16_t);
}

// Writes the list of a tile from the bits of its rows; returns its length.
BP_INLINE TARGET ptrdiff_t NAME(list_of)(
    uint16_t *list, const uint64_t *bits, const uint16_t *order, ptrdiff_t rows, ptrdiff_t words)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t w = 0; w < words; w++) {
        uint64_t any = 0;
        for (ptrdiff_t r = 0; r < rows; r++)
            any |= bits[order[r] * words + w];
        for (int i = 0; i < WORD; i += ZERO_STEP)
            n += APPEND_POSITIONS(list + n, w * WORD + i, any >> i & 0xffff);
    }
    return n;
}

// Makes the lists of the tiles of some rows from the i-th on, which it orders if it may.
// Returns whether that was worth it.
static TARGET bool NAME(list_rows)(
    const NAME(active) *active, const NAME(part_of_a) *part, bool may_mix,
    ptrdiff_t i, ptrdiff_t rows, ptrdiff_t depth)
{
    const ptrdiff_t words = NAME(words)(depth), tiles = NAME(active_tiles)(rows);
    uint16_t *const order = active->order + i;
    uint64_t bits[GROUP_ROWS * GROUP_DEPTH / WORD];
    ptrdiff_t ones = 0;
    for (ptrdiff_t r = 0; r < rows; r += ZERO_LOOK) {
        const ptrdiff_t here = rows - r < ZERO_LOOK ? rows - r : ZERO_LOOK;
        NAME(bits_of_rows)(bits + r * words, part, i + r, here, depth);
        for (ptrdiff_t w = r * words; w < (r + here) * words; w++)
            ones += __builtin_popcountll(bits[w]);
        // Tiles need at least as much as their rows on average.
        if (!NAME(worth)(ones, (r + here) * depth))
            return false;
    }
    if (may_mix) {
        if (!NAME(group)(words, bits, order, rows, depth))
            return false;
    } else {
        for (ptrdiff_t r = 0; r < rows; r++)
            order[r] = (uint16_t)r;
    }
    ptrdiff_t sum = 0;
    for (ptrdiff_t t = 0; t < tiles; t++) {
        const ptrdiff_t first = t * ZERO_ROWS, tile = i / ZERO_ROWS + t;
        const ptrdiff_t count = NAME(list_of)(
            active->k + tile * (depth + ZERO_STEP), bits, order + first,
            first + ZERO_ROWS <= rows ? ZERO_ROWS : ZERO_REST, words);
        active->count[tile] = (uint16_t)count;
        sum += count;
    }
    for (ptrdiff_t r = 0; r < rows; r++)
        order[r] = (uint16_t)(i + order[r]);
    return NAME(worth)(sum, tiles * depth);
}

// Finds what it can in numbers, or in bytes that lie along k, and orders rows if it may.
static TARGET void NAME(find_active)(
    NAME(active) *active, const NAME(part_of_a) *part, bool may_mix,
    ptrdiff_t rows, ptrdiff_t depth)
{
    const ptrdiff_t tiles = NAME(active_tiles)(rows);
    const ptrdiff_t step = may_mix ? GROUP_ROWS : ZERO_TILES * ZERO_ROWS;
    active->any = active->mixed = false;
    active->k = active->count + tiles;
    active->order = active->k + tiles * (depth + ZERO_STEP);
    for (ptrdiff_t i = 0; i < rows; i += step) {
        const ptrdiff_t here = rows - i < step ? rows - i : step;
        if (active->pass == 0 && NAME(list_rows)(active, part, may_mix, i, here, depth)) {
            active->any = true;
            active->mixed = may_mix;
            continue;
        }
        if (active->pass > 0) {
            active->pass--;
        } else {
            active->pass = active->pause;
            active->pause *= 2;
        }
        for (ptrdiff_t t = 0; t < NAME(active_tiles)(here); t++)
            active->count[i / ZERO_ROWS + t] = (uint16_t)depth;
        for (ptrdiff_t r = i; r < i + here; r++)
            active->order[r] = (uint16_t)r;
    }
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

// The same in bytes, if it can; says whether it could. If so, only zeros are stored as
// zeros.
static TARGET bool NAME(find_active_bytes)(
    NAME(active) *active, const NAME(part_of_a) *part, bool may_mix,
    ptrdiff_t rows, ptrdiff_t depth)
{
    if (may_mix && depth >= WORD) {
        NAME(find_active)(active, part, true, rows, depth);
        return true;
    }
    const bp_byte_rows *a = part->bytes;
    const ptrdiff_t row = part->row, col = part->col;
    const ptrdiff_t whole = rows / ZERO_ROWS, tiles = NAME(active_tiles)(rows);
    const ptrdiff_t stride = depth + ZERO_STEP;
    if (part->trans ? rows > ZERO_COLS || col < ZERO_COLS - rows : depth < WORD)
        return false;
    active->any = active->mixed = false;
    active->k = active->count + tiles;
    ptrdiff_t n[ZERO_COLS / ZERO_ROWS] = { 0 };
    if (part->trans)
        NAME(active_bytes_across)(active->k, n, a, row, col, rows, depth);
    for (ptrdiff_t t = 0; t < tiles; t++) {
        uint16_t *list = active->k + t * stride;
        ptrdiff_t count;
        if (part->trans)
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

// What is known of a part of B.
#define UNKNOWN 0
#define FINITE 1
#define NOT_FINITE 2

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

// Which k a tile of a matrix product can leave out, for one instruction set and
// element type (see lanes.h).
//
// Where all of a tile's elements of op(A) at some k are zero, the products at that k are
// zeros, too, as long as B is finite there, and adding them changes nothing but perhaps
// the sign of a zero, which a tile makes positive in the end. Images have many such k: of
// MNIST's pixels four in five are zero, and in the same place in most images. What a ReLU
// lets through is zero in half of its elements, but rows as they come share hardly any of
// these zeros. Rows that share some are easy to find, though, since images of the same
// digit excite the same units: in a large product tiles take rows in an order in which
// they share more. Every element of C is a chain of its own, so that its row's place
// changes no bit of it.
//
// What isn't zero is found as bits, a word of them for 64 k of a row. A list has the k
// that a tile needs. Looking takes far less time than what it saves; where little is
// found, it is given up for a while.

// For each tile the k at which not all of it is zero, in increasing order.
typedef struct {
    uint16_t *k;           // of tile t from t * stride on
    uint16_t *count;       // of each tile; `depth` if nothing can be left out
    uint16_t *order;       // the rows of op(A) as tiles take them
    ptrdiff_t stride;
    bool any;              // whether something can be left out
    ptrdiff_t pass, pause; // how many to pass over now, and after the next failure
} NAME(lists);

// How many bytes the lists and the order of some rows need.
BP_INLINE ptrdiff_t NAME(lists_size)(ptrdiff_t rows, ptrdiff_t depth)
{
    const ptrdiff_t tiles = (rows + ROWS - 1) / ROWS;
    return (tiles * (depth + LIST_STEP + 1) + rows) * (ptrdiff_t)sizeof(uint16_t);
}

// Whether it is worth having lists of so many of all k: a list of nearly all takes longer
// than it saves.
BP_INLINE bool NAME(worth)(ptrdiff_t listed, ptrdiff_t all)
{
    return listed * 16 <= all * LIST_SIXTEENTHS;
}

// A bit for each lane that isn't zero.
BP_INLINE TARGET uint32_t NAME(nonzero_lanes)(mask_vec x)
{
    const NAME(bool_vec) lanes = __builtin_convertvector(x, NAME(bool_vec));
    uint32_t bits = 0;
    memcpy(&bits, &lanes, sizeof lanes);
    // Truths of fewer than eight lanes fill only part of a byte.
    return LANES < 8 ? bits & ((1u << LANES) - 1) : bits;
}

// The bits of rows that lie along k.
static BP_APART TARGET void NAME(bits_along)(
    uint64_t *bits, const T *a, ptrdiff_t a_row, ptrdiff_t rows, ptrdiff_t depth)
{
    for (ptrdiff_t r = 0; r < rows; r++, a += a_row)
        for (ptrdiff_t l = 0; l < depth; l += WORD) {
            uint64_t word = 0;
            for (ptrdiff_t j = 0; j < WORD && l + j < depth; j += LANES) {
                const ptrdiff_t left = depth - l - j;
                const vec x = left >= LANES ? NAME(load)(a + l + j) : NAME(load_part)(a + l + j, left);
                word |= (uint64_t)NAME(nonzero_lanes)((mask_vec)(x != 0)) << j;
            }
            *bits++ = word;
        }
}

// The bits of up to WORD bytes, of which only zeros become the number zero. If there are
// fewer, those before them are read with them, where there are enough.
BP_INLINE TARGET uint64_t NAME(word_of_bytes)(const uint8_t *bytes, ptrdiff_t before, ptrdiff_t n)
{
    const ptrdiff_t past = n < WORD ? WORD - n : 0;
    if (past > before) {
        uint64_t word = 0;
        for (ptrdiff_t i = 0; i < n; i++)
            word |= (uint64_t)(bytes[i] != 0) << i;
        return word;
    }
    bp_bytes x;
    memcpy(&x, bytes - past, WORD);
    const bp_byte_truths truths = __builtin_convertvector(x != 0, bp_byte_truths);
    uint64_t word;
    memcpy(&word, &truths, sizeof word);
    return word >> past;
}

// The bits of rows of bytes.
BP_INLINE TARGET void NAME(bits_of_bytes)(
    uint64_t *bits, const bp_byte_rows *a, ptrdiff_t row, ptrdiff_t col, ptrdiff_t rows, ptrdiff_t depth)
{
    for (ptrdiff_t r = row; r < row + rows; r++) {
        const uint8_t *bytes = a->bytes + (ptrdiff_t)a->index[r] * a->ld + col;
        for (ptrdiff_t l = 0; l < depth; l += WORD)
            *bits++ = NAME(word_of_bytes)(bytes + l, col + l, depth - l);
    }
}

// The bits of rows that lie across k: a lane collects those of one row.
static BP_APART TARGET void NAME(bits_across)(
    uint64_t *bits, const T *a, ptrdiff_t a_k, ptrdiff_t rows, ptrdiff_t depth)
{
    const ptrdiff_t lane = 8 * sizeof(T), words = (depth + WORD - 1) / WORD;
    for (ptrdiff_t l = 0; l < depth; l += lane)
        for (ptrdiff_t i = 0; i < rows; i += LANES) {
            const ptrdiff_t here = rows - i < LANES ? rows - i : LANES;
            const T *from = a + l * a_k + i;
            mask_vec all = (mask_vec)(MASK_T)0, bit = (mask_vec)(MASK_T)1;
            BP_AS_WRITTEN for (ptrdiff_t n = 0; n < lane && l + n < depth; n++, from += a_k) {
                const vec x = here == LANES ? NAME(load)(from) : NAME(load_part)(from, here);
                all |= (x != 0) & bit;
                bit += bit;
            }
            for (ptrdiff_t r = 0; r < here; r++) {
                uint64_t *word = bits + (i + r) * words + l / WORD;
                const uint64_t part = (uint64_t)all[r] << (WORD - lane) >> (WORD - lane);
                *word = l % WORD == 0 ? part : *word | part << l % WORD;
            }
        }
}

BP_INLINE ptrdiff_t NAME(ones)(const uint64_t *bits, ptrdiff_t words)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t w = 0; w < words; w++)
        n += __builtin_popcountll(bits[w]);
    return n;
}

// How many k some tiles need whose rows are as they come.
BP_INLINE ptrdiff_t NAME(needed)(const uint64_t *bits, ptrdiff_t tiles, ptrdiff_t words)
{
    ptrdiff_t n = 0;
    for (; tiles > 0; tiles--, bits += ROWS * words)
        for (ptrdiff_t w = 0; w < words; w++) {
            uint64_t any = 0;
            for (ptrdiff_t r = 0; r < ROWS; r++)
                any |= bits[r * words + w];
            n += __builtin_popcountll(any);
        }
    return n;
}

// Orders rows by how many bits they have, fewest first: rows with many of them would
// spoil a tile of others.
static BP_APART TARGET void NAME(sort_by_bits)(
    ptrdiff_t words, const uint64_t *bits, uint16_t *order, ptrdiff_t rows)
{
    uint16_t ones[SKIP_ROWS], start[SKIP_DEPTH + 2] = { 0 };
    for (ptrdiff_t r = 0; r < rows; r++) {
        ones[r] = (uint16_t)NAME(ones)(bits + r * words, words);
        start[ones[r] + 1]++;
    }
    for (ptrdiff_t i = 0; i < words * WORD; i++)
        start[i + 1] += start[i];
    for (ptrdiff_t r = 0; r < rows; r++)
        order[start[ones[r]]++] = (uint16_t)r;
}

// Orders rows so that those of a tile have their bits in the same places: each tile
// starts from the row with the fewest, and takes one after the other that which adds the
// fewest. Returns false if that doesn't pay.
BP_INLINE TARGET bool NAME(group_by)(
    const ptrdiff_t words, const uint64_t *bits, uint16_t *order, ptrdiff_t rows, ptrdiff_t depth)
{
    NAME(sort_by_bits)(words, bits, order, rows);
    for (ptrdiff_t t = 0; t + ROWS <= rows; t += ROWS) {
        uint64_t zero[SKIP_DEPTH / WORD];  // where the tile is zero so far
        for (ptrdiff_t w = 0; w < words; w++)
            zero[w] = ~bits[order[t] * words + w];
        for (ptrdiff_t i = t + 1; i < t + ROWS; i++) {
            const ptrdiff_t end = i + SKIP_WINDOW < rows ? i + SKIP_WINDOW : rows;
            ptrdiff_t least = PTRDIFF_MAX;
            BP_AS_WRITTEN for (ptrdiff_t j = i; j < end; j++) {
                const uint64_t *row = bits + order[j] * words;
                ptrdiff_t added = 0;
                for (ptrdiff_t w = 0; w < words; w++)
                    added += __builtin_popcountll(row[w] & zero[w]);
                // The sum and where it was found are one number, to compare without branches.
                const ptrdiff_t found = added << 16 | j;
                least = found < least ? found : least;
            }
            // Those before it keep their order.
            ptrdiff_t j = least & 0xffff;
            const uint16_t row = order[j];
            for (; j > i; j--)
                order[j] = order[j - 1];
            order[i] = row;
            for (ptrdiff_t w = 0; w < words; w++)
                zero[w] &= ~bits[row * words + w];
        }
        // The first tile has the fewest bits.
        if (t == 0 && !NAME(worth)(words * WORD - NAME(ones)(zero, words), depth))
            return false;
    }
    return true;
}

// Loops over few words vanish if it is known how many there are.
static BP_APART TARGET bool NAME(group)(
    ptrdiff_t words, const uint64_t *bits, uint16_t *order, ptrdiff_t rows, ptrdiff_t depth)
{
    return words <= 4 && depth > 3 * WORD ? NAME(group_by)(4, bits, order, rows, depth)
        : NAME(group_by)(words, bits, order, rows, depth);
}

// Writes the k at which some of a tile's rows have a bit; returns how many.
BP_INLINE TARGET ptrdiff_t NAME(list_of)(
    uint16_t *list, const uint64_t *bits, const uint16_t *order, ptrdiff_t rows, ptrdiff_t words)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t w = 0; w < words; w++) {
        uint64_t any = 0;
        for (ptrdiff_t r = 0; r < ROWS; r++)
            any |= bits[order[r < rows ? r : rows - 1] * words + w];
        for (int i = 0; i < WORD; i += LIST_STEP)
            n += APPEND_POSITIONS(list + n, w * WORD + i, any >> i & 0xffff);
    }
    return n;
}

// Makes the lists of the tiles from row i on, and orders those rows if it may. Returns
// whether that was worth it.
static BP_APART TARGET bool NAME(list_rows)(
    const NAME(lists) *lists, const T *a, ptrdiff_t a_row, ptrdiff_t a_k, const bp_byte_rows *bytes,
    ptrdiff_t row, ptrdiff_t col, bool may_order, ptrdiff_t i, ptrdiff_t rows, ptrdiff_t depth)
{
    const ptrdiff_t words = (depth + WORD - 1) / WORD;
    uint16_t *const order = lists->order + i;
    uint64_t bits[SKIP_ROWS * SKIP_DEPTH / WORD];
    ptrdiff_t ones = 0;
    for (ptrdiff_t r = 0, here; r < rows; r += here) {
        const ptrdiff_t most = r == 0 ? SKIP_FIRST : SKIP_LOOK;
        here = rows - r < most ? rows - r : most;
        const T *from = a + (i + r) * a_row;
        if (bytes)
            NAME(bits_of_bytes)(bits + r * words, bytes, row + i + r, col, here, depth);
        else if (a_k == 1)
            NAME(bits_along)(bits + r * words, from, a_row, here, depth);
        else
            NAME(bits_across)(bits + r * words, from, a_k, here, depth);
        ones += NAME(ones)(bits + r * words, here * words);
        // Tiles need at least as much as their rows on average.
        if (!NAME(worth)(ones, (r + here) * depth))
            return false;
        // Where rows stay as they come, the first tiles show what is to be had.
        const ptrdiff_t whole = here / ROWS;
        if (r == 0 && !may_order && NAME(needed)(bits, whole, words) * 16 > whole * depth * UNORDERED_SIXTEENTHS)
            return false;
    }
    for (ptrdiff_t r = 0; r < rows; r++)
        order[r] = (uint16_t)r;
    if (may_order && !NAME(group)(words, bits, order, rows, depth))
        return false;
    ptrdiff_t sum = 0, tiles = 0;
    for (ptrdiff_t r = 0; r < rows; r += ROWS, tiles++) {
        const ptrdiff_t tile = (i + r) / ROWS;
        const ptrdiff_t count = NAME(list_of)(
            lists->k + tile * lists->stride, bits, order + r, rows - r < ROWS ? rows - r : ROWS, words);
        lists->count[tile] = (uint16_t)count;
        sum += count;
    }
    for (ptrdiff_t r = 0; r < rows; r++)
        order[r] = (uint16_t)(i + order[r]);
    return NAME(worth)(sum, tiles * depth);
}

// Gives lists memory of lists_size bytes.
BP_INLINE void NAME(place_lists)(NAME(lists) *lists, uint16_t *memory, ptrdiff_t rows, ptrdiff_t depth)
{
    lists->any = false;
    lists->stride = depth + LIST_STEP;
    lists->count = memory;
    lists->order = lists->count + (rows + ROWS - 1) / ROWS;
    lists->k = lists->order + rows;
}

// Makes the lists of all tiles of some rows of op(A), and orders rows if it may.
static BP_APART TARGET void NAME(make_lists)(
    NAME(lists) *lists, uint16_t *memory, const T *a, ptrdiff_t a_row, ptrdiff_t a_k,
    const bp_byte_rows *bytes, ptrdiff_t row, ptrdiff_t col, bool may_order, ptrdiff_t rows, ptrdiff_t depth)
{
    NAME(place_lists)(lists, memory, rows, depth);
    for (ptrdiff_t i = 0; i < rows; i += SKIP_ROWS) {
        const ptrdiff_t here = rows - i < SKIP_ROWS ? rows - i : SKIP_ROWS;
        if (lists->pass == 0
            && NAME(list_rows)(lists, a, a_row, a_k, bytes, row, col, may_order, i, here, depth)) {
            lists->any = true;
            continue;
        }
        if (lists->pass > 0) {
            lists->pass--;
        } else {
            lists->pass = lists->pause;
            lists->pause *= 2;
        }
        for (ptrdiff_t r = 0; r < here; r++) {
            lists->count[(i + r) / ROWS] = (uint16_t)depth;
            lists->order[i + r] = (uint16_t)(i + r);
        }
    }
}

// The lists of tiles that read bytes, each of which has one even if it leaves nothing out:
// of rows that lie along k, or else of columns.
static BP_APART TARGET void NAME(lists_along)(
    const NAME(lists) *lists, const bp_byte_rows *a, ptrdiff_t row, ptrdiff_t col, ptrdiff_t rows,
    ptrdiff_t depth)
{
    uint64_t bits[BYTE_ROWS * SKIP_DEPTH / WORD];
    const ptrdiff_t words = (depth + WORD - 1) / WORD;
    NAME(bits_of_bytes)(bits, a, row, col, rows, depth);
    for (ptrdiff_t i = 0; i < rows; i += ROWS) {
        uint16_t order[ROWS];
        for (ptrdiff_t r = 0; r < ROWS; r++)
            order[r] = (uint16_t)(i + r < rows ? i + r : rows - 1);
        lists->count[i / ROWS] = (uint16_t)NAME(list_of)(
            lists->k + i / ROWS * lists->stride, bits, order, ROWS, words);
    }
}

static BP_APART TARGET void NAME(lists_across)(
    const NAME(lists) *lists, const bp_byte_rows *a, ptrdiff_t row, ptrdiff_t col, ptrdiff_t cols,
    ptrdiff_t depth)
{
    for (ptrdiff_t j = 0; j < cols; j += WORD) {
        const ptrdiff_t width = cols - j < WORD ? cols - j : WORD;
        const ptrdiff_t first = j / ROWS, tiles = (width + ROWS - 1) / ROWS;
        ptrdiff_t n[WORD / ROWS] = { 0 };
        for (ptrdiff_t l = 0; l < depth; l += LIST_STEP) {
            uint64_t words[LIST_STEP] = { 0 };
            for (ptrdiff_t i = 0; i < LIST_STEP && l + i < depth; i++)
                words[i] = NAME(word_of_bytes)(
                    a->bytes + (ptrdiff_t)a->index[row + l + i] * a->ld + col + j, col + j, width);
            bp_long_words all;
            memcpy(&all, words, sizeof all);
            for (ptrdiff_t t = 0; t < tiles; t++) {
                const uint64_t tile = (((uint64_t)1 << ROWS) - 1) << t * ROWS;
                const bp_truths any = __builtin_convertvector((all & tile) != 0, bp_truths);
                uint16_t bits;
                memcpy(&bits, &any, sizeof bits);
                n[t] += APPEND_POSITIONS(lists->k + (first + t) * lists->stride + n[t], l, bits);
            }
        }
        for (ptrdiff_t t = 0; t < tiles; t++)
            lists->count[first + t] = (uint16_t)n[t];
    }
}

// Whether part of a B is finite: a product with zero is a NaN otherwise, and stays one in
// the sum.
static BP_APART TARGET bool NAME(is_finite)(const T *b, ptrdiff_t b_k, ptrdiff_t depth, ptrdiff_t cols)
{
    // Rows without gaps are as good as a single one.
    if (b_k == cols) {
        cols *= depth;
        depth = 1;
    }
    // x - x is zero for a finite x, and a NaN otherwise.
    mask_vec bad = (mask_vec)(MASK_T)0, also = bad;
    for (ptrdiff_t l = 0; l < depth; l++, b += b_k) {
        ptrdiff_t j = 0;
        BP_AS_WRITTEN for (; j + 2 * LANES <= cols; j += 2 * LANES) {
            const vec x = NAME(load)(b + j), y = NAME(load)(b + j + LANES);
            bad |= (mask_vec)(x - x);
            also |= (mask_vec)(y - y);
        }
        BP_AS_WRITTEN for (; j < cols; j += LANES) {
            const vec x = cols - j >= LANES ? NAME(load)(b + j) : NAME(load_part)(b + j, cols - j);
            bad |= (mask_vec)(x - x);
        }
    }
    return NAME(nonzero_lanes)(bad | also) == 0;
}

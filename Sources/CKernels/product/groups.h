// The order in which tiles take the rows of op(A), for one instruction set and
// element type (see lanes.h).
//
// A tile can leave out a k only where all of its rows are zero. What a ReLU lets
// through is zero in half of its elements, but rows as they come share hardly any
// of these zeros. Rows that share some are easy to find, though: images of the same
// digit excite the same units. Every element of C is a chain of its own, so that its
// row's place changes no bit of it.
//
//   GROUP_ROWS    the most rows that are ordered among themselves: of more of them
//                 each finds better company
//   GROUP_DEPTH   the most k
//   GROUP_WINDOW  rows among which a tile's next one is looked for

#define GROUP_ROWS (32 * ROWS_OF(PACK_COLS))
#define GROUP_DEPTH 256
#define GROUP_WINDOW 32

// Orders rows by how many bits they have, fewest first: rows with many of them would
// spoil a tile of others.
static TARGET void NAME(sort_by_bits)(
    ptrdiff_t words, const uint64_t *bits, uint16_t *order, ptrdiff_t rows)
{
    uint16_t ones[GROUP_ROWS], start[GROUP_DEPTH + 2] = { 0 };
    for (ptrdiff_t r = 0; r < rows; r++) {
        ptrdiff_t sum = 0;
        for (ptrdiff_t w = 0; w < words; w++)
            sum += __builtin_popcountll(bits[r * words + w]);
        ones[r] = (uint16_t)sum;
        start[sum + 1]++;
    }
    for (ptrdiff_t i = 0; i < words * WORD; i++)
        start[i + 1] += start[i];
    for (ptrdiff_t r = 0; r < rows; r++)
        order[start[ones[r]]++] = (uint16_t)r;
}

// Changes an order so that rows of a tile have their bits in the same places: each tile
// starts from the row that comes first, and takes one after the other that which adds
// the fewest bits. Returns false if that doesn't pay.
BP_INLINE TARGET bool NAME(group_by)(
    const ptrdiff_t words, const uint64_t *bits, uint16_t *order, ptrdiff_t rows, ptrdiff_t depth)
{
    const ptrdiff_t tile = ROWS_OF(PACK_COLS);
    for (ptrdiff_t t = 0; t + tile <= rows; t += tile) {
        uint64_t zero[GROUP_DEPTH / WORD];  // where the tile is zero so far
        for (ptrdiff_t w = 0; w < words; w++)
            zero[w] = ~bits[order[t] * words + w];
        for (ptrdiff_t i = t + 1; i < t + tile; i++) {
            const ptrdiff_t end = i + GROUP_WINDOW < rows ? i + GROUP_WINDOW : rows;
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
        ptrdiff_t listed = words * WORD;
        for (ptrdiff_t w = 0; w < words; w++)
            listed -= __builtin_popcountll(zero[w]);
        // The first tile has the fewest bits.
        if (t == 0 && !NAME(worth)(listed, depth))
            return false;
    }
    return true;
}

// Orders rows tile by tile; returns false if no order helps. Most parts have few words,
// and loops over them vanish if it is known how many.
static TARGET bool NAME(group)(
    ptrdiff_t words, const uint64_t *bits, uint16_t *order, ptrdiff_t rows, ptrdiff_t depth)
{
    NAME(sort_by_bits)(words, bits, order, rows);
    switch (words) {
    case 1: return NAME(group_by)(1, bits, order, rows, depth);
    case 2: return NAME(group_by)(2, bits, order, rows, depth);
    case 3: return NAME(group_by)(3, bits, order, rows, depth);
    default: return NAME(group_by)(4, bits, order, rows, depth);
    }
}

_Static_assert(GROUP_DEPTH == 4 * WORD, "group knows parts of up to four words");
_Static_assert(GROUP_DEPTH >= PACK_DEPTH && GROUP_DEPTH >= BP_SCALED_DEPTH,
               "rows of a large product must be such that they can be ordered");

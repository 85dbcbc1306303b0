// The order in which tiles take the rows of op(A), for one instruction set and
// element type (see lanes.h).
//
// A tile can leave out a k only where all of its rows are zero. What a ReLU lets
// through is zero in half of its elements, but six rows as they come share hardly any
// of these zeros. Rows that share some are easy to find, though: images of the same
// digit excite the same units. Every element of C is a chain of its own, so that its
// row's place changes no bit of it.
//
//   GROUP_ROWS    rows that are ordered among themselves: more of them find better
//                 company, and take more time to do so
//   GROUP_DEPTH   the most k

#define GROUP_ROWS (8 * ROWS_OF(PACK_COLS))
#define GROUP_DEPTH 1024

// Orders rows tile by tile: each tile starts from the row with the fewest bits, and
// takes one after the other that which adds the fewest.
BP_INLINE TARGET void NAME(group_by)(
    const ptrdiff_t words, const uint64_t *bits, uint16_t *order, ptrdiff_t rows)
{
    const ptrdiff_t tile = ROWS_OF(PACK_COLS);
    for (ptrdiff_t t = 0; t + tile <= rows; t += tile) {
        uint64_t zero[GROUP_DEPTH / WORD];  // where the tile is zero so far
        for (ptrdiff_t w = 0; w < words; w++)
            zero[w] = ~(uint64_t)0;
        for (ptrdiff_t i = t; i < t + tile; i++) {
            ptrdiff_t least = PTRDIFF_MAX;
            BP_AS_WRITTEN for (ptrdiff_t j = i; j < rows; j++) {
                const uint64_t *row = bits + order[j] * words;
                ptrdiff_t added = 0;
                for (ptrdiff_t w = 0; w < words; w++)
                    added += __builtin_popcountll(row[w] & zero[w]);
                // The sum and where it was found are one number, to compare without branches.
                const ptrdiff_t found = added << 16 | j;
                least = found < least ? found : least;
            }
            const ptrdiff_t j = least & 0xffff;
            const uint16_t row = order[j];
            order[j] = order[i];
            order[i] = row;
            for (ptrdiff_t w = 0; w < words; w++)
                zero[w] &= ~bits[row * words + w];
        }
    }
}

// Most parts have few words, and loops over them vanish if it is known how many.
static TARGET void NAME(group)(
    ptrdiff_t words, const uint64_t *bits, uint16_t *order, ptrdiff_t rows)
{
    switch (words) {
    case 1: NAME(group_by)(1, bits, order, rows); break;
    case 2: NAME(group_by)(2, bits, order, rows); break;
    case 3: NAME(group_by)(3, bits, order, rows); break;
    case 4: NAME(group_by)(4, bits, order, rows); break;
    default: NAME(group_by)(words, bits, order, rows);
    }
}

// Which elements of rows of op(A) aren't zero, as bits, for one instruction set and
// element type (see lanes.h).

// A row's bits, one for each k, lie in words.
#define WORD 64

BP_INLINE ptrdiff_t NAME(words)(ptrdiff_t depth)
{
    return (depth + WORD - 1) / WORD;
}

// Whether it is worth having a list of so many of all k, those at which something isn't
// zero: a list of nearly all takes longer than it saves.
BP_INLINE bool NAME(worth)(ptrdiff_t listed, ptrdiff_t all)
{
    return all > 0 && listed * 16 <= all * 15;
}

// Part of an A, as numbers or as bytes.
typedef struct {
    bool trans;            // rows of op(A) lie across k
    const T *a;            // where it starts, or null and then
    ptrdiff_t lda;
    const bp_byte_rows *bytes;
    ptrdiff_t row, col;    // where it starts in A as it is stored
} NAME(part_of_a);

// Vectors of rows that lie across k whose bits are collected at a time.
#define BITS_VECTORS 4

// A bit for each lane that isn't zero.
BP_INLINE TARGET uint32_t NAME(nonzero_lanes)(mask_vec x)
{
    const NAME(bool_vec) lanes = __builtin_convertvector(x, NAME(bool_vec));
    uint32_t bits = 0;
    memcpy(&bits, &lanes, sizeof lanes);
    // Truths of fewer than eight lanes fill only part of a byte.
    return LANES < 8 ? bits & ((1u << LANES) - 1) : bits;
}

// Rows that lie along k.
BP_INLINE TARGET void NAME(bits_along)(
    uint64_t *bits, const T *a, ptrdiff_t lda, ptrdiff_t rows, ptrdiff_t depth)
{
    for (ptrdiff_t r = 0; r < rows; r++, a += lda)
        for (ptrdiff_t l = 0; l < depth; l += WORD) {
            uint64_t word = 0;
            if (l + WORD <= depth) {
                BP_UNROLL for (int j = 0; j < WORD; j += LANES)
                    word |= (uint64_t)NAME(nonzero_lanes)((mask_vec)NAME(load)(a + l + j)) << j;
            } else {
                for (ptrdiff_t j = 0; l + j < depth; j += LANES) {
                    const ptrdiff_t here = depth - l - j < LANES ? depth - l - j : LANES;
                    word |= (uint64_t)NAME(nonzero_lanes)(
                        (mask_vec)NAME(load_part)(a + l + j, here)) << j;
                }
            }
            *bits++ = word;
        }
}

// Up to `vectors` vectors of rows that lie across k; a single one may be a part.
BP_INLINE TARGET void NAME(bits_across_few)(
    const int vectors, uint64_t *bits, const T *a, ptrdiff_t lda, ptrdiff_t rows, ptrdiff_t depth)
{
    // A lane collects the bits of one row.
    const ptrdiff_t lane = 8 * sizeof(T), words = NAME(words)(depth);
    for (ptrdiff_t l = 0; l < depth; l += lane) {
        mask_vec all[BITS_VECTORS], bit = (mask_vec)(MASK_T)1;
        BP_UNROLL for (int v = 0; v < vectors; v++)
            all[v] = (mask_vec)(MASK_T)0;
        BP_AS_WRITTEN for (ptrdiff_t i = l; i < l + lane && i < depth; i++) {
            BP_UNROLL for (int v = 0; v < vectors; v++) {
                const vec x = rows == vectors * LANES ? NAME(load)(a + i * lda + v * LANES)
                    : NAME(load_part)(a + i * lda, rows);
                all[v] |= ((mask_vec)x != 0) & bit;
            }
            bit += bit;
        }
        MASK_T lanes[BITS_VECTORS * LANES];
        memcpy(lanes, all, (size_t)vectors * sizeof all[0]);
        for (ptrdiff_t r = 0; r < rows; r++) {
            uint64_t *word = bits + r * words + l / WORD;
            const uint64_t part = (uint64_t)lanes[r] << (WORD - lane) >> (WORD - lane);
            *word = l % WORD == 0 ? part : *word | part << l % WORD;
        }
    }
}

// Rows that lie across k, several vectors of them at a time, since it is far from
// one k to the next.
BP_INLINE TARGET void NAME(bits_across)(
    uint64_t *bits, const T *a, ptrdiff_t lda, ptrdiff_t rows, ptrdiff_t depth)
{
    const ptrdiff_t words = NAME(words)(depth), wide = BITS_VECTORS * LANES;
    ptrdiff_t r = 0;
    for (; r + wide <= rows; r += wide)
        NAME(bits_across_few)(BITS_VECTORS, bits + r * words, a + r, lda, wide, depth);
    for (; r < rows; r += LANES)
        NAME(bits_across_few)(
            1, bits + r * words, a + r, lda, rows - r < LANES ? rows - r : LANES, depth);
}

// A bit for each byte that isn't zero.
BP_INLINE TARGET uint64_t NAME(nonzero_bytes)(const bp_bytes *x)
{
    const bp_byte_truths truths = __builtin_convertvector(*x != 0, bp_byte_truths);
    uint64_t bits;
    memcpy(&bits, &truths, sizeof bits);
    return bits;
}

// Rows of bytes along k, which are at least as many as a word has bits.
BP_INLINE TARGET void NAME(bits_of_bytes)(
    uint64_t *bits, const bp_byte_rows *a, ptrdiff_t row, ptrdiff_t col,
    ptrdiff_t rows, ptrdiff_t depth)
{
    for (ptrdiff_t r = row; r < row + rows; r++) {
        const uint8_t *bytes = a->bytes + (ptrdiff_t)a->index[r] * a->ld + col;
        for (ptrdiff_t l = 0; l < depth; l += WORD) {
            // The last ones overlap those before.
            const ptrdiff_t at = l + WORD <= depth ? l : depth - WORD;
            bp_bytes x;
            memcpy(&x, bytes + at, sizeof x);
            *bits++ = NAME(nonzero_bytes)(&x) >> (l - at);
        }
    }
}

// The bits of rows from the i-th of a part on. Those past its depth are zero. Bytes
// must lie along k, of which there must be at least WORD.
BP_INLINE TARGET void NAME(bits_of_rows)(
    uint64_t *bits, const NAME(part_of_a) *part, ptrdiff_t i, ptrdiff_t rows, ptrdiff_t depth)
{
    if (!part->a)
        NAME(bits_of_bytes)(bits, part->bytes, part->row + i, part->col, rows, depth);
    else if (part->trans)
        NAME(bits_across)(bits, part->a + i, part->lda, rows, depth);
    else
        NAME(bits_along)(bits, part->a + i * part->lda, part->lda, rows, depth);
}

#undef BITS_VECTORS

// Random factors for one instruction set and element type (see lanes.h): the generator Philox4x32-10
// (J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC '11), several
// blocks side by side.

enum { NAME(blocks_at_once) = 8 };

// A word of each block, in as many bits as a product of two has.
typedef uint64_t NAME(words) __attribute__((ext_vector_type(8)));
typedef uint64_t NAME(word_pairs) __attribute__((ext_vector_type(16)));
typedef uint32_t NAME(lane_words) __attribute__((ext_vector_type(LANES)));
typedef NAME(lane_words) NAME(lane_words_there) __attribute__((aligned(1), may_alias));

// The 32 words of the blocks from a position on.
BP_INLINE TARGET void NAME(philox)(const bp_philox *g, uint64_t position, uint32_t *to)
{
    const NAME(words) low = (NAME(words))(uint64_t)0xFFFFFFFF;
    const NAME(words) at = position + (NAME(words)){ 0, 1, 2, 3, 4, 5, 6, 7 };
    NAME(words) c0 = at & low, c1 = at >> 32;
    NAME(words) c2 = (NAME(words))(g->stream) & low, c3 = (NAME(words))(g->stream >> 32);
    uint32_t k0 = (uint32_t)g->key, k1 = (uint32_t)(g->key >> 32);
    BP_UNROLL for (int round = 0; round < 10; round++) {
        const NAME(words) a = c0 * (uint64_t)0xD2511F53, b = c2 * (uint64_t)0xCD9E8D57;
        c0 = (b >> 32) ^ c1 ^ (uint64_t)k0;
        c1 = b & low;
        c2 = (a >> 32) ^ c3 ^ (uint64_t)k1;
        c3 = a & low;
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    const NAME(words) front = c0 | c1 << 32, back = c2 | c3 << 32;
    const NAME(word_pairs) all = __builtin_shufflevector(
        front, back, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
    memcpy(to, &all, sizeof all);
}

static TARGET void NAME(random_factors)(
    ptrdiff_t n, const bp_philox *g, uint32_t limit, T kept, T *factors)
{
    enum { WORDS = 4 * NAME(blocks_at_once) };
    uint32_t words[WORDS];
    for (ptrdiff_t first = 0; first < n; first += WORDS) {
        NAME(philox)(g, g->position + (uint64_t)first / 4, words);
        const ptrdiff_t here = n - first < WORDS ? n - first : WORDS;
        BP_EACH(here,
            const NAME(lane_words) word = *(const NAME(lane_words_there) *)(words + i);
            const mask_vec is_below = __builtin_convertvector(word < (NAME(lane_words))limit, mask_vec);
            BP_PUT(factors + first, (vec)(~is_below & (mask_vec)(vec)kept));)
    }
}

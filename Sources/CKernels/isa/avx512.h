// The kernels for AVX-512: vectors of 64 bytes, 32 registers, masks for parts
// of vectors. Half vectors take half the time on processors that treat 64 bytes
// in two steps, so narrow tails use them.
//
// Included by a file for each element type, which are compiled side by side: one
// alone takes longer than all other kernels together.

#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF

#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")))

#define FAST_FMA 1
#define COLS_MAX 4
// The widest tiles have no more rows than they need for loads to take less time than
// multiply-adds: the fewer rows a tile has, the more zeros they share.
#define ROWS_OF(v) ((v) <= 2 ? 12 : (v) == 3 ? 8 : 4)
#define PACK_COLS 4
#define PACK_DEPTH 256
#define PACK_PANEL 524288
#define PACK_MIN_B 900000
#define PACK_MIN_ROWS 48
#define A_BLOCK 262144
#define APPEND_POSITIONS append_positions
#define PEAK_CHAINS 24
#define STRIP_LIST(X)                                                           \
    X(0, TAIL_HALF) X(0, TAIL_PART) X(1, TAIL_NONE)                             \
    X(1, TAIL_HALF) X(1, TAIL_PART) X(2, TAIL_NONE)                             \
    X(2, TAIL_HALF) X(2, TAIL_PART) X(3, TAIL_NONE)                             \
    X(3, TAIL_HALF) X(3, TAIL_PART) X(4, TAIL_NONE)

// The mask of the first n lanes.
BP_INLINE unsigned first_lanes(ptrdiff_t n)
{
    return (1u << n) - 1;
}

BP_INLINE TARGET ptrdiff_t append_positions(uint16_t *to, ptrdiff_t base, uint32_t bits)
{
    const __m512i all = _mm512_add_epi32(
        _mm512_set1_epi32((int)base),
        _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
    _mm256_storeu_si256(
        (__m256i *)to,
        _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32((__mmask16)bits, all)));
    return __builtin_popcount(bits);
}

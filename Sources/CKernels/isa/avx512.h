// The kernels for AVX-512: vectors of 64 bytes, 32 registers, masks for parts
// of vectors. Half vectors take half the time on processors that treat 64 bytes
// in two steps, so narrow tails use them.
//
// Included by a file for each element type, which are compiled side by side: one
// alone takes longer than all other kernels together.

#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF

#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma,bmi,popcnt")))

#define FAST_FMA 1
#define REGISTERS 32
#define BYTES_IN_TILES 1
#define OFFSET_VECTORS 4
#define STRIP_VECTORS 4
#define APPEND_POSITIONS append_positions
#define PEAK_CHAINS 24

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

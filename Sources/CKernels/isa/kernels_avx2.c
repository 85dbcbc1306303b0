// The kernels for AVX2 with FMA: vectors of 32 bytes, 16 registers.

#include "lanes.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF

#define TARGET __attribute__((target("avx2,fma,bmi,popcnt")))

#define FAST_FMA 1
#define REGISTERS 16
#define BYTES_IN_TILES 0
#define OFFSET_VECTORS 2
#define STRIP_VECTORS 3
#define APPEND_POSITIONS bp_append_positions
#define PEAK_CHAINS 12

// A masked load takes the lanes whose sign is set. Reading eight numbers
// from here, starting n before the zeros, gives the mask of the first n lanes.
// Masked stores are avoided: some processors need many cycles for one.
static const int32_t signs_32[16] = { -1, -1, -1, -1, -1, -1, -1, -1 };
static const int64_t signs_64[8] = { -1, -1, -1, -1 };

BP_INLINE TARGET __m256i first_lanes_32(ptrdiff_t n)
{
    return _mm256_loadu_si256((const __m256i *)(signs_32 + 8 - n));
}

BP_INLINE TARGET __m256i first_lanes_64(ptrdiff_t n)
{
    return _mm256_loadu_si256((const __m256i *)(signs_64 + 4 - n));
}

// Float

#define NAME(x) x##_f32_avx2
#define T float
#define FMA fmaf
#define MASK_T int32_t
#define TABLE_T bp_kernels_f32
#define PRODUCT_T bp_product_f32
#define LANES 8
#define HALF_LANES 0
#include "vectors.h"

BP_INLINE TARGET vec NAME(load_part)(const T *p, ptrdiff_t n)
{
    return (vec)_mm256_maskload_ps(p, first_lanes_32(n));
}

BP_INLINE TARGET void NAME(store_part)(T *p, vec x, ptrdiff_t n)
{
    if (n == LANES) {
        NAME(store)(p, x);
        return;
    }
    __m128 left = _mm256_castps256_ps128((__m256)x);
    if (n & 4) {
        _mm_storeu_ps(p, left);
        left = _mm256_extractf128_ps((__m256)x, 1);
        p += 4;
    }
    if (n & 2) {
        _mm_storel_pi((__m64 *)p, left);
        left = _mm_movehl_ps(left, left);
        p += 2;
    }
    if (n & 1)
        _mm_store_ss(p, left);
}

#include "no_half_vectors.h"
#include "kernels.h"

// Double

#define NAME(x) x##_f64_avx2
#define T double
#define FMA fma
#define MASK_T int64_t
#define TABLE_T bp_kernels_f64
#define PRODUCT_T bp_product_f64
#define LANES 4
#define HALF_LANES 0
#include "vectors.h"

BP_INLINE TARGET vec NAME(load_part)(const T *p, ptrdiff_t n)
{
    return (vec)_mm256_maskload_pd(p, first_lanes_64(n));
}

BP_INLINE TARGET void NAME(store_part)(T *p, vec x, ptrdiff_t n)
{
    if (n == LANES) {
        NAME(store)(p, x);
        return;
    }
    __m128d left = _mm256_castpd256_pd128((__m256d)x);
    if (n & 2) {
        _mm_storeu_pd(p, left);
        left = _mm256_extractf128_pd((__m256d)x, 1);
        p += 2;
    }
    if (n & 1)
        _mm_store_sd(p, left);
}

#include "no_half_vectors.h"
#include "kernels.h"

#endif

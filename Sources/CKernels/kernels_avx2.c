// The kernels for AVX2 with FMA: vectors of 32 bytes, 16 registers.

#include "lanes.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF

#define TARGET __attribute__((target("avx2,fma")))

#define COLS_MAX 2
#define ROWS_OF(v) 6
#define FEW_ROWS 2
#define PACK_COLS 2
#define PACK_DEPTH 256
#define PACK_ROWS 384
#define PACK_MIN_ROWS 64
#define PACK_MIN_COLS 128
#define PACK_MIN_DEPTH 32
#define STRIP_LIST(X)                                                           \
    X(0, TAIL_PART) X(1, TAIL_NONE) X(1, TAIL_PART) X(2, TAIL_NONE)

// A masked access takes the lanes whose sign is set. Reading eight numbers
// from here, starting n before the zeros, gives the mask of the first n lanes.
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
#define MASK_T int32_t
#define TABLE_T bp_kernels_f32
#define LANES 8
#define HALF_LANES 0
#include "vectors_template.h"

BP_INLINE TARGET vec NAME(load_part)(const T *p, ptrdiff_t n)
{
    return (vec)_mm256_maskload_ps(p, first_lanes_32(n));
}

BP_INLINE TARGET void NAME(store_part)(T *p, vec x, ptrdiff_t n)
{
    _mm256_maskstore_ps(p, first_lanes_32(n), (__m256)x);
}

#include "no_half_vectors.h"
#include "kernels_template.h"

// Double

#define NAME(x) x##_f64_avx2
#define T double
#define MASK_T int64_t
#define TABLE_T bp_kernels_f64
#define LANES 4
#define HALF_LANES 0
#include "vectors_template.h"

BP_INLINE TARGET vec NAME(load_part)(const T *p, ptrdiff_t n)
{
    return (vec)_mm256_maskload_pd(p, first_lanes_64(n));
}

BP_INLINE TARGET void NAME(store_part)(T *p, vec x, ptrdiff_t n)
{
    _mm256_maskstore_pd(p, first_lanes_64(n), (__m256d)x);
}

#include "no_half_vectors.h"
#include "kernels_template.h"

#endif

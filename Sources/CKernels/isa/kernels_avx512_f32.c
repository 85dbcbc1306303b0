// The kernels for AVX-512 and Float (see avx512.h).

#include "lanes.h"

#if defined(__x86_64__)

#include "avx512.h"

#define NAME(x) x##_f32_avx512
#define T float
#define FMA fmaf
#define MASK_T int32_t
#define TABLE_T bp_kernels_f32
#define PRODUCT_T bp_product_f32
#define LANES 16
#define HALF_LANES 8
#include "vectors.h"

BP_INLINE TARGET vec NAME(load_part)(const T *p, ptrdiff_t n)
{
    return (vec)_mm512_maskz_loadu_ps((__mmask16)first_lanes(n), p);
}

BP_INLINE TARGET void NAME(store_part)(T *p, vec x, ptrdiff_t n)
{
    _mm512_mask_storeu_ps(p, (__mmask16)first_lanes(n), (__m512)x);
}

BP_INLINE TARGET half_vec NAME(load_half_part)(const T *p, ptrdiff_t n)
{
    return (half_vec)_mm256_maskz_loadu_ps((__mmask8)first_lanes(n), p);
}

BP_INLINE TARGET void NAME(store_half_part)(T *p, half_vec x, ptrdiff_t n)
{
    _mm256_mask_storeu_ps(p, (__mmask8)first_lanes(n), (__m256)x);
}

#include "kernels.h"

#endif

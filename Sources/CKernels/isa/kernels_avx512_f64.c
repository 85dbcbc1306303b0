// The kernels for AVX-512 and Double (see avx512.h).

#include "lanes.h"

#if defined(__x86_64__)

#include "avx512.h"

#define NAME(x) x##_f64_avx512
#define T double
#define FMA fma
#define MASK_T int64_t
#define TABLE_T bp_kernels_f64
#define PRODUCT_T bp_product_f64
#define LANES 8
#define HALF_LANES 4
#include "vectors.h"

BP_INLINE TARGET vec NAME(load_part)(const T *p, ptrdiff_t n)
{
    return (vec)_mm512_maskz_loadu_pd((__mmask8)first_lanes(n), p);
}

BP_INLINE TARGET void NAME(store_part)(T *p, vec x, ptrdiff_t n)
{
    _mm512_mask_storeu_pd(p, (__mmask8)first_lanes(n), (__m512d)x);
}

BP_INLINE TARGET half_vec NAME(load_half_part)(const T *p, ptrdiff_t n)
{
    return (half_vec)_mm256_maskz_loadu_pd((__mmask8)first_lanes(n), p);
}

BP_INLINE TARGET void NAME(store_half_part)(T *p, half_vec x, ptrdiff_t n)
{
    _mm256_mask_storeu_pd(p, (__mmask8)first_lanes(n), (__m256d)x);
}

#include "kernels.h"

#endif

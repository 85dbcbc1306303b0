// The kernels for arm64: vectors of 16 bytes, 32 registers. The baseline of
// the architecture has all that is needed, so nothing is looked up.

#include "lanes.h"

#if defined(__aarch64__)

#pragma STDC FP_CONTRACT OFF

#define TARGET

#define FAST_FMA 1
#define REGISTERS 32
#define BYTES_IN_TILES 0
#define OFFSET_VECTORS 4
#define STRIP_VECTORS 4
#define APPEND_POSITIONS bp_append_positions
#define PEAK_CHAINS 24

// Float

#define NAME(x) x##_f32_neon
#define T float
#define FMA fmaf
#define MASK_T int32_t
#define TABLE_T bp_kernels_f32
#define PRODUCT_T bp_product_f32
#define LANES 4
#define HALF_LANES 0
#include "vectors.h"
#include "plain_parts.h"
#include "kernels.h"

// Double

#define NAME(x) x##_f64_neon
#define T double
#define FMA fma
#define MASK_T int64_t
#define TABLE_T bp_kernels_f64
#define PRODUCT_T bp_product_f64
#define LANES 2
#define HALF_LANES 0
#include "vectors.h"
#include "plain_parts.h"
#include "kernels.h"

#endif

// The kernels in plain C, for every processor: vectors of 16 bytes and small
// tiles, which compilers turn into whatever the baseline offers.

#include "lanes.h"

#pragma STDC FP_CONTRACT OFF

#define TARGET

#define FAST_FMA 0
#define REGISTERS 16
#define BYTES_IN_TILES 0
#define OFFSET_VECTORS 2
#define STRIP_VECTORS 2
#define APPEND_POSITIONS bp_append_positions
#define PEAK_CHAINS 12

// Float

#define NAME(x) x##_f32_portable
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

#define NAME(x) x##_f64_portable
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

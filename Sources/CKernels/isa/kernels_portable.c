// The kernels in plain C, for every processor: vectors of 16 bytes and small
// tiles, which compilers turn into whatever the baseline offers.

#include "lanes.h"

#pragma STDC FP_CONTRACT OFF

#define TARGET

#define FAST_FMA 0
#define COLS_MAX 2
#define ROWS_OF(v) 4
#define PACK_COLS 2
#define PACK_DEPTH 256
#define PACK_PANEL 131072
#define PACK_MIN_B 65536
#define PACK_MIN_ROWS 128
#define A_BLOCK 262144
#define APPEND_POSITIONS bp_append_positions
#define PEAK_CHAINS 12
#define STRIP_LIST(X)                                                           \
    X(0, TAIL_PART) X(1, TAIL_NONE) X(1, TAIL_PART) X(2, TAIL_NONE)

// Float

#define NAME(x) x##_f32_portable
#define T float
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
#define MASK_T int64_t
#define TABLE_T bp_kernels_f64
#define PRODUCT_T bp_product_f64
#define LANES 2
#define HALF_LANES 0
#include "vectors.h"
#include "plain_parts.h"
#include "kernels.h"

// All kernels for one instruction set and element type (see lanes.h), and the
// table of them. Ends by forgetting what was defined for the pair.

#include "bytes_template.h"
#include "bits_template.h"
#include "groups_template.h"
#include "zeros_template.h"
#include "tile_template.h"
#include "packing_template.h"
#include "gemm_template.h"
#include "loops_template.h"
#include "exp_log_template.h"
#include "peak_template.h"

const TABLE_T NAME(bp_kernels) = {
    .gemm = NAME(gemm),
    .gemm_scratch = NAME(gemm_scratch),
    .axpy = NAME(axpy),
    .fill = NAME(fill),
    .relu = NAME(relu),
    .relu_backward = NAME(relu_backward),
    .column_sums = NAME(column_sums),
    .row_sums = NAME(row_sums),
    .argmax = NAME(argmax),
    .exp = NAME(exp),
    .log1p = NAME(log1p),
    .gather_bytes = NAME(gather_bytes),
    .fma_peak = NAME(fma_peak),
};

#undef vec
#undef half_vec
#undef mask_vec
#undef byte_vec
#undef NAME
#undef T
#undef MASK_T
#undef TABLE_T
#undef LANES
#undef HALF_LANES

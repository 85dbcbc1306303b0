// All kernels for one instruction set and element type (see lanes.h), and the
// table of them. Ends by forgetting what was defined for the pair.

#include "../product/bytes.h"
#include "../product/bits.h"
#include "../product/groups.h"
#include "../product/zeros.h"
#include "../product/tile.h"
#include "../product/packing.h"
#include "../product/gemm.h"
#include "../product/convolution.h"
#include "../loops/loops.h"
#include "../loops/exp_log.h"
#include "../loops/pooling.h"
#include "../loops/peak.h"

static TARGET void NAME(product)(const PRODUCT_T *p, const bp_caches *caches, T *scratch)
{
    (void)caches;
    NAME(gemm)(p->m, p->n, p->k, p->trans_a, p->trans_b, p->a, p->lda, p->a_bytes, p->b, p->ldb, p->c, p->ldc,
               p->bias, p->scale, scratch);
}

static ptrdiff_t NAME(product_scratch)(const PRODUCT_T *p, const bp_caches *caches)
{
    (void)caches;
    return NAME(gemm_scratch)(p->m, p->n, p->k, p->trans_a, p->trans_b, p->ldb, p->a_bytes != NULL);
}

const TABLE_T NAME(bp_kernels) = {
    .product = NAME(product),
    .product_scratch = NAME(product_scratch),
    .convolve = NAME(convolve),
    .convolve_by_input = NAME(convolve_by_input),
    .convolve_by_weight = NAME(convolve_by_weight),
    .convolution_scratch = NAME(convolution_scratch),
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
    .max_pool = NAME(max_pool),
    .max_pool_backward = NAME(max_pool_backward),
    .average_pool = NAME(average_pool),
    .average_pool_backward = NAME(average_pool_backward),
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
#undef PRODUCT_T
#undef LANES
#undef HALF_LANES

// All kernels for one instruction set and element type (see lanes.h), and the
// table of them. Ends by forgetting what was defined for the pair.

#include "../product/source.h"
#include "../product/skip.h"
#include "../product/tile.h"
#include "../product/pack.h"
#include "../product/plan.h"
#include "../product/product.h"
#include "../loops/each.h"
#include "../loops/sums.h"
#include "../convolution/sizes.h"
#include "../convolution/pixels.h"
#include "../convolution/filters.h"
#include "../convolution/points.h"
#include "../convolution/winograd.h"
#include "../convolution/lines.h"
#include "../convolution/few_taps.h"
#include "../convolution/depthwise.h"
#include "../convolution/forward.h"
#include "../convolution/by_input.h"
#include "../convolution/by_sixteenths.h"
#include "../convolution/by_weight.h"
#include "../convolution/scratch.h"
#include "../loops/elementwise.h"
#include "../loops/argmax.h"
#include "../loops/exp_log.h"
#include "../loops/bounded.h"
#include "../loops/activations.h"
#include "../loops/updates.h"
#include "../loops/pooling.h"
#include "../loops/philox.h"
#include "../loops/normalize.h"
#include "../loops/peak.h"

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
    .leaky_relu = NAME(leaky_relu),
    .leaky_relu_backward = NAME(leaky_relu_backward),
    .column_sums = NAME(column_sums),
    .row_sums = NAME(row_sums),
    .argmax = NAME(argmax),
    .exp = NAME(exp),
    .log1p = NAME(log1p),
    .tanh = NAME(tanh),
    .sigmoid = NAME(sigmoid),
    .erf = NAME(erf),
    .tanh_backward = NAME(tanh_backward),
    .sigmoid_backward = NAME(sigmoid_backward),
    .gelu = NAME(gelu),
    .gelu_backward = NAME(gelu_backward),
    .silu = NAME(silu),
    .silu_backward = NAME(silu_backward),
    .softplus = NAME(softplus),
    .softplus_backward = NAME(softplus_backward),
    .column_products = NAME(column_products),
    .row_products = NAME(row_products),
    .sgd = NAME(sgd),
    .adagrad = NAME(adagrad),
    .rmsprop = NAME(rmsprop),
    .adam = NAME(adam),
    .gather_bytes = NAME(gather_bytes),
    .max_pool = NAME(max_pool),
    .max_pool_backward = NAME(max_pool_backward),
    .average_pool = NAME(average_pool),
    .average_pool_backward = NAME(average_pool_backward),
    .random_factors = NAME(random_factors),
    .normalize_rows = NAME(normalize_rows),
    .scale_rows = NAME(scale_rows),
    .spread_rows = NAME(spread_rows),
    .fma_peak = NAME(fma_peak),
};

#undef vec
#undef half_vec
#undef mask_vec
#undef byte_vec
#undef NAME
#undef T
#undef FMA
#undef MASK_T
#undef TABLE_T
#undef PRODUCT_T
#undef LANES
#undef HALF_LANES

// The sizes of a pooling.

#ifndef BP_POOLING_H
#define BP_POOLING_H

#include <stdbool.h>
#include <stddef.h>

/// Windows that move over planes x, (planes, height, width), each giving an element of y,
/// (planes, out_height, out_width), all without gaps.
///
/// The window of y[p, i, j] covers the rows from i*stride_y - pad_top and the columns from
/// j*stride_x - pad_left on, as far as they lie in x: at least one of each does. At the
/// lower and the right edge that follows from out_height and out_width. A window has at
/// most 2^24 elements.
typedef struct bp_pooling {
    ptrdiff_t height, width;
    ptrdiff_t out_height, out_width;
    ptrdiff_t window_height, window_width;
    ptrdiff_t stride_y, stride_x;
    ptrdiff_t pad_top, pad_left;
    /// Whether a mean is taken over the whole window; else over what of it lies in x.
    bool counts_padding;
} bp_pooling;

#endif

// The sizes of a convolution.

#ifndef BP_CONVOLUTION_H
#define BP_CONVOLUTION_H

#include <stdbool.h>
#include <stddef.h>

/// A convolution of images x, (images, channels, height, width), with weights w,
/// (filters, channels / groups, kernel_height, kernel_width), to y, (images,
/// filters, out_height, out_width), all without gaps. It is a correlation, as in
/// all networks: nothing is flipped.
///
/// y[n, o, i, j] reads x[n, c, i*stride_y + u*dilation_y - pad_top,
/// j*stride_x + v*dilation_x - pad_left] for each channel c of o's group and each
/// element (u, v) of the kernel. What lies outside of x counts as zeros; at the
/// lower and the right edge that follows from out_height and out_width.
///
/// Filters and channels are multiples of `groups`; filter o belongs to group
/// o / (filters / groups). Strides and dilations are at least 1, pads at least 0.
typedef struct bp_convolution {
    ptrdiff_t images, groups;
    ptrdiff_t channels, height, width;
    ptrdiff_t filters, out_height, out_width;
    ptrdiff_t kernel_height, kernel_width;
    ptrdiff_t stride_y, stride_x;
    ptrdiff_t dilation_y, dilation_x;
    ptrdiff_t pad_top, pad_left;
} bp_convolution;

/// The part of a convolution that one call computes: images and, of the result,
/// channels or filters from the first on. Of several groups all channels, since a
/// call computes the groups one after the other. Pointers are to the whole operands and
/// results all the same.
typedef struct bp_convolution_part {
    ptrdiff_t first_image, images;
    ptrdiff_t first_channel, channels;
} bp_convolution_part;

/// Whether a convolution is computed by Winograd's minimal filtering, whose elements are other
/// sums (see `convolve`). That depends on the sizes of an image and its filters alone, so that
/// neither the number of images nor the machine changes any bit.
static inline bool bp_convolution_by_squares(const bp_convolution *v)
{
    return v->kernel_height == 3 && v->kernel_width == 3 && v->stride_y == 1 && v->stride_x == 1
        && v->dilation_y == 1 && v->dilation_x == 1
        && v->channels / v->groups >= 8 && v->filters / v->groups >= 8
        && v->height >= 5 && v->width >= 5 && v->out_height >= 5 && v->out_width >= 5;
}

/// Whether y is computed by Winograd's minimal filtering along columns, whose elements are other sums (see
/// `convolve`): where kernels are 5 × 5, of few channels, there are enough filters to share what is done once
/// to an image, and enough pixels to fill vectors and lines. Of many channels the weights' points would be
/// read from too far away. That, too, depends on sizes alone.
static inline bool bp_convolution_by_lines(const bp_convolution *v)
{
    return v->kernel_height == 5 && v->kernel_width == 5 && v->stride_y == 1 && v->stride_x == 1
        && v->dilation_y == 1 && v->dilation_x == 1
        && v->channels / v->groups >= 1 && v->channels / v->groups <= 4 && v->filters / v->groups >= 8
        && v->out_height >= 12 && v->out_width >= 12;
}

/// Whether each element of the derivative by the weights is sixteen sums (see `convolve_by_weight`):
/// where filters have few taps, more than one, and pixels fill the sums. That, too, depends on the
/// sizes of an image and its filters alone. Fifty taps are a kernel of 7 × 7 for a channel, or of
/// 5 × 5 for two; with 54 (six channels, 3 × 3) AVX2 took a sixth longer than by one sum. The
/// number is part of what is computed: another one makes other bits.
static inline bool bp_convolution_by_sixteenths(const bp_convolution *v)
{
    return v->stride_y == 1 && v->stride_x == 1 && v->kernel_height * v->kernel_width > 1
        && v->channels / v->groups * v->kernel_height * v->kernel_width <= 50
        && v->out_height * v->out_width >= 16;
}

#endif

// Convolutions for one instruction set and element type (see lanes.h): plain loops,
// each element as its definition says.

// Element (n, c, row, column) of images, 0 outside of them.
BP_INLINE TARGET T NAME(pixel)(
    const T *images, ptrdiff_t n, ptrdiff_t c, ptrdiff_t row, ptrdiff_t column,
    ptrdiff_t channels, ptrdiff_t height, ptrdiff_t width)
{
    if (row < 0 || row >= height || column < 0 || column >= width)
        return (T)0;
    return images[((n * channels + c) * height + row) * width + column];
}

static TARGET void NAME(convolve)(
    const bp_convolution *s, const bp_convolution_part *part, const bp_caches *caches,
    const T *x, const T *w, const T *bias, T *y, T *scratch)
{
    (void)caches, (void)scratch;
    const ptrdiff_t depth = s->channels / s->groups, breadth = s->filters / s->groups;
    for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
        for (ptrdiff_t o = part->first_channel; o < part->first_channel + part->channels; o++)
            for (ptrdiff_t i = 0; i < s->out_height; i++)
                for (ptrdiff_t j = 0; j < s->out_width; j++) {
                    const T *weight = w + o * depth * s->kernel_height * s->kernel_width;
                    T acc = 0;
                    for (ptrdiff_t c = 0; c < depth; c++)
                        for (ptrdiff_t u = 0; u < s->kernel_height; u++)
                            for (ptrdiff_t v = 0; v < s->kernel_width; v++)
                                acc = __builtin_elementwise_fma(*weight++, NAME(pixel)(
                                    x, n, o / breadth * depth + c,
                                    i * s->stride_y + u * s->dilation_y - s->pad_top,
                                    j * s->stride_x + v * s->dilation_x - s->pad_left,
                                    s->channels, s->height, s->width), acc);
                    acc += (T)0;
                    if (bias)
                        acc += bias[o];
                    y[((n * s->filters + o) * s->out_height + i) * s->out_width + j] = acc;
                }
}

static TARGET void NAME(convolve_by_input)(
    const bp_convolution *s, const bp_convolution_part *part, const bp_caches *caches,
    const T *w, const T *dy, T *dx, T *scratch)
{
    (void)caches, (void)scratch;
    const ptrdiff_t depth = s->channels / s->groups, breadth = s->filters / s->groups;
    for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
        for (ptrdiff_t c = part->first_channel; c < part->first_channel + part->channels; c++)
            for (ptrdiff_t row = 0; row < s->height; row++)
                for (ptrdiff_t column = 0; column < s->width; column++) {
                    T acc = 0;
                    for (ptrdiff_t o = c / depth * breadth; o < (c / depth + 1) * breadth; o++)
                        for (ptrdiff_t u = 0; u < s->kernel_height; u++)
                            for (ptrdiff_t v = 0; v < s->kernel_width; v++) {
                                const ptrdiff_t down = row + s->pad_top - u * s->dilation_y;
                                const ptrdiff_t right = column + s->pad_left - v * s->dilation_x;
                                if (down % s->stride_y != 0 || right % s->stride_x != 0)
                                    continue;
                                acc = __builtin_elementwise_fma(
                                    w[((o * depth + c % depth) * s->kernel_height + u) * s->kernel_width + v],
                                    NAME(pixel)(dy, n, o, down / s->stride_y, right / s->stride_x,
                                        s->filters, s->out_height, s->out_width), acc);
                            }
                    dx[((n * s->channels + c) * s->height + row) * s->width + column] = acc + (T)0;
                }
}

static TARGET void NAME(convolve_by_weight)(
    const bp_convolution *s, const bp_convolution_part *part, const bp_caches *caches,
    const T *x, const T *dy, T *dw, T *scratch)
{
    (void)caches, (void)scratch;
    const ptrdiff_t depth = s->channels / s->groups, breadth = s->filters / s->groups;
    for (ptrdiff_t o = part->first_channel; o < part->first_channel + part->channels; o++)
        for (ptrdiff_t c = 0; c < depth; c++)
            for (ptrdiff_t u = 0; u < s->kernel_height; u++)
                for (ptrdiff_t v = 0; v < s->kernel_width; v++) {
                    T acc = 0;
                    for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
                        for (ptrdiff_t i = 0; i < s->out_height; i++)
                            for (ptrdiff_t j = 0; j < s->out_width; j++)
                                acc = __builtin_elementwise_fma(
                                    dy[((n * s->filters + o) * s->out_height + i) * s->out_width + j],
                                    NAME(pixel)(x, n, o / breadth * depth + c,
                                        i * s->stride_y + u * s->dilation_y - s->pad_top,
                                        j * s->stride_x + v * s->dilation_x - s->pad_left,
                                        s->channels, s->height, s->width), acc);
                    dw[((o * depth + c) * s->kernel_height + u) * s->kernel_width + v] = acc + (T)0;
                }
}

static ptrdiff_t NAME(convolution_scratch)(
    const bp_convolution *s, const bp_convolution_part *part, const bp_caches *caches)
{
    (void)s, (void)part, (void)caches;
    return 0;
}

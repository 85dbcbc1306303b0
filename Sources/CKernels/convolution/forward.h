// A convolution's result, for one instruction set and element type (see lanes.h).

static TARGET void NAME(convolve)(
    const bp_convolution *v, const bp_convolution_part *part, const bp_caches *caches,
    const T *x, const T *w, const T *bias, T *y, T *scratch)
{
    const NAME(sizes) size = NAME(sizes_of)(v);
    scratch = NAME(aligned)(scratch);
    const ptrdiff_t rows = NAME(rows_of_part)(v, part), image = v->height * v->width;
    const NAME(planes) p = NAME(forward_planes)(v, &size, rows, caches);
    if (bp_convolution_by_squares(v)) {
        const NAME(squares) q = NAME(squares_of)(NAME(source_of_x)(v, &size), rows, part->images, false, caches);
        for (ptrdiff_t g = 0; g < v->groups; g++) {
            const ptrdiff_t filter = g * size.filters + part->first_channel;
            NAME(convolve_squares)(
                &q, scratch, x + (part->first_image * v->channels + g * size.channels) * image, v->channels * image,
                w + filter * size.depth, size.depth, WINDOW, false, bias ? bias + filter : NULL, rows,
                y + (part->first_image * v->filters + filter) * size.pixels, v->filters * size.pixels, part->images);
        }
        return;
    }
    const NAME(depthwise) d = NAME(depthwise_of_y)(v, &size);
    if (NAME(goes_depthwise)(v, &size, &d, caches)) {
        NAME(convolve_depthwise)(&d, v, part, false, x, w, bias, y, scratch);
        return;
    }
    if (bp_convolution_by_lines(v)) {
        const NAME(lines) l = NAME(lines_of)(NAME(source_of_x)(v, &size), rows, caches);
        for (ptrdiff_t g = 0; g < v->groups; g++) {
            const ptrdiff_t filter = g * size.filters + part->first_channel;
            NAME(convolve_lines)(
                &l, scratch, x + (part->first_image * v->channels + g * size.channels) * image, v->channels * image,
                w + filter * size.depth, bias ? bias + filter : NULL, rows,
                y + (part->first_image * v->filters + filter) * size.pixels, v->filters * size.pixels, part->images);
        }
        return;
    }
    const NAME(across) across = NAME(across_of)(NAME(source_of_x)(v, &size), size.depth, rows, caches);
    if (across.used && !NAME(is_product)(v, &size)) {
        int32_t *taps = (int32_t *)(scratch + across.taps);
        for (ptrdiff_t k = 0; k < size.depth; k++)
            taps[k] = (int32_t)((k / size.kernel * across.source.height
                + k % size.kernel / v->kernel_width * v->dilation_y) * across.source.pitch
                + k % v->kernel_width * v->dilation_x);
        for (ptrdiff_t g = 0; g < v->groups; g++) {
            const ptrdiff_t filter = g * size.filters + part->first_channel;
            NAME(pack_weights)(&across, scratch, w + filter * size.depth, size.depth, 1, size.depth, 0);
            for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
                NAME(convolve_across)(&across, scratch, x + (n * v->channels + g * size.channels) * image,
                                      bias ? bias + filter : NULL, y + (n * v->filters + filter) * size.pixels);
        }
        return;
    }
    int32_t *taps = (int32_t *)(scratch + p.size);
    for (ptrdiff_t k = 0; k < size.depth; k++) {
        const ptrdiff_t c = k / size.kernel, u = k % size.kernel / v->kernel_width * v->dilation_y;
        const ptrdiff_t column = k % v->kernel_width, z = p.by_column ? 0 : column * v->dilation_x;
        const ptrdiff_t plane = u % v->stride_y * p.across + (p.by_column ? column : z % v->stride_x);
        taps[k] = (int32_t)(c * p.channel + (plane * p.height + u / v->stride_y) * p.pitch + z / v->stride_x);
    }
    for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
        for (ptrdiff_t g = 0; g < v->groups; g++) {
            const ptrdiff_t filter = g * size.filters + part->first_channel;
            const T *from = x + (n * v->channels + g * size.channels) * image;
            T *to = y + (n * v->filters + filter) * size.pixels;
            if (NAME(is_product)(v, &size)) {
                const PRODUCT_T product = {
                    .m = rows, .n = image, .k = size.depth, .a = w + filter * size.depth, .lda = size.depth,
                    .b = from, .ldb = image, .c = to, .ldc = image,
                };
                NAME(product_with)(&product, bias ? bias + filter : NULL, caches, scratch);
                continue;
            }
            for (ptrdiff_t i = 0; i < v->out_height; i += p.rows) {
                if (!p.direct)
                    NAME(fill_planes)(scratch, v, &size, &p, from, i);
                NAME(strip) s = {
                    .rows = rows, .depth = size.depth, .a = w + filter * size.depth, .a_row = size.depth,
                    .a_k = 1, .b = p.direct ? from : scratch, .k_in_b = taps, .c = to + i * v->out_width,
                    .ldc = size.pixels, .row_bias = bias ? bias + filter : NULL,
                };
                const ptrdiff_t here = v->out_height - i < p.rows ? v->out_height - i : p.rows;
                if (p.by_column && size.depth == FEW_TAPS && NAME(taps_by_rows)(v))
                    NAME(few_taps_by_rows)(&s, here, v->out_width);
                else if (p.by_column && size.depth == FEW_TAPS)
                    NAME(few_taps)(&s, here * v->out_width);
                else if (p.by_column)
                    NAME(run_grid)(&s, 1, here * v->out_width, 0, 0, 1);
                else
                    NAME(run_grid)(&s, here, v->out_width, p.pitch, v->out_width, 1);
            }
        }
}

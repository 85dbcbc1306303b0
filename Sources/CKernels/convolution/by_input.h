// A convolution's gradient by its input, for one instruction set and element type (see lanes.h).
//
// It is a convolution of dy. A stride leaves each pixel of x only the taps that meet it:
// those pixels which have the same taps are a product of their own.

// Where a pixel of x meets those of dy, in one direction. Pixel x, seen from the padding's
// edge at x + pad = place + stride * t, is met by the taps u with u * dilation = place +
// stride * e, at t - e of dy.
typedef struct {
    ptrdiff_t kernel, stride, dilation, pad, length;
    ptrdiff_t reach;       // the largest e
} NAME(axis);

BP_INLINE NAME(axis) NAME(axis_of)(
    ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t dilation, ptrdiff_t pad, ptrdiff_t length)
{
    return (NAME(axis)) { kernel, stride, dilation, pad, length, (kernel - 1) * dilation / stride };
}

// The first t of a place whose pixel isn't in the padding before, or in that after x.
BP_INLINE ptrdiff_t NAME(first_t)(const NAME(axis) *a, ptrdiff_t place)
{
    return a->pad > place ? (a->pad - place + a->stride - 1) / a->stride : 0;
}

BP_INLINE ptrdiff_t NAME(end_t)(const NAME(axis) *a, ptrdiff_t place)
{
    const ptrdiff_t end = a->pad + a->length - place;
    return end > 0 ? (end + a->stride - 1) / a->stride : 0;
}

// How many places have pixels: those of the first ones of x, until they come again.
BP_INLINE ptrdiff_t NAME(places_of)(const NAME(axis) *a)
{
    return a->stride < a->length ? a->stride : a->length;
}

// The taps of a place.
static ptrdiff_t NAME(taps_of)(const NAME(axis) *a, ptrdiff_t place, int32_t *taps)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t u = 0; u < a->kernel; u++)
        if (u * a->dilation % a->stride == place)
            taps[n++] = (int32_t)u;
    return n;
}

typedef struct {
    NAME(axis) y, x;
    ptrdiff_t first_y, first_x, end_y, end_x; // of all t
    ptrdiff_t rows, pitch, channel; // of the planes of dy
    ptrdiff_t weights, offsets, end; // in the scratch memory
} NAME(by_input);

static NAME(by_input) NAME(by_input_of)(
    const bp_convolution *v, const NAME(sizes) *s, ptrdiff_t rows, const bp_caches *caches)
{
    NAME(by_input) b = {
        .y = NAME(axis_of)(v->kernel_height, v->stride_y, v->dilation_y, v->pad_top, v->height),
        .x = NAME(axis_of)(v->kernel_width, v->stride_x, v->dilation_x, v->pad_left, v->width),
    };
    b.first_y = NAME(first_t)(&b.y, v->stride_y - 1);
    b.first_x = NAME(first_t)(&b.x, v->stride_x - 1);
    b.end_y = NAME(end_t)(&b.y, 0);
    b.end_x = NAME(end_t)(&b.x, 0);
    b.pitch = b.end_x - b.first_x + b.x.reach;
    b.rows = NAME(rows_that_fit)(
        caches, s->filters * b.pitch, s->filters * b.pitch * b.y.reach, b.end_y - b.first_y);
    b.channel = (b.rows + b.y.reach) * b.pitch;
    b.weights = s->filters * b.channel + STRIP_VECTORS * LANES;
    b.offsets = b.weights + rows * s->filters * s->kernel;
    const ptrdiff_t offsets = (s->filters * s->kernel + v->kernel_height + v->kernel_width)
        * (ptrdiff_t)sizeof(int32_t);
    b.end = b.offsets + offsets / (ptrdiff_t)sizeof(T) + 2;
    return b;
}

static NAME(across) NAME(dx_across)(
    const bp_convolution *v, const NAME(sizes) *s, ptrdiff_t channels, const bp_caches *caches)
{
    NAME(across) across = NAME(across_of)(NAME(source_of_dy)(v, s), s->filters * s->kernel, channels, caches);
    across.used &= v->stride_y == 1 && v->stride_x == 1;
    return across;
}

static TARGET void NAME(convolve_by_input)(
    const bp_convolution *v, const bp_convolution_part *part, const bp_caches *caches,
    const T *w, const T *dy, T *dx, T *scratch)
{
    const NAME(sizes) size = NAME(sizes_of)(v);
    const ptrdiff_t rows = NAME(rows_of_part)(v, part), image = v->height * v->width;
    const NAME(by_input) b = NAME(by_input_of)(v, &size, rows, caches);
    scratch = NAME(aligned)(scratch);
    if (bp_convolution_by_squares(v)) {
        const NAME(squares) q = NAME(squares_of)(NAME(source_of_dy)(v, &size), rows, part->images, false, caches);
        for (ptrdiff_t g = 0; g < v->groups; g++) {
            const ptrdiff_t channel = g * size.channels + part->first_channel;
            NAME(convolve_squares)(
                &q, scratch, dy + (part->first_image * v->filters + g * size.filters) * size.pixels,
                v->filters * size.pixels, w + (g * size.filters * size.channels + part->first_channel) * WINDOW,
                WINDOW, size.depth, true, NULL, rows,
                dx + (part->first_image * v->channels + channel) * image, v->channels * image, part->images);
        }
        return;
    }
    const NAME(depthwise) d = NAME(depthwise_of_dx)(v, &size);
    if (NAME(goes_depthwise)(v, &size, &d, caches)) {
        NAME(convolve_depthwise)(&d, v, part, true, dy, w, NULL, dx, scratch);
        return;
    }
    const NAME(across) across = NAME(dx_across)(v, &size, rows, caches);
    if (across.used && !NAME(is_product)(v, &size)) {
        int32_t *taps = (int32_t *)(scratch + across.taps);
        for (ptrdiff_t k = 0; k < across.depth; k++) {
            const ptrdiff_t u = k % size.kernel / v->kernel_width, z = k % v->kernel_width;
            taps[k] = (int32_t)((k / size.kernel * across.source.height + size.reach_y - u * v->dilation_y)
                * across.source.pitch + size.reach_x - z * v->dilation_x);
        }
        for (ptrdiff_t g = 0; g < v->groups; g++) {
            const ptrdiff_t channel = g * size.channels + part->first_channel;
            NAME(pack_weights)(&across, scratch, w + (g * size.filters * size.channels + part->first_channel)
                * size.kernel, size.kernel, size.filters, size.kernel, size.depth);
            for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
                NAME(convolve_across)(&across, scratch, dy + (n * v->filters + g * size.filters) * size.pixels,
                                      NULL, dx + (n * v->channels + channel) * image);
        }
        return;
    }
    int32_t *offsets = (int32_t *)(scratch + b.offsets);
    int32_t *taps_y = offsets + size.filters * size.kernel, *taps_x = taps_y + v->kernel_height;
    if (NAME(is_product)(v, &size)) {
        for (ptrdiff_t i = 0; i < part->images * v->groups; i++) {
            const ptrdiff_t n = part->first_image + i / v->groups, g = i % v->groups;
            const PRODUCT_T product = {
                .m = rows, .n = image, .k = size.filters, .trans_a = true,
                .a = w + g * size.filters * size.channels + part->first_channel, .lda = size.channels,
                .b = dy + (n * v->filters + g * size.filters) * image, .ldb = image,
                .c = dx + (n * v->channels + g * size.channels + part->first_channel) * image, .ldc = image,
            };
            NAME(product)(&product, caches, scratch);
        }
        return;
    }
    const NAME(source) upstream = {
        .channels = size.filters, .image_height = v->out_height, .image_width = v->out_width,
        .pad_top = b.y.reach, .pad_left = b.x.reach - b.first_x, .stride_y = 1,
        .height = b.rows + b.y.reach, .pitch = b.pitch,
    };
    const ptrdiff_t places_x = NAME(places_of)(&b.x), places = NAME(places_of)(&b.y) * places_x;
    for (ptrdiff_t g = 0; g < v->groups; g++)
        for (ptrdiff_t place = 0; place < places; place++) {
            const ptrdiff_t place_y = (v->pad_top + place / places_x) % v->stride_y;
            const ptrdiff_t place_x = (v->pad_left + place % places_x) % v->stride_x;
            const ptrdiff_t from_y = NAME(first_t)(&b.y, place_y), end_y = NAME(end_t)(&b.y, place_y);
            const ptrdiff_t from_x = NAME(first_t)(&b.x, place_x), end_x = NAME(end_t)(&b.x, place_x);
            const ptrdiff_t high = NAME(taps_of)(&b.y, place_y, taps_y);
            const ptrdiff_t wide = NAME(taps_of)(&b.x, place_x, taps_x);
            const ptrdiff_t depth = size.filters * high * wide;
            ptrdiff_t k = 0;
            for (ptrdiff_t o = 0; o < size.filters; o++)
                for (ptrdiff_t i = 0; i < high; i++)
                    for (ptrdiff_t j = 0; j < wide; j++) {
                        // From the corner of what t = first reads.
                        const ptrdiff_t e = taps_y[i] * v->dilation_y / v->stride_y;
                        const ptrdiff_t f = taps_x[j] * v->dilation_x / v->stride_x;
                        offsets[k++] = (int32_t)(o * b.channel + (b.y.reach - e) * b.pitch + b.x.reach - f);
                    }
            // Weights with a row for each channel.
            T *weights = scratch + b.weights;
            for (ptrdiff_t o = 0; o < size.filters; o++)
                for (ptrdiff_t c = 0; c < rows; c++) {
                    const T *from = w + ((g * size.filters + o) * size.channels + part->first_channel + c)
                        * size.kernel;
                    T *to = weights + c * depth + o * high * wide;
                    if (high * wide == size.kernel) {
                        NAME(copy_elements)(to, from, size.kernel);
                        continue;
                    }
                    for (ptrdiff_t i = 0; i < high; i++)
                        for (ptrdiff_t j = 0; j < wide; j++)
                            *to++ = from[taps_y[i] * v->kernel_width + taps_x[j]];
                }
            for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++) {
                const ptrdiff_t channel = n * v->channels + g * size.channels + part->first_channel;
                const T *planes = dy + (n * v->filters + g * size.filters) * size.pixels;
                for (ptrdiff_t t = b.first_y; t < b.end_y; t += b.rows) {
                    // Pixels that no tap meets are zeros.
                    if (depth > 0)
                        NAME(fill_source)(scratch, &upstream, planes, t);
                    const ptrdiff_t first = from_y > t ? from_y : t;
                    const ptrdiff_t end = end_y < t + b.rows ? end_y : t + b.rows;
                    NAME(strip) s = {
                        .rows = rows, .depth = depth, .a = weights, .a_row = depth, .a_k = 1,
                        .b = scratch + (first - t) * b.pitch + from_x - b.first_x, .k_in_b = offsets,
                        .c = dx + channel * image + (place_y + first * v->stride_y - v->pad_top) * v->width
                            + place_x + from_x * v->stride_x - v->pad_left,
                        .ldc = image,
                    };
                    NAME(run_grid)(&s, end - first, end_x - from_x, b.pitch, v->stride_y * v->width, v->stride_x);
                }
            }
        }
}

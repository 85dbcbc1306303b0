// A convolution's gradient by its weights, for one instruction set and element type (see lanes.h).
//
// Rows are taps, columns are filters, and k are the pixels of all images. A tile reads
// single numbers of the image at an offset for each pixel (`k_in_a` in tile.h) from where
// its row begins (`a_at`), and B is dy, transposed.

// How a weight's gradient goes through the images: so many at a time, or so many rows of one.
typedef struct {
    NAME(source) x;
    ptrdiff_t images, rows, pixels;
    ptrdiff_t width;       // of a row of the result, whole vectors
    ptrdiff_t size;        // of an image's copy
    ptrdiff_t result, dy, tables, end; // in the scratch memory
} NAME(by_weight);

static NAME(by_weight) NAME(by_weight_of)(
    const bp_convolution *v, const NAME(sizes) *s, ptrdiff_t filters, const bp_caches *caches)
{
    NAME(by_weight) b = { .x = NAME(source_of_x)(v, s), .images = 1, .width = (filters + LANES - 1) / LANES * LANES };
    b.rows = NAME(place_source)(&b.x, b.width * v->out_width, caches);
    if (b.rows == v->out_height && s->pixels > 0 && s->pixels < MIN_PIXELS)
        b.images = (MIN_PIXELS + s->pixels - 1) / s->pixels;
    b.size = s->inside ? v->channels * v->height * v->width : s->channels * b.x.height * b.x.pitch;
    // Offsets must reach all of the images, too.
    if (b.images > INT32_MAX / NAME(largest)(b.size, 1))
        b.images = NAME(largest)(INT32_MAX / NAME(largest)(b.size, 1), 1);
    b.pixels = b.images * b.rows * v->out_width;
    b.result = s->inside ? 0 : b.images * b.size + LANES;
    b.dy = b.result + s->depth * b.width;
    b.tables = (b.dy + b.pixels * b.width + 15) / 16 * 16;
    const ptrdiff_t tables = s->depth * (ptrdiff_t)sizeof(ptrdiff_t) + b.pixels * (ptrdiff_t)sizeof(int32_t);
    b.end = b.tables + tables / (ptrdiff_t)sizeof(T) + 1;
    return b;
}

static TARGET void NAME(convolve_by_weight)(
    const bp_convolution *v, const bp_convolution_part *part, const bp_caches *caches,
    const T *x, const T *dy, T *dw, T *scratch)
{
    const NAME(sizes) size = NAME(sizes_of)(v);
    const ptrdiff_t filters = NAME(rows_of_part)(v, part), image = v->height * v->width;
    const NAME(by_weight) b = NAME(by_weight_of)(v, &size, filters, caches);
    scratch = NAME(aligned)(scratch);
    if (bp_convolution_by_squares(v)) {
        const NAME(squares) q = NAME(squares_of)(NAME(source_of_x)(v, &size), filters, part->images, true, caches);
        for (ptrdiff_t g = 0; g < v->groups; g++) {
            const ptrdiff_t filter = g * size.filters + part->first_channel;
            NAME(weights_by_squares)(
                &q, scratch, x + (part->first_image * v->channels + g * size.channels) * image, v->channels * image,
                dy + (part->first_image * v->filters + filter) * size.pixels, v->filters * size.pixels, filters,
                dw + filter * size.depth, part->images);
        }
        return;
    }
    if (bp_convolution_by_sixteenths(v)) {
        NAME(weights_by_sixteenths)(v, &size, part, caches, x, dy, dw, scratch);
        return;
    }
    T *result = scratch + b.result, *upstream = scratch + b.dy;
    ptrdiff_t *taps = (ptrdiff_t *)(scratch + b.tables);
    int32_t *pixels = (int32_t *)(taps + size.depth);
    for (ptrdiff_t k = 0; k < size.depth; k++)
        taps[k] = (k / size.kernel * b.x.height + k % size.kernel / v->kernel_width * v->dilation_y) * b.x.pitch
            + k % v->kernel_width * v->dilation_x;
    for (ptrdiff_t m = 0, j = 0; m < b.images; m++)
        for (ptrdiff_t r = 0; r < b.rows; r++)
            for (ptrdiff_t z = 0; z < v->out_width; z++)
                pixels[j++] = (int32_t)(m * b.size + r * v->stride_y * b.x.pitch + z * v->stride_x);
    const ptrdiff_t end = part->first_image + part->images;
    for (ptrdiff_t g = 0; g < v->groups; g++) {
        const ptrdiff_t filter = g * size.filters + part->first_channel;
        bool resume = false;
        memset(result, 0, (size_t)(size.depth * b.width) * sizeof(T));
        for (ptrdiff_t n = part->first_image; n < end; n += b.images)
            for (ptrdiff_t i = 0; i < v->out_height; i += b.rows) {
                const ptrdiff_t images = end - n < b.images ? end - n : b.images;
                const ptrdiff_t rows = v->out_height - i < b.rows ? v->out_height - i : b.rows;
                const ptrdiff_t count = rows * v->out_width;
                const T *from = x + (n * v->channels + g * size.channels) * image;
                for (ptrdiff_t m = 0; m < images && !size.inside; m++)
                    NAME(fill_source)(scratch + m * b.size, &b.x, from + m * v->channels * image, i);
                NAME(strip) s = {
                    .rows = size.depth, .depth = images * count, .ldc = b.width, .resume = resume,
                    .a = size.inside ? from + i * v->stride_y * v->width : scratch,
                    .a_at = taps, .k_in_a = pixels, .b = upstream,
                };
                for (ptrdiff_t j = 0; j < b.width; j += s.vectors * LANES) {
                    s.vectors = NAME(even_vectors)((b.width - j) / LANES);
                    s.b_k = s.vectors * LANES;
                    s.c = result + j;
                    for (ptrdiff_t m = 0; m < images; m++)
                        NAME(pack_transposed)(
                            upstream + m * count * s.b_k, s.b_k,
                            dy + ((n + m) * v->filters + filter + j) * size.pixels + i * v->out_width, size.pixels,
                            filters - j, count);
                    NAME(run_offset_strip)(&s);
                }
                resume = true;
            }
        NAME(transposed)(dw + filter * size.depth, size.depth, result, b.width, filters, size.depth);
    }
}

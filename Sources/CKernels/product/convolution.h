// Convolution for one instruction set and element type (see lanes.h): matrix products
// one of whose operands is patches of images, which are never written out.
//
// Forward and by input, rows are filters (or channels), columns are pixels, and k are the
// elements of all kernels ("taps"). Side by side pixels of one tap lie side by side in the
// image, so that tiles read B where it is: in a copy of the image with its padding around
// it, at an offset for each tap and one for each vector of pixels (`taps` in tile.h).
// Strides are cared for by the copy, which has a plane for each place that a stride steps
// over, so that in a plane pixels are neighbours again. By input the planes are those of
// dy, and a stride leaves each pixel of x only the taps that meet it: those pixels which
// have the same taps are a product of their own.
//
// By weight, rows are taps, columns are filters, and k are the pixels of all images. A
// tile needs single numbers of A, so that it reads the image at an offset for each pixel
// (`pixels`), and B is dy, transposed.

// Sizes that follow from those of a convolution.
typedef struct {
    ptrdiff_t channels, filters;   // of a group
    ptrdiff_t kernel, depth;       // elements of one kernel, and of all that a filter has
    ptrdiff_t pixels;              // of an image of y
    ptrdiff_t reach_y, reach_x;    // from a pixel of x to the last one of its patch
    bool inside;                   // there is no padding, and offsets reach all of an image
} NAME(sizes);

static NAME(sizes) NAME(sizes_of)(const bp_convolution *v)
{
    NAME(sizes) s = {
        .channels = v->channels / v->groups, .filters = v->filters / v->groups,
        .kernel = v->kernel_height * v->kernel_width, .pixels = v->out_height * v->out_width,
        .reach_y = (v->kernel_height - 1) * v->dilation_y, .reach_x = (v->kernel_width - 1) * v->dilation_x,
    };
    s.depth = s.channels * s.kernel;
    s.inside = v->pad_top == 0 && v->pad_left == 0
        && (v->out_height - 1) * v->stride_y + s.reach_y < v->height
        && (v->out_width - 1) * v->stride_x + s.reach_x < v->width
        && v->channels * v->height * v->width <= INT32_MAX;
    return s;
}

BP_INLINE TARGET void NAME(copy_elements)(T *to, const T *from, ptrdiff_t n)
{
    ptrdiff_t i = 0;
    for (; i + LANES <= n; i += LANES)
        NAME(store)(to + i, NAME(load)(from + i));
    if (i < n)
        NAME(store_part)(to + i, NAME(load_part)(from + i, n - i), n - i);
}

// to[i] = row[first + i * step], or 0 outside of the row, which is all of it if it is null.
// Fewer than LANES elements behind those may be written, too.
static TARGET void NAME(copy_padded)(
    T *to, ptrdiff_t n, const T *row, ptrdiff_t width, ptrdiff_t first, ptrdiff_t step)
{
    const vec zero = (vec)(T)0;
    // Those before `start` and from `end` on are outside.
    ptrdiff_t start = !row ? n : first < 0 ? (step - 1 - first) / step : 0;
    ptrdiff_t end = !row || first >= width ? 0 : (width - first + step - 1) / step;
    start = start < n ? start : n;
    end = end < start ? start : end < n ? end : n;
    for (ptrdiff_t i = 0; i < start; i += LANES)
        NAME(store)(to + i, zero);
    ptrdiff_t i = start;
    if (step == 1) {
        for (; i + LANES <= end; i += LANES)
            NAME(store)(to + i, NAME(load)(row + first + i));
        if (i < end) {
            NAME(store)(to + i, NAME(load_part)(row + first + i, end - i));
            i += LANES;
        }
    }
    for (; i < end; i++)
        to[i] = row[first + i * step];
    for (; i < n; i += LANES)
        NAME(store)(to + i, zero);
}

// Adds lanes of a strip, whose places in C follow each other, to its pieces.
BP_INLINE void NAME(add_piece)(NAME(pieces) *pieces, ptrdiff_t from, ptrdiff_t lanes, ptrdiff_t at)
{
    const ptrdiff_t last = pieces->count - 1;
    if (last >= 0 && pieces->from[last] + pieces->lanes[last] == from
        && pieces->at[last] + pieces->lanes[last] * pieces->step == at) {
        pieces->lanes[last] = (int16_t)(pieces->lanes[last] + lanes);
        return;
    }
    pieces->from[last + 1] = (int16_t)from;
    pieces->lanes[last + 1] = (int16_t)lanes;
    pieces->at[last + 1] = at;
    pieces->count++;
}

// A grid of pixels to compute, all of them by the same taps: from where the strip's b is
// the rows of the source lie `pitch` apart, those of the result `c_row` and the pixels of
// a row `c_step`.
static TARGET void NAME(run_grid)(
    NAME(strip) *s, ptrdiff_t rows, ptrdiff_t cols, ptrdiff_t pitch, ptrdiff_t c_row, ptrdiff_t c_step)
{
    if (rows <= 0 || cols <= 0 || s->rows <= 0)
        return;
    // Vectors cover row after row; or they cover what lies between the rows, too, if so they
    // are fewer by far, since then they end anywhere.
    const ptrdiff_t in_row = (cols + LANES - 1) / LANES;
    const ptrdiff_t all = ((rows - 1) * pitch + cols + LANES - 1) / LANES;
    const bool by_rows = rows * in_row * 8 <= all * ACROSS_EIGHTHS;
    const ptrdiff_t vectors = by_rows ? rows * in_row : all;
    const ptrdiff_t most = s->rows == 1 ? ROW_VECTORS : OFFSET_VECTORS;
    const ptrdiff_t strips = (vectors + most - 1) / most;
    NAME(pieces) pieces = { .step = c_step };
    ptrdiff_t row = 0, col = 0;  // where the next vector starts
    for (ptrdiff_t strip = 0, first = 0; strip < strips; strip++) {
        s->vectors = (strip + 1) * vectors / strips - first;
        pieces.count = 0;
        for (ptrdiff_t v = 0; v < s->vectors; v++) {
            s->b_at[v] = row * pitch + col;
            if (by_rows) {
                s->c_of[v] = row * c_row + col * c_step;
                s->lanes_of[v] = cols - col < LANES ? cols - col : LANES;
                if (c_step > 1)
                    NAME(add_piece)(&pieces, v * LANES, s->lanes_of[v], s->c_of[v]);
                col += LANES;
                if (col >= cols) {
                    col = 0;
                    row++;
                }
                continue;
            }
            for (ptrdiff_t from = 0, here; from < LANES && row < rows; from += here) {
                const ptrdiff_t left = LANES - from;
                if (col < cols) {
                    here = cols - col < left ? cols - col : left;
                    NAME(add_piece)(&pieces, v * LANES + from, here, row * c_row + col * c_step);
                } else {
                    here = pitch - col < left ? pitch - col : left;
                }
                col += here;
                if (col == pitch) {
                    col = 0;
                    row++;
                }
            }
        }
        first += s->vectors;
        s->pieces = pieces.count > 0 ? &pieces : NULL;
        NAME(run_offset_strip)(s);
    }
}

// Rows of an image of which so many fit into their part of the cache, at `size` elements
// each and `more` for all.
BP_INLINE ptrdiff_t NAME(rows_that_fit)(const bp_caches *caches, ptrdiff_t size, ptrdiff_t more, ptrdiff_t all)
{
    const ptrdiff_t most = (caches->l2 / PLANES_SHARE / (ptrdiff_t)sizeof(T) - more) / NAME(largest)(size, 1);
    return NAME(even_part)(all, NAME(largest)(most, 1), 1);
}

// The planes of some rows of y: of each channel one for each place in a stride.
typedef struct {
    bool direct;           // x itself, which has no padding, strides or parts of vectors
    ptrdiff_t rows;        // of y
    ptrdiff_t height, pitch, channel, size;
} NAME(planes);

static NAME(planes) NAME(forward_planes)(const bp_convolution *v, const NAME(sizes) *s, const bp_caches *caches)
{
    const bool strides = v->stride_y > 1 || v->stride_x > 1;
    NAME(planes) p = {
        .direct = s->inside && !strides && v->out_width % LANES == 0, .rows = v->out_height,
        .height = v->height, .pitch = v->width, .channel = v->height * v->width,
    };
    if (p.direct)
        return p;
    const ptrdiff_t reach = s->reach_y / v->stride_y + 1, per_row = v->stride_y * v->stride_x * s->channels;
    p.pitch = v->out_width + s->reach_x / v->stride_x;
    p.rows = NAME(rows_that_fit)(caches, per_row * p.pitch, per_row * p.pitch * reach, v->out_height);
    p.height = p.rows + reach - 1;
    p.channel = v->stride_y * v->stride_x * p.height * p.pitch;
    // Vectors of the last pixels read what lies behind.
    p.size = s->channels * p.channel + STRIP_VECTORS * LANES;
    return p;
}

static TARGET void NAME(fill_planes)(
    T *to, const bp_convolution *v, const NAME(sizes) *s, const NAME(planes) *p, const T *x, ptrdiff_t from)
{
    for (ptrdiff_t c = 0; c < s->channels; c++, x += v->height * v->width)
        for (ptrdiff_t y = 0; y < v->stride_y; y++)
            for (ptrdiff_t z = 0; z < v->stride_x; z++)
                for (ptrdiff_t r = 0; r < p->height; r++, to += p->pitch) {
                    const ptrdiff_t row = (from + r) * v->stride_y + y - v->pad_top;
                    NAME(copy_padded)(to, p->pitch, row < 0 || row >= v->height ? NULL : x + row * v->width,
                                      v->width, z - v->pad_left, v->stride_x);
                }
}

// Filters or channels that a call computes, of each group.
BP_INLINE ptrdiff_t NAME(rows_of_part)(const bp_convolution *v, const bp_convolution_part *part)
{
    return part->channels / v->groups;
}

BP_INLINE bool NAME(is_product)(const bp_convolution *v, const NAME(sizes) *s)
{
    return s->inside && s->kernel == 1 && v->stride_y == 1 && v->stride_x == 1
        && v->out_height == v->height && v->out_width == v->width;
}

static TARGET void NAME(convolve)(
    const bp_convolution *v, const bp_convolution_part *part, const bp_caches *caches,
    const T *x, const T *w, const T *bias, T *y, T *scratch)
{
    const NAME(sizes) size = NAME(sizes_of)(v);
    const NAME(planes) p = NAME(forward_planes)(v, &size, caches);
    scratch = NAME(aligned)(scratch);
    const ptrdiff_t rows = NAME(rows_of_part)(v, part), image = v->height * v->width;
    int32_t *taps = (int32_t *)(scratch + p.size);
    for (ptrdiff_t k = 0; k < size.depth; k++) {
        const ptrdiff_t c = k / size.kernel, u = k % size.kernel / v->kernel_width * v->dilation_y;
        const ptrdiff_t z = k % v->kernel_width * v->dilation_x;
        const ptrdiff_t plane = u % v->stride_y * v->stride_x + z % v->stride_x;
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
                    .a_k = 1, .b = p.direct ? from : scratch, .taps = taps, .c = to + i * v->out_width,
                    .ldc = size.pixels, .row_bias = bias ? bias + filter : NULL,
                };
                const ptrdiff_t here = v->out_height - i < p.rows ? v->out_height - i : p.rows;
                NAME(run_grid)(&s, here, v->out_width, p.pitch, v->out_width, 1);
            }
        }
}

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

static TARGET void NAME(convolve_by_input)(
    const bp_convolution *v, const bp_convolution_part *part, const bp_caches *caches,
    const T *w, const T *dy, T *dx, T *scratch)
{
    const NAME(sizes) size = NAME(sizes_of)(v);
    const ptrdiff_t rows = NAME(rows_of_part)(v, part), image = v->height * v->width;
    const NAME(by_input) b = NAME(by_input_of)(v, &size, rows, caches);
    scratch = NAME(aligned)(scratch);
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
    for (ptrdiff_t g = 0; g < v->groups; g++)
        for (ptrdiff_t place = 0; place < v->stride_y * v->stride_x; place++) {
            const ptrdiff_t place_y = place / v->stride_x, place_x = place % v->stride_x;
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
                    T *to = scratch;
                    for (ptrdiff_t o = 0; o < size.filters; o++)
                        for (ptrdiff_t r = 0; r < b.rows + b.y.reach; r++, to += b.pitch) {
                            const ptrdiff_t row = t - b.y.reach + r;
                            NAME(copy_padded)(
                                to, b.pitch, row < 0 || row >= v->out_height ? NULL
                                : planes + o * size.pixels + row * v->out_width,
                                v->out_width, b.first_x - b.x.reach, 1);
                        }
                    const ptrdiff_t first = from_y > t ? from_y : t;
                    const ptrdiff_t end = end_y < t + b.rows ? end_y : t + b.rows;
                    NAME(strip) s = {
                        .rows = rows, .depth = depth, .a = weights, .a_row = depth, .a_k = 1,
                        .b = scratch + (first - t) * b.pitch + from_x - b.first_x, .taps = offsets,
                        .c = dx + channel * image + (place_y + first * v->stride_y - v->pad_top) * v->width
                            + place_x + from_x * v->stride_x - v->pad_left,
                        .ldc = image,
                    };
                    NAME(run_grid)(&s, end - first, end_x - from_x, b.pitch, v->stride_y * v->width, v->stride_x);
                }
            }
        }
}

// How a weight's gradient goes through the images: so many at a time, or so many rows of one.
typedef struct {
    ptrdiff_t images, rows, pixels;
    ptrdiff_t width;       // of a row of the result, whole vectors
    ptrdiff_t height, pitch, size; // of an image's planes with padding
    ptrdiff_t result, dy, tables, end; // in the scratch memory
} NAME(by_weight);

static NAME(by_weight) NAME(by_weight_of)(
    const bp_convolution *v, const NAME(sizes) *s, ptrdiff_t filters, const bp_caches *caches)
{
    NAME(by_weight) b = { .images = 1, .width = (filters + LANES - 1) / LANES * LANES };
    // Of an empty y nothing is read, and nothing is copied.
    b.pitch = s->inside ? v->width : NAME(largest)((v->out_width - 1) * v->stride_x + s->reach_x + 1, 0);
    const ptrdiff_t row = b.width * v->out_width + (s->inside ? 0 : s->channels * v->stride_y * b.pitch);
    b.rows = NAME(rows_that_fit)(caches, row, s->inside ? 0 : s->channels * s->reach_y * b.pitch, v->out_height);
    if (b.rows == v->out_height && s->pixels > 0 && s->pixels < MIN_PIXELS)
        b.images = (MIN_PIXELS + s->pixels - 1) / s->pixels;
    b.height = s->inside ? v->height : NAME(largest)((b.rows - 1) * v->stride_y + s->reach_y + 1, 0);
    b.size = s->inside ? v->channels * v->height * v->width : s->channels * b.height * b.pitch;
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
    T *result = scratch + b.result, *upstream = scratch + b.dy;
    ptrdiff_t *taps = (ptrdiff_t *)(scratch + b.tables);
    int32_t *pixels = (int32_t *)(taps + size.depth);
    for (ptrdiff_t k = 0; k < size.depth; k++)
        taps[k] = (k / size.kernel * b.height + k % size.kernel / v->kernel_width * v->dilation_y) * b.pitch
            + k % v->kernel_width * v->dilation_x;
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
                for (ptrdiff_t m = 0; m < images; m++) {
                    T *to = scratch + m * b.size;
                    for (ptrdiff_t c = 0; !size.inside && c < size.channels; c++)
                        for (ptrdiff_t r = 0; r < b.height; r++, to += b.pitch) {
                            const ptrdiff_t row = i * v->stride_y + r - v->pad_top;
                            const T *from = x + ((n + m) * v->channels + g * size.channels + c) * image;
                            NAME(copy_padded)(to, b.pitch, row < 0 || row >= v->height ? NULL
                                              : from + row * v->width, v->width, -v->pad_left, 1);
                        }
                    for (ptrdiff_t j = 0; j < count; j++) {
                        const ptrdiff_t row = j / v->out_width + (size.inside ? i : 0);
                        pixels[m * count + j] = (int32_t)(
                            m * b.size + row * v->stride_y * b.pitch + j % v->out_width * v->stride_x);
                    }
                }
                NAME(strip) s = {
                    .rows = size.depth, .depth = images * count, .ldc = b.width, .resume = resume,
                    .a = size.inside ? x + (n * v->channels + g * size.channels) * image : scratch,
                    .a_at = taps, .pixels = pixels, .b = upstream,
                };
                for (ptrdiff_t j = 0; j < b.width; j += s.vectors * LANES) {
                    // As even as can be: a single vector's sums would wait for each other.
                    const ptrdiff_t left = (b.width - j) / LANES;
                    s.vectors = left / ((left + OFFSET_VECTORS - 1) / OFFSET_VECTORS);
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

static ptrdiff_t NAME(convolution_scratch)(
    const bp_convolution *v, const bp_convolution_part *part, const bp_caches *caches)
{
    const NAME(sizes) s = NAME(sizes_of)(v);
    const NAME(planes) p = NAME(forward_planes)(v, &s, caches);
    const ptrdiff_t taps = s.depth * (ptrdiff_t)sizeof(int32_t) / (ptrdiff_t)sizeof(T) + 1;
    const ptrdiff_t forward = p.size + taps;
    const ptrdiff_t rows = NAME(rows_of_part)(v, part), image = v->height * v->width;
    const ptrdiff_t by_input = NAME(by_input_of)(v, &s, rows, caches).end;
    const ptrdiff_t by_weight = NAME(by_weight_of)(v, &s, rows, caches).end;
    const PRODUCT_T one = { .m = rows, .n = image, .k = s.depth, .ldb = image };
    const PRODUCT_T other = { .m = rows, .n = image, .k = s.filters, .trans_a = true, .ldb = image };
    const ptrdiff_t product = NAME(is_product)(v, &s)
        ? NAME(largest)(NAME(product_scratch)(&one, caches), NAME(product_scratch)(&other, caches)) : 0;
    return NAME(padding) + NAME(largest)(product, NAME(largest)(forward, NAME(largest)(by_input, by_weight)));
}

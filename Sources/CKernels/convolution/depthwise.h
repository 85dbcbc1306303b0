// Depthwise convolutions, whose groups have a channel and a filter each, for one instruction set and element type (see
// lanes.h).
//
// A plane of the result is computed from one plane, by few taps, so that copies and tiles of the general form would take
// longer than the sums. Here the copy has its rows' padding between them, on the right of one and on the left of the
// next; each tap is at an offset in it, and four rows are computed side by side.

// A copy of a plane, and where taps are in it.
typedef struct {
    ptrdiff_t height, width;        // of the plane that is read
    ptrdiff_t out_height, out_width; // of the result
    ptrdiff_t top, left;            // the padding
    ptrdiff_t rows, pitch;          // of the copy
    ptrdiff_t taps, end;            // in the scratch memory, behind the copy
} NAME(depthwise);

static NAME(depthwise) NAME(depthwise_of)(const NAME(sizes) *s, NAME(depthwise) d)
{
    const ptrdiff_t right = d.out_width + s->reach_x - d.left - d.width;
    d.rows = d.out_height + s->reach_y;
    d.pitch = d.width + NAME(largest)(d.left, right);
    // Vectors of the last pixels read, and zeros are written, behind.
    d.taps = NAME(points_apart)(d.rows * d.pitch + d.left + 2 * LANES);
    d.end = d.taps + s->kernel * (ptrdiff_t)sizeof(ptrdiff_t) / (ptrdiff_t)sizeof(T) + 1;
    return d;
}

// Of y, which reads x.
static NAME(depthwise) NAME(depthwise_of_y)(const bp_convolution *v, const NAME(sizes) *s)
{
    return NAME(depthwise_of)(s, (NAME(depthwise)) {
        .height = v->height, .width = v->width, .out_height = v->out_height, .out_width = v->out_width,
        .top = v->pad_top, .left = v->pad_left,
    });
}

// Of dx, which reads dy.
static NAME(depthwise) NAME(depthwise_of_dx)(const bp_convolution *v, const NAME(sizes) *s)
{
    return NAME(depthwise_of)(s, (NAME(depthwise)) {
        .height = v->out_height, .width = v->out_width, .out_height = v->height, .out_width = v->width,
        .top = s->reach_y - v->pad_top, .left = s->reach_x - v->pad_left,
    });
}

// Whether it is such a convolution, by few taps, and a plane's copy has room in the second cache.
BP_INLINE bool NAME(goes_depthwise)(
    const bp_convolution *v, const NAME(sizes) *s, const NAME(depthwise) *d, const bp_caches *caches)
{
    return s->channels == 1 && s->filters == 1 && v->stride_y == 1 && v->stride_x == 1 && s->kernel <= DEPTHWISE_TAPS
        && d->out_height >= ROWS && d->out_width > 0 && d->top >= 0 && d->left >= 0
        && d->end <= caches->l2 / PLANES_SHARE / (ptrdiff_t)sizeof(T) && !NAME(is_product)(v, s);
}

static TARGET void NAME(copy_plane)(T *to, const NAME(depthwise) *d, const T *x)
{
    const ptrdiff_t gap = d->pitch - d->width, above = NAME(smallest)(d->top, d->rows);
    const ptrdiff_t inside = NAME(smallest)(d->height, d->rows - above), below = d->rows - above - inside;
    NAME(zeros)(to, above * d->pitch + d->left);
    to += above * d->pitch + d->left;
    for (ptrdiff_t i = 0; i < inside; i++, to += d->pitch, x += d->width) {
        NAME(copy_elements)(to, x, d->width);
        NAME(zeros)(to + d->width, gap);
    }
    NAME(zeros)(to, below * d->pitch);
}

// A vector of four rows of the result, or `count` of its pixels.
BP_INLINE TARGET void NAME(depthwise_rows)(
    const NAME(depthwise) *d, const T *copy, const T *w, const ptrdiff_t *taps, ptrdiff_t depth, vec add, T *y,
    const ptrdiff_t count)
{
    vec sums[ROWS];
    BP_UNROLL for (int i = 0; i < ROWS; i++)
        sums[i] = (vec)(T)0;
    BP_AS_WRITTEN for (ptrdiff_t k = 0; k < depth; k++) {
        const T *at = copy + taps[k];
        BP_UNROLL for (int i = 0; i < ROWS; i++)
            sums[i] = BP_FMA((vec)w[k], NAME(load)(at + i * d->pitch), sums[i]);
    }
    BP_UNROLL for (int i = 0; i < ROWS; i++)
        NAME(store_some)(y + i * d->out_width, sums[i] + add, count);
}

static BP_APART TARGET void NAME(depthwise_plane)(
    const NAME(depthwise) *d, const T *copy, const T *w, const ptrdiff_t *taps, ptrdiff_t depth, vec add, T *y)
{
    const ptrdiff_t width = d->out_width;
    for (ptrdiff_t i = 0; i < d->out_height; i += ROWS) {
        // The last rows, and the last vector, may overlap those before.
        const ptrdiff_t row = NAME(smallest)(i, d->out_height - ROWS);
        const T *from = copy + row * d->pitch;
        T *to = y + row * width;
        if (width < LANES)
            NAME(depthwise_rows)(d, from, w, taps, depth, add, to, width);
        else
            for (ptrdiff_t j = 0; j < width; j += LANES) {
                const ptrdiff_t at = NAME(smallest)(j, width - LANES);
                NAME(depthwise_rows)(d, from + at, w, taps, depth, add, to + at, LANES);
            }
    }
}

// The same of 3 × 3, a row's pixels serving all rows that see them.
static BP_APART TARGET void NAME(depthwise_nine)(
    const NAME(depthwise) *d, ptrdiff_t step, const bool flipped, const T *copy, const T *w, vec add, T *y)
{
    const T *const planes[FEW_SIDE] = { copy + (flipped ? 2 * step : 0), copy + step, copy + (flipped ? 0 : 2 * step) };
    if (flipped)
        NAME(nine_taps)(true, w, planes, d->pitch, add, y, d->out_height, d->out_width);
    else
        NAME(nine_taps)(false, w, planes, d->pitch, add, y, d->out_height, d->out_width);
}

// y of some images, or dx: then the first tap is the last one of what it reads.
static TARGET void NAME(convolve_depthwise)(
    const NAME(depthwise) *d, const bp_convolution *v, const bp_convolution_part *part, const bool flipped, const T *x,
    const T *w, const T *bias, T *y, T *scratch)
{
    const ptrdiff_t depth = v->kernel_height * v->kernel_width, plane = d->height * d->width;
    ptrdiff_t *taps = (ptrdiff_t *)(scratch + d->taps);
    for (ptrdiff_t k = 0; k < depth; k++) {
        const ptrdiff_t tap = flipped ? depth - 1 - k : k;
        taps[k] = tap / v->kernel_width * v->dilation_y * d->pitch + tap % v->kernel_width * v->dilation_x;
    }
    const ptrdiff_t end = (part->first_image + part->images) * v->groups;
    for (ptrdiff_t p = part->first_image * v->groups; part->channels > 0 && p < end; p++) {
        const ptrdiff_t g = p % v->groups;
        NAME(copy_plane)(scratch, d, x + p * plane);
        // A zero is positive.
        const vec add = (vec)(bias ? bias[g] : 0) + (vec)(T)0;
        T *to = y + p * d->out_height * d->out_width;
        if (v->kernel_height == FEW_SIDE && v->kernel_width == FEW_SIDE && v->dilation_y == 1)
            NAME(depthwise_nine)(d, v->dilation_x, flipped, scratch, w + g * depth, add, to);
        else
            NAME(depthwise_plane)(d, scratch, w + g * depth, taps, depth, add, to);
    }
}

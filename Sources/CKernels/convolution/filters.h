// Convolutions whose columns are filters (or channels, by input), for one instruction set and element type (see lanes.h).
//
// Rows are pixels, whose patches tiles read number by number, at an offset for each tap
// (`k_in_a` in tile.h) from where the patch begins (`a_at`).

// A source whose patches tiles read number by number (`k_in_a`): a copy of each channel with
// its padding, or the source itself.
typedef struct {
    ptrdiff_t channels, image_height, image_width; // of the source
    ptrdiff_t pad_top, pad_left, stride_y, stride_x;
    ptrdiff_t reach_y, reach_x;    // from a patch's first pixel to its last
    ptrdiff_t out_height, out_width; // of the result, which has a pixel for each patch
    bool inside;                   // it is read itself
    bool far;                      // all images together are farther away than the caches of a core
    ptrdiff_t height, pitch;       // of the copy of a channel
} NAME(source);

static TARGET void NAME(fill_source)(T *to, const NAME(source) *o, const T *x, ptrdiff_t first_row)
{
    for (ptrdiff_t c = 0; c < o->channels; c++, x += o->image_height * o->image_width, to += o->height * o->pitch)
        NAME(copy_padded)(to, o->height, o->pitch, x, o->image_height, o->image_width,
                          first_row * o->stride_y - o->pad_top, 1, -o->pad_left, 1);
}

BP_INLINE NAME(source) NAME(source_of_x)(const bp_convolution *v, const NAME(sizes) *s)
{
    return (NAME(source)) {
        .channels = s->channels, .image_height = v->height, .image_width = v->width,
        .pad_top = v->pad_top, .pad_left = v->pad_left, .stride_y = v->stride_y, .stride_x = v->stride_x,
        .reach_y = s->reach_y, .reach_x = s->reach_x,
        .out_height = v->out_height, .out_width = v->out_width, .inside = s->inside,
        .far = v->images * v->channels * v->height * v->width * (ptrdiff_t)sizeof(T) >= FAR_IMAGES,
    };
}

// That of dx: dy with as much padding as lets every pixel of x meet whole patches. Without
// strides.
BP_INLINE NAME(source) NAME(source_of_dy)(const bp_convolution *v, const NAME(sizes) *s)
{
    return (NAME(source)) {
        .channels = s->filters, .image_height = v->out_height, .image_width = v->out_width,
        .pad_top = s->reach_y - v->pad_top, .pad_left = s->reach_x - v->pad_left, .stride_y = 1, .stride_x = 1,
        .reach_y = s->reach_y, .reach_x = s->reach_x, .out_height = v->height, .out_width = v->width,
        .far = v->images * v->filters * v->out_height * v->out_width * (ptrdiff_t)sizeof(T) >= FAR_IMAGES,
    };
}

// Says how many rows of the result are computed at a time, beside which so many more
// elements for each must fit into their part of the cache; the copies follow from that.
static ptrdiff_t NAME(place_source)(NAME(source) *o, ptrdiff_t more, const bp_caches *caches)
{
    // Of an empty result nothing is read, and nothing is copied.
    o->pitch = o->inside ? o->image_width
        : NAME(largest)((o->out_width - 1) * o->stride_x + o->reach_x + 1, 0);
    const ptrdiff_t copied = o->inside ? 0 : o->channels * o->pitch;
    const ptrdiff_t rows = NAME(rows_that_fit)(
        caches, more + copied * o->stride_y, copied * o->reach_y, o->out_height);
    o->height = o->inside ? o->image_height
        : NAME(largest)((rows - 1) * o->stride_y + o->reach_y + 1, 0);
    return rows;
}

// The vectors of the next strip, of those that are left: as even as can be, since a single
// vector's sums would wait for each other.
BP_INLINE ptrdiff_t NAME(even_vectors)(ptrdiff_t left)
{
    return left / ((left + OFFSET_VECTORS - 1) / OFFSET_VECTORS);
}

// A convolution whose rows are pixels and whose columns are filters (or channels, by input):
// no lane is empty where there are enough of them, however short an image's rows are. What
// is computed has to be transposed.
typedef struct {
    bool used;
    NAME(source) source;
    ptrdiff_t depth, columns;
    ptrdiff_t rows;        // of the result's images at a time
    ptrdiff_t width;       // of a row of the product, whole vectors
    ptrdiff_t result, weights, bias, pixels, taps, end; // in the scratch memory
} NAME(across);

static NAME(across) NAME(across_of)(
    NAME(source) source, ptrdiff_t depth, ptrdiff_t columns, const bp_caches *caches)
{
    const ptrdiff_t width = (columns + LANES - 1) / LANES * LANES, size = sizeof(T);
    NAME(across) a = { .source = source, .depth = depth, .columns = columns, .width = width };
    a.used = depth >= ACROSS_MIN_DEPTH && columns * 8 >= width * ACROSS_FULL_EIGHTHS;
    if (!a.used)
        return a;
    a.rows = NAME(place_source)(&a.source, width * source.out_width, caches);
    const ptrdiff_t copies = source.inside ? 0 : source.channels * a.source.height * a.source.pitch + LANES;
    const ptrdiff_t pixels = a.rows * source.out_width;
    a.result = (copies + NAME(padding) - 1) / NAME(padding) * NAME(padding);
    a.weights = a.result + pixels * width;
    a.bias = a.weights + depth * width;
    a.pixels = (a.bias + width + NAME(padding) - 1) / NAME(padding) * NAME(padding);
    a.taps = a.pixels + pixels * (ptrdiff_t)sizeof(ptrdiff_t) / size;
    a.end = a.taps + depth * (ptrdiff_t)sizeof(int32_t) / size + 1;
    return a;
}

// Copies the weights as strips read them: from + j * column holds those of column j, `run`
// numbers for each of `runs` times, `run_step` apart.
static TARGET void NAME(pack_weights)(
    const NAME(across) *a, T *scratch, const T *from, ptrdiff_t column, ptrdiff_t runs, ptrdiff_t run,
    ptrdiff_t run_step)
{
    for (ptrdiff_t j = 0, wide; j < a->width; j += wide) {
        wide = NAME(even_vectors)((a->width - j) / LANES) * LANES;
        T *to = scratch + a->weights + j * a->depth;
        for (ptrdiff_t i = 0; i < runs; i++)
            NAME(pack_transposed)(to + i * run * wide, wide, from + j * column + i * run_step, column,
                                  a->columns - j, run);
    }
}

// The result for an image, whose first channel the source begins with.
static TARGET void NAME(convolve_across)(
    const NAME(across) *a, T *scratch, const T *x, const T *bias, T *y)
{
    const NAME(source) *o = &a->source;
    const ptrdiff_t image = o->out_height * o->out_width;
    ptrdiff_t *pixels = (ptrdiff_t *)(scratch + a->pixels);
    for (ptrdiff_t r = 0, j = 0; r < a->rows; r++)
        for (ptrdiff_t z = 0; z < o->out_width; z++)
            pixels[j++] = r * o->stride_y * o->pitch + z * o->stride_x;
    if (bias)
        NAME(pack_straight)(scratch + a->bias, a->width, bias, 0, a->columns, 1);
    for (ptrdiff_t i = 0; i < o->out_height; i += a->rows) {
        const ptrdiff_t rows = o->out_height - i < a->rows ? o->out_height - i : a->rows;
        if (!o->inside)
            NAME(fill_source)(scratch, o, x, i);
        NAME(strip) s = {
            .rows = rows * o->out_width, .depth = a->depth, .ldc = a->width,
            .a = o->inside ? x + i * o->stride_y * o->pitch : scratch, .a_at = pixels,
            .k_in_a = (int32_t *)(scratch + a->taps),
        };
        for (ptrdiff_t j = 0; j < a->width; j += s.vectors * LANES) {
            s.vectors = NAME(even_vectors)((a->width - j) / LANES);
            s.b = scratch + a->weights + j * a->depth;
            s.b_k = s.vectors * LANES;
            s.bias = bias ? scratch + a->bias + j : NULL;
            s.c = scratch + a->result + j;
            NAME(run_offset_strip)(&s);
        }
        NAME(transposed)(y + i * o->out_width, image, scratch + a->result, a->width, a->columns, s.rows);
    }
}

// Convolutions by Winograd's minimal filtering, for one instruction set and element type (see lanes.h).
//
// The result is cut into squares of 4×4 pixels. A square of 6×6 pixels of the image is the
// values of polynomials, the filter of 3×3 is others, and their convolution is the product of
// the polynomials: which is known from its values at six points each way, 36 products for
// 16 pixels instead of 144. The points are 0, ±5/8, ±3/2 and infinity: with them rounding
// errors are half of those with the usual 0, ±1, ±2, and what is multiplied by is exact.
//
// All transforms have channels (or filters) in the lanes of vectors, so images are copied with
// channels last. Between them each point is a matrix product of its own: squares by channels
// times channels by filters; by weight, channels by squares times squares by filters.

#define POINT_A ((T)0.625)
#define POINT_B ((T)1.5)

// What is transformed: an image, the filters, by weight dy; and back, to y (or dx) or dw.
enum NAME(transform) { NAME(OF_IMAGE), NAME(OF_FILTER), NAME(OF_DY), NAME(TO_Y), NAME(TO_DW) };

BP_INLINE int NAME(given)(const int kind)
{
    return kind == NAME(OF_FILTER) ? 3 : kind == NAME(OF_DY) ? SQUARE : POINTS;
}

// x·y + z
BP_INLINE TARGET vec NAME(fused)(T x, vec y, vec z)
{
    return __builtin_elementwise_fma((vec)x, y, z);
}

// One direction of a transform.
BP_INLINE TARGET void NAME(transform_line)(const int kind, const vec *in, vec *out)
{
    const T a = POINT_A, b = POINT_B, aa = POINT_A * POINT_A, bb = POINT_B * POINT_B;
    if (kind == NAME(OF_IMAGE)) {
        // in[i] times x^i of what vanishes at all points but one.
        const vec even_a = NAME(fused)(-bb, in[2], in[4]), odd_a = NAME(fused)(-bb, in[1], in[3]);
        const vec even_b = NAME(fused)(-aa, in[2], in[4]), odd_b = NAME(fused)(-aa, in[1], in[3]);
        out[0] = NAME(fused)(aa * bb, in[0], NAME(fused)(-(aa + bb), in[2], in[4]));
        out[1] = NAME(fused)(a, odd_a, even_a);
        out[2] = NAME(fused)(-a, odd_a, even_a);
        out[3] = NAME(fused)(b, odd_b, even_b);
        out[4] = NAME(fused)(-b, odd_b, even_b);
        out[5] = NAME(fused)(aa * bb, in[1], NAME(fused)(-(aa + bb), in[3], in[5]));
    } else if (kind == NAME(OF_FILTER) || kind == NAME(OF_DY)) {
        // The values at the points of in[0] + in[1]·x + in[2]·x²...
        const bool four = kind == NAME(OF_DY);
        const vec even_a = NAME(fused)(aa, in[2], in[0]), odd_a = four ? NAME(fused)(aa, in[3], in[1]) : in[1];
        const vec even_b = NAME(fused)(bb, in[2], in[0]), odd_b = four ? NAME(fused)(bb, in[3], in[1]) : in[1];
        out[0] = in[0];
        out[1] = NAME(fused)(a, odd_a, even_a);
        out[2] = NAME(fused)(-a, odd_a, even_a);
        out[3] = NAME(fused)(b, odd_b, even_b);
        out[4] = NAME(fused)(-b, odd_b, even_b);
        out[5] = in[four ? 3 : 2];
    } else {
        const vec even_a = in[1] + in[2], odd_a = in[1] - in[2];
        const vec even_b = in[3] + in[4], odd_b = in[3] - in[4];
        out[0] = in[0] + (even_a + even_b);
        out[1] = NAME(fused)(b, odd_b, (vec)a * odd_a);
        out[2] = NAME(fused)(bb, even_b, (vec)aa * even_a);
        if (kind == NAME(TO_Y))
            out[3] = NAME(fused)(bb * b, odd_b, (vec)(aa * a) * odd_a) + in[5];
        else
            out[2] += in[5];
    }
}

// Two rows of a transformed square of vectors: transforms its columns, as far as those rows need
// it, and then these. Vectors of `in` lie in_row and in_col apart.
BP_INLINE TARGET void NAME(transform_rows)(
    const int kind, const T *in, ptrdiff_t in_row, ptrdiff_t in_col, const T *scale, const int row, const int other,
    vec out[2][POINTS])
{
    const int given = NAME(given)(kind);
    vec half[2][POINTS];
    BP_UNROLL for (int j = 0; j < given; j++, in += in_col) {
        BP_HIDE(in);
        vec column[POINTS], values[POINTS];
        BP_UNROLL for (int i = 0; i < given; i++) {
            column[i] = NAME(load)(in + i * in_row);
            if (scale)
                column[i] *= (vec)scale[i * POINTS + j];
        }
        NAME(transform_line)(kind, column, values);
        half[0][j] = values[row];
        half[1][j] = values[other];
    }
    NAME(transform_line)(kind, half[0], out[0]);
    NAME(transform_line)(kind, half[1], out[1]);
}

// What polynomials of images leave out: the factors that vanish at other points, of a filter.
static void NAME(scales)(T scale[ALL_POINTS])
{
    const double a = POINT_A * POINT_A, b = POINT_B * POINT_B;
    const double of[POINTS] = { a * b, 2 * a * (a - b), 2 * a * (a - b), 2 * b * (b - a), 2 * b * (b - a), 1 };
    for (int i = 0; i < ALL_POINTS; i++)
        scale[i] = (T)(1 / (of[i / POINTS] * of[i % POINTS]));
}

// The points of the squares of n vectors that follow each other; points lie `apart`. Row by row
// of them, those together that have terms in common: then registers suffice.
BP_INLINE TARGET void NAME(points_of)(
    const int kind, T *to, ptrdiff_t apart, const T *in, ptrdiff_t in_row, ptrdiff_t in_col, ptrdiff_t n,
    const T *scale)
{
    const int pairs[3][2] = { { 0, 5 }, { 1, 2 }, { 3, 4 } };
    BP_AS_WRITTEN for (ptrdiff_t i = 0; i < n; i++, to += LANES, in += LANES)
        BP_UNROLL for (int p = 0; p < 3; p++) {
            vec points[2][POINTS];
            NAME(transform_rows)(kind, in, in_row, in_col, NULL, pairs[p][0], pairs[p][1], points);
            BP_UNROLL for (int q = 0; q < 2; q++) {
                const ptrdiff_t point = pairs[p][q] * POINTS;
                T *at = to + point * apart;
                BP_UNROLL for (int j = 0; j < POINTS; j++, at += apart) {
                    BP_HIDE(at);
                    NAME(store)(at, scale ? points[q][j] * (vec)scale[point + j] : points[q][j]);
                }
            }
        }
}

static BP_APART TARGET void NAME(points_of_image)(
    T *to, ptrdiff_t apart, const T *in, ptrdiff_t pitch, ptrdiff_t width)
{
    NAME(points_of)(NAME(OF_IMAGE), to, apart, in, pitch, width, width / LANES, NULL);
}

static BP_APART TARGET void NAME(points_of_dy)(
    T *to, ptrdiff_t apart, const T *in, ptrdiff_t pitch, ptrdiff_t width, ptrdiff_t n)
{
    NAME(points_of)(NAME(OF_DY), to, apart, in, pitch, width, n, NULL);
}

static BP_APART TARGET void NAME(points_of_filter)(
    T *to, ptrdiff_t apart, const T *in, ptrdiff_t row, ptrdiff_t col, ptrdiff_t n, const T *scale)
{
    NAME(points_of)(NAME(OF_FILTER), to, apart, in, row, col, n, scale);
}

// -- Blocks of squares

// How a convolution is cut into blocks of squares: of so many images, or rows of one, or
// pieces of a row. Sums over squares go through them image by image and row by row, whatever
// the blocks are.
typedef struct {
    NAME(source) source;
    ptrdiff_t down, across;        // squares of an image
    ptrdiff_t images, rows, cols;  // of a block
    ptrdiff_t pass;                // filters at a time
    ptrdiff_t channels, filters;   // of a pass, rounded up to whole vectors
    ptrdiff_t image_apart, filter_apart, weight_apart; // from a point to the next
    ptrdiff_t copy, image, filter, dy, products, result, end; // in the scratch memory
} NAME(squares);

// Elements from a point to the next one: an odd number of lines, so that the points of one
// square aren't in the same sets of a cache.
BP_INLINE ptrdiff_t NAME(points_apart)(ptrdiff_t size)
{
    return (((size + NAME(padding) - 1) / NAME(padding)) | 1) * NAME(padding);
}

BP_INLINE ptrdiff_t NAME(whole_vectors)(ptrdiff_t n)
{
    return (n + LANES - 1) / LANES * LANES;
}

BP_INLINE ptrdiff_t NAME(smallest)(ptrdiff_t a, ptrdiff_t b)
{
    return a < b ? a : b;
}

static NAME(squares) NAME(squares_of)(
    NAME(source) source, ptrdiff_t filters, ptrdiff_t images, bool by_weight, const bp_caches *caches)
{
    const ptrdiff_t fits = SQUARES_WEIGHTS / (ALL_POINTS * (ptrdiff_t)sizeof(T) * source.channels);
    const ptrdiff_t pass = NAME(even_part)(filters, NAME(largest)(fits, 1), OFFSET_VECTORS * LANES);
    NAME(squares) q = {
        .source = source, .pass = pass, .channels = NAME(whole_vectors)(source.channels),
        .filters = NAME(whole_vectors)(pass),
        .down = (source.out_height + SQUARE - 1) / SQUARE, .across = (source.out_width + SQUARE - 1) / SQUARE,
    };
    const ptrdiff_t strip = by_weight ? q.filters : NAME(smallest)(q.filters, OFFSET_VECTORS * LANES);
    const ptrdiff_t size = ALL_POINTS * (q.channels + strip) * (ptrdiff_t)sizeof(T);
    const ptrdiff_t share = by_weight ? WEIGHT_SQUARES_SHARE : SQUARES_SHARE;
    const ptrdiff_t most = NAME(largest)(caches->l2 / share / size, SQUARES_LEAST);
    const ptrdiff_t all = q.down * q.across;
    q.images = NAME(largest)(NAME(even_part)(images, NAME(largest)(most / all, 1), 1), 1);
    q.rows = NAME(even_part)(q.down, NAME(largest)(most / q.across, 1), 1);
    q.cols = q.rows > 1 ? q.across : NAME(even_part)(q.across, most, 1);
    const ptrdiff_t squares = q.images * q.rows * q.cols, pixels = q.rows * q.cols * SQUARE * SQUARE;
    const ptrdiff_t reach = POINTS - SQUARE;
    const ptrdiff_t copy = (q.rows * SQUARE + reach) * (q.cols * SQUARE + reach) * q.channels;
    q.image_apart = NAME(points_apart)(squares * q.channels);
    q.filter_apart = NAME(points_apart)(source.channels * q.filters);
    q.image = NAME(points_apart)(NAME(largest)(copy, by_weight ? pixels * q.filters : 0));
    const ptrdiff_t next = q.image + ALL_POINTS * q.image_apart;
    if (by_weight) {
        q.filter_apart = NAME(points_apart)(squares * q.filters);
        q.weight_apart = NAME(points_apart)(source.channels * q.filters);
        q.dy = next;
        q.products = q.dy + ALL_POINTS * q.filter_apart;
        q.result = q.products + ALL_POINTS * q.weight_apart;
        q.end = q.result + source.channels * WINDOW * q.filters;
    } else {
        q.weight_apart = NAME(points_apart)(squares * strip);
        q.filter = next;
        q.products = q.filter + ALL_POINTS * q.filter_apart;
        q.result = q.products + ALL_POINTS * q.weight_apart;
        q.end = q.result + NAME(largest)(pixels, source.channels * WINDOW) * strip;
    }
    return q;
}

// Copies `count` pixels with channels last: those of a row of `cols` lie without gaps, rows `gap`
// apart. A vector of channels for which there are too few is filled up with zeros.
static TARGET void NAME(pixels_last)(
    T *to, ptrdiff_t width, ptrdiff_t cols, ptrdiff_t gap, const T *x, ptrdiff_t image, ptrdiff_t channels,
    ptrdiff_t count)
{
    for (ptrdiff_t j = 0; j < width; j += LANES, x += LANES * image, to += LANES) {
        const ptrdiff_t have = channels - j < LANES ? channels - j : LANES;
        for (ptrdiff_t l = 0; l < count; l += LANES) {
            // The last square may overlap the one before.
            const ptrdiff_t at = l + LANES > count && count >= LANES ? count - LANES : l;
            const ptrdiff_t deep = count - at < LANES ? count - at : LANES;
            vec square[LANES];
            if (have == LANES && deep == LANES) {
                BP_UNROLL for (int i = 0; i < LANES; i++)
                    square[i] = NAME(load)(x + i * image + at);
            } else if (have == LANES) {
                BP_UNROLL for (int i = 0; i < LANES; i++)
                    square[i] = NAME(load_part)(x + i * image + at, deep);
            } else {
                for (ptrdiff_t i = 0; i < LANES; i++)
                    square[i] = i < have ? NAME(load_part)(x + i * image + at, deep) : (vec)(T)0;
            }
            NAME(transpose)(square);
            ptrdiff_t col = at % cols;
            T *there = to + at * width + at / cols * gap;
            if (deep == LANES && col + LANES <= cols) {
                BP_UNROLL for (int i = 0; i < LANES; i++)
                    NAME(store)(there + i * width, square[i]);
            } else if (deep == LANES) {
                BP_UNROLL for (int i = 0; i < LANES; i++) {
                    NAME(store)(there, square[i]);
                    there += ++col == cols ? width + gap : width;
                    col = col == cols ? 0 : col;
                }
            } else {
                for (ptrdiff_t i = 0; i < deep; i++) {
                    NAME(store)(there, square[i]);
                    there += ++col == cols ? width + gap : width;
                    col = col == cols ? 0 : col;
                }
            }
        }
    }
}

// Copies a rectangle of an image with channels last; what is outside of it is zeros.
static TARGET void NAME(channels_last)(
    T *to, ptrdiff_t width, const T *x, ptrdiff_t channels, ptrdiff_t height, ptrdiff_t image_width,
    ptrdiff_t row, ptrdiff_t rows, ptrdiff_t col, ptrdiff_t cols)
{
    const ptrdiff_t image = height * image_width;
    // The rows and columns of the rectangle that are in the image.
    const ptrdiff_t top = NAME(smallest)(NAME(largest)(-row, 0), rows);
    const ptrdiff_t bottom = NAME(largest)(NAME(smallest)(height - row, rows), top);
    const ptrdiff_t left = NAME(smallest)(NAME(largest)(-col, 0), cols);
    const ptrdiff_t right = NAME(largest)(NAME(smallest)(image_width - col, cols), left);
    const ptrdiff_t inside = right - left, gap = cols - inside;
    if (inside == 0 || top == bottom) {
        NAME(zeros)(to, rows * cols * width);
        return;
    }
    NAME(zeros)(to, (top * cols + left) * width);
    for (ptrdiff_t r = top; gap > 0 && r < bottom - 1; r++)
        NAME(zeros)(to + (r * cols + right) * width, gap * width);
    NAME(zeros)(to + ((bottom - 1) * cols + right) * width, ((rows - bottom) * cols + cols - right) * width);
    to += (top * cols + left) * width;
    x += (row + top) * image_width + col + left;
    if (inside == image_width)
        NAME(pixels_last)(to, width, inside, gap * width, x, image, channels, (bottom - top) * inside);
    else
        for (ptrdiff_t r = top; r < bottom; r++, to += cols * width, x += image_width)
            NAME(pixels_last)(to, width, inside, 0, x, image, channels, inside);
}

// The points of a block of an image's squares, from the square (row, col) on.
static TARGET void NAME(points_of_block)(
    const NAME(squares) *q, T *to, T *copy, const T *x, ptrdiff_t row, ptrdiff_t rows, ptrdiff_t col, ptrdiff_t cols)
{
    const NAME(source) *o = &q->source;
    const ptrdiff_t pitch = cols * SQUARE + POINTS - SQUARE, width = q->channels;
    NAME(channels_last)(copy, width, x, o->channels, o->image_height, o->image_width, row * SQUARE - o->pad_top,
                        rows * SQUARE + POINTS - SQUARE, col * SQUARE - o->pad_left, pitch);
    for (ptrdiff_t r = 0; r < rows; r++)
        for (ptrdiff_t c = 0; c < cols; c++, to += width)
            NAME(points_of_image)(to, q->image_apart, copy + (r * pitch + c) * SQUARE * width, pitch * width, width);
}

// A block's squares of the result from their points, without what lies outside of it, with
// filters last.
static BP_APART TARGET void NAME(squares_to_y)(
    const NAME(squares) *q, T *to, const T *from, ptrdiff_t wide, ptrdiff_t rows, ptrdiff_t cols,
    ptrdiff_t high, ptrdiff_t broad, const T *bias, ptrdiff_t filters)
{
    for (ptrdiff_t j = 0; j < wide; j += LANES) {
        // So that a zero is positive.
        vec add = (vec)(T)0;
        if (bias && j < filters)
            add += filters - j < LANES ? NAME(load_part)(bias + j, filters - j) : NAME(load)(bias + j);
        const T *points = from + j;
        for (ptrdiff_t r = 0; r < rows; r++)
            BP_AS_WRITTEN for (ptrdiff_t c = 0; c < cols; c++, points += wide) {
                const ptrdiff_t down = high - r * SQUARE, across = broad - c * SQUARE;
                const bool whole = down >= SQUARE && across >= SQUARE;
                T *there = to + (r * broad + c) * SQUARE * wide + j;
                BP_UNROLL for (int i = 0; i < 2; i++) {
                    vec y[2][POINTS];
                    NAME(transform_rows)(NAME(TO_Y), points, POINTS * q->weight_apart, q->weight_apart, NULL, i, i + 2, y);
                    BP_UNROLL for (int p = 0; p < 2 * SQUARE; p++) {
                        const ptrdiff_t row = i + p / SQUARE * 2, col = p % SQUARE;
                        if (whole || (row < down && col < across))
                            NAME(store)(there + (row * broad + col) * wide, y[p / SQUARE][col] + add);
                    }
                }
            }
    }
}

// The weights' derivative from its points, with filters last.
static BP_APART TARGET void NAME(points_to_weights)(const NAME(squares) *q, T *to, const T *from)
{
    T scale[ALL_POINTS];
    NAME(scales)(scale);
    for (ptrdiff_t i = 0; i < q->source.channels; i++, to += WINDOW * q->filters, from += q->filters)
        BP_AS_WRITTEN for (ptrdiff_t j = 0; j < q->filters; j += LANES) {
            vec dw[2][POINTS];
            BP_UNROLL for (int k = 0; k < 2; k++) {
                NAME(transform_rows)(NAME(TO_DW), from + j, POINTS * q->weight_apart, q->weight_apart, scale, k, 2 - k, dw);
                BP_UNROLL for (int p = 0; p < 6 - 3 * k; p++)
                    NAME(store)(to + (3 * k + p / 3 * 6 + p % 3) * q->filters + j, dw[p / 3][p % 3] + (vec)(T)0);
            }
        }
}

// -- The three directions

// The images of the block behind the one at n, if they are far away and blocks are of whole ones: they
// follow each other `apart` and have so many channels.
BP_INLINE NAME(ahead) NAME(next_images)(
    const NAME(squares) *q, const T *x, ptrdiff_t apart, ptrdiff_t channels, ptrdiff_t image, ptrdiff_t n, ptrdiff_t images)
{
    const ptrdiff_t next = n + q->images;
    if (!q->source.far || q->rows < q->down || q->cols < q->across || apart != channels * image || next >= images)
        return (NAME(ahead)) { 0 };
    return (NAME(ahead)) {
        .from = x + next * apart, .ld = image, .rows = NAME(smallest)(q->images, images - next) * channels, .cols = image,
    };
}

// A pass of y, or dx. Of the weights, (filters, channels, 3, 3), those of a row and a column are
// so far apart; flipped ones are read from the last one to the first.
static TARGET void NAME(squares_pass)(
    const NAME(squares) *q, T *scratch, const T *x, ptrdiff_t x_image, const T *w, ptrdiff_t w_row, ptrdiff_t w_col,
    bool flipped, const T *bias, ptrdiff_t filters, T *y, ptrdiff_t y_image, ptrdiff_t images)
{
    const NAME(source) *o = &q->source;
    const ptrdiff_t pixels = o->out_height * o->out_width, depth = o->channels;
    T scale[ALL_POINTS], *result = scratch + q->result;
    NAME(scales)(scale);
    const ptrdiff_t apart = q->filter_apart, last = flipped ? WINDOW - 1 : 0, sign = flipped ? -1 : 1;
    T *weights = scratch + q->filter;
    for (ptrdiff_t j = 0, wide; j < q->filters; j += wide) {
        wide = NAME(even_vectors)((q->filters - j) / LANES) * LANES;
        // All of a filter's taps lie together, or those of one channel.
        if (w_col == WINDOW)
            NAME(pixels_last)(result, wide, depth * WINDOW, 0, w + j * w_row, w_row, filters - j, depth * WINDOW);
        for (ptrdiff_t k = 0; k < depth; k++) {
            if (w_col != WINDOW)
                NAME(pixels_last)(result, wide, WINDOW, 0, w + j * w_row + k * w_col, w_row, filters - j, WINDOW);
            NAME(points_of_filter)(weights + (j * depth + k * wide), apart,
                                   result + ((w_col == WINDOW ? k * WINDOW : 0) + last) * wide, sign * 3 * wide,
                                   sign * wide, wide / LANES, scale);
        }
    }
    for (ptrdiff_t n = 0; n < images; n += q->images) {
        const NAME(ahead) next = NAME(next_images)(q, x, x_image, depth, o->image_height * o->image_width, n, images);
        for (ptrdiff_t r = 0; r < q->down; r += q->rows)
            for (ptrdiff_t c = 0; c < q->across; c += q->cols) {
                const ptrdiff_t here = NAME(smallest)(images - n, q->images);
                const ptrdiff_t rows = NAME(smallest)(q->down - r, q->rows), cols = NAME(smallest)(q->across - c, q->cols);
                const ptrdiff_t high = NAME(smallest)(o->out_height - r * SQUARE, rows * SQUARE);
                const ptrdiff_t broad = NAME(smallest)(o->out_width - c * SQUARE, cols * SQUARE);
                for (ptrdiff_t m = 0; m < here; m++)
                    NAME(points_of_block)(q, scratch + q->image + m * rows * cols * q->channels, scratch + q->copy,
                                          x + (n + m) * x_image, r, rows, c, cols);
                for (ptrdiff_t j = 0, wide; j < q->filters; j += wide) {
                    wide = NAME(even_vectors)((q->filters - j) / LANES) * LANES;
                    NAME(strip) s = {
                        .rows = here * rows * cols, .depth = depth, .vectors = wide / LANES,
                        .a_row = q->channels, .a_k = 1, .ldc = wide,
                    };
                    for (ptrdiff_t p = 0; p < ALL_POINTS; p++) {
                        if (next.from && j == 0)
                            NAME(prefetch_share)(&next, p, ALL_POINTS);
                        s.a = scratch + q->image + p * q->image_apart;
                        s.b = weights + p * apart + j * depth;
                        s.c = scratch + q->products + p * q->weight_apart;
                        NAME(run_points_strip)(&s);
                    }
                    for (ptrdiff_t m = 0; m < here; m++) {
                        NAME(squares_to_y)(q, result, scratch + q->products + m * rows * cols * wide, wide, rows, cols,
                                           high, broad, bias ? bias + j : NULL, filters - j);
                        T *there = y + (n + m) * y_image + j * pixels + r * SQUARE * o->out_width + c * SQUARE;
                        const ptrdiff_t count = NAME(smallest)(filters - j, wide);
                        // Whole rows follow each other.
                        if (broad == o->out_width)
                            NAME(transposed)(there, pixels, result, wide, count, high * broad);
                        else
                            for (ptrdiff_t i = 0; i < high; i++)
                                NAME(transposed)(there + i * o->out_width, pixels, result + i * broad * wide, wide,
                                                 count, broad);
                    }
                }
            }
    }
}

static TARGET void NAME(convolve_squares)(
    const NAME(squares) *q, T *scratch, const T *x, ptrdiff_t x_image, const T *w, ptrdiff_t w_row, ptrdiff_t w_col,
    bool flipped, const T *bias, ptrdiff_t filters, T *y, ptrdiff_t y_image, ptrdiff_t images)
{
    for (ptrdiff_t f = 0; f < filters; f += q->pass)
        NAME(squares_pass)(q, scratch, x, x_image, w + f * w_row, w_row, w_col, flipped, bias ? bias + f : NULL,
                           NAME(smallest)(filters - f, q->pass), y + f * q->source.out_height * q->source.out_width,
                           y_image, images);
}

// A pass of dw of some images.
static TARGET void NAME(weights_pass)(
    const NAME(squares) *q, T *scratch, const T *x, ptrdiff_t x_image, const T *dy, ptrdiff_t dy_image,
    ptrdiff_t filters, T *dw, ptrdiff_t images)
{
    const NAME(source) *o = &q->source;
    const ptrdiff_t width = q->filters, squares = q->images * q->rows * q->cols;
    T *result = scratch + q->result, *products = scratch + q->products;
    bool resume = false;
    for (ptrdiff_t n = 0; n < images; n += q->images) {
        const NAME(ahead) next_x = NAME(next_images)(
            q, x, x_image, o->channels, o->image_height * o->image_width, n, images);
        const NAME(ahead) next_dy = NAME(next_images)(
            q, dy, dy_image, filters, o->out_height * o->out_width, n, images);
        for (ptrdiff_t r = 0; r < q->down; r += q->rows)
            for (ptrdiff_t c = 0; c < q->across; c += q->cols) {
                const ptrdiff_t here = NAME(smallest)(images - n, q->images);
                const ptrdiff_t rows = NAME(smallest)(q->down - r, q->rows), cols = NAME(smallest)(q->across - c, q->cols);
                for (ptrdiff_t m = 0; m < here; m++) {
                    ptrdiff_t square = m * rows * cols;
                    NAME(points_of_block)(q, scratch + q->image + square * q->channels, scratch + q->copy,
                                          x + (n + m) * x_image, r, rows, c, cols);
                    NAME(channels_last)(scratch + q->copy, width, dy + (n + m) * dy_image, filters, o->out_height,
                                        o->out_width, r * SQUARE, rows * SQUARE, c * SQUARE, cols * SQUARE);
                    for (ptrdiff_t i = 0; i < rows * cols; i++, square++)
                        for (ptrdiff_t j = 0, wide; j < width; j += wide) {
                            wide = NAME(even_vectors)((width - j) / LANES) * LANES;
                            NAME(points_of_dy)(
                                scratch + q->dy + j * squares + square * wide, q->filter_apart,
                                scratch + q->copy + (i / cols * cols * SQUARE + i % cols) * SQUARE * width + j,
                                cols * SQUARE * width, width, wide / LANES);
                        }
                }
                NAME(strip) s = {
                    .rows = o->channels, .depth = here * rows * cols, .a_row = 1, .a_k = q->channels, .ldc = width,
                    .resume = resume,
                };
                for (ptrdiff_t p = 0; p < ALL_POINTS; p++) {
                    if (next_x.from)
                        NAME(prefetch_share)(&next_x, p, ALL_POINTS);
                    if (next_dy.from)
                        NAME(prefetch_share)(&next_dy, p, ALL_POINTS);
                    for (ptrdiff_t j = 0; j < width; j += s.vectors * LANES) {
                        s.vectors = NAME(even_vectors)((width - j) / LANES);
                        s.a = scratch + q->image + p * q->image_apart;
                        s.b = scratch + q->dy + p * q->filter_apart + j * squares;
                        s.c = products + p * q->weight_apart + j;
                        NAME(run_points_strip)(&s);
                    }
                }
                resume = true;
            }
    }
    if (!resume)
        memset(products, 0, (size_t)(ALL_POINTS * q->weight_apart) * sizeof(T));
    NAME(points_to_weights)(q, result, products);
    NAME(transposed)(dw, o->channels * WINDOW, result, width, filters, o->channels * WINDOW);
}

static TARGET void NAME(weights_by_squares)(
    const NAME(squares) *q, T *scratch, const T *x, ptrdiff_t x_image, const T *dy, ptrdiff_t dy_image,
    ptrdiff_t filters, T *dw, ptrdiff_t images)
{
    for (ptrdiff_t f = 0; f < filters; f += q->pass)
        NAME(weights_pass)(q, scratch, x, x_image, dy + f * q->source.out_height * q->source.out_width, dy_image,
                           NAME(smallest)(filters - f, q->pass), dw + f * q->source.channels * WINDOW, images);
}

#undef POINT_A
#undef POINT_B

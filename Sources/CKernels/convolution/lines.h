// Convolutions of 5 × 5 by Winograd's minimal filtering along columns, for one instruction set and element type (see lanes.h).
//
// The result is cut into lines: four pixels of a column. Eight pixels of a column of the image are
// the values of polynomials, a column of a filter is others, and their product is known from its
// values at eight points, 0, ±1/2, ±1, ±2 and infinity: 40 products for four pixels instead of 100.
// In a direction that rows have, filtering would take the lanes of vectors apart; so lanes are
// pixels that lie side by side, and each point is a convolution of its own, along rows, by five taps.

// The points of eight pixels of a column.
BP_INLINE TARGET void NAME(line_of_image)(const vec *x, vec *to)
{
    const vec even_a = NAME(fused)(4, x[2], NAME(fused)(-5, x[4], x[6]));
    const vec odd_a = NAME(fused)(4, x[1], NAME(fused)(-5, x[3], x[5]));
    const vec even_b = NAME(fused)((T)-4.25, x[4], x[2] + x[6]), odd_b = NAME(fused)((T)-4.25, x[3], x[1] + x[5]);
    const vec even_c = NAME(fused)((T)0.25, x[2], NAME(fused)((T)-1.25, x[4], x[6]));
    const vec odd_c = NAME(fused)((T)0.25, x[1], NAME(fused)((T)-1.25, x[3], x[5]));
    to[0] = NAME(fused)((T)5.25, x[2] - x[4], x[6] - x[0]);
    to[1] = NAME(fused)((T)0.5, odd_a, even_a);
    to[2] = NAME(fused)((T)-0.5, odd_a, even_a);
    to[3] = even_b + odd_b;
    to[4] = even_b - odd_b;
    to[5] = NAME(fused)(2, odd_c, even_c);
    to[6] = NAME(fused)(-2, odd_c, even_c);
    to[7] = NAME(fused)((T)5.25, x[3] - x[5], x[7] - x[1]);
}

// Those of five taps of a column, by what polynomials of images leave out.
BP_INLINE TARGET void NAME(line_of_filter)(const vec *w, vec *to)
{
    const T at[3] = { (T)0.5, 1, 2 }, scale[3] = { (T)(32 / 45.0), (T)(-2 / 9.0), (T)(1 / 90.0) };
    to[0] = -w[0];
    BP_UNROLL for (int i = 0; i < 3; i++) {
        const T square = at[i] * at[i];
        const vec even = NAME(fused)(square, NAME(fused)(square, w[4], w[2]), w[0]);
        const vec odd = NAME(fused)(square, w[3], w[1]);
        to[2 * i + 1] = NAME(fused)(at[i], odd, even) * (vec)scale[i];
        to[2 * i + 2] = NAME(fused)(-at[i], odd, even) * (vec)scale[i];
    }
    to[7] = w[4];
}

// Four pixels of a column from their points.
BP_INLINE TARGET void NAME(line_to_y)(const vec *m, vec *to)
{
    const vec even_a = m[1] + m[2], odd_a = m[1] - m[2], even_b = m[3] + m[4], odd_b = m[3] - m[4];
    const vec even_c = m[5] + m[6], odd_c = m[5] - m[6];
    to[0] = m[0] + (even_a + (even_b + even_c));
    to[1] = NAME(fused)(2, odd_c, NAME(fused)((T)0.5, odd_a, odd_b));
    to[2] = NAME(fused)(4, even_c, NAME(fused)((T)0.25, even_a, even_b));
    to[3] = NAME(fused)(8, odd_c, NAME(fused)((T)0.125, odd_a, odd_b)) + m[7];
}

// How a convolution is cut into lines. A row of lines is as wide as the result.
typedef struct {
    NAME(source) source;
    ptrdiff_t rows;        // of lines, of an image at a time
    ptrdiff_t plane;       // from a tap of a point to the next one
    ptrdiff_t points, taps, weights, products, end; // in the scratch memory, behind the copy of the image
} NAME(lines);

static NAME(lines) NAME(lines_of)(NAME(source) source, ptrdiff_t filters, const bp_caches *caches)
{
    NAME(lines) l = { .source = source };
    const ptrdiff_t inputs = source.channels, reach = LINE_TAPS - 1;
    const ptrdiff_t all = (source.out_height + LINE_PIXELS - 1) / LINE_PIXELS;
    l.source.pitch = source.out_width + reach;
    // What all filters read in turn, and what they make of it, stays in the nearest cache.
    const ptrdiff_t row = (inputs * LINE_TAPS + LINE_FILTERS) * LINE_POINTS * source.out_width;
    l.rows = NAME(even_part)(all, NAME(largest)(caches->l1 / (ptrdiff_t)sizeof(T) / row, 1), 1);
    l.source.height = l.rows * LINE_PIXELS + reach;
    // Vectors of the last pixels read, and write, what lies behind.
    l.plane = NAME(points_apart)(l.rows * source.out_width + LANES);
    l.points = NAME(points_apart)(inputs * l.source.height * l.source.pitch + LANES);
    l.taps = l.points + LINE_POINTS * NAME(points_apart)(l.source.pitch + LANES);
    l.weights = l.taps + inputs * LINE_POINTS * LINE_TAPS * l.plane;
    l.products = l.weights + NAME(points_apart)(filters * inputs * LINE_POINTS * LINE_TAPS + LANES);
    l.end = l.products + LINE_FILTERS * LINE_POINTS * l.plane;
    return l;
}

// The points of all filters: filter by filter, in it channel by channel, point by point and tap by
// tap.
static TARGET void NAME(lines_of_filters)(T *to, const T *w, ptrdiff_t kernels)
{
    T copy[LINE_TAPS * LINE_TAPS + LANES] = { 0 };
    for (ptrdiff_t i = 0; i < kernels; i++, w += LINE_TAPS * LINE_TAPS, to += LINE_POINTS * LINE_TAPS) {
        memcpy(copy, w, LINE_TAPS * LINE_TAPS * sizeof(T));
        BP_UNROLL for (int j = 0; j < LINE_TAPS; j += LANES) {
            vec column[LINE_TAPS], points[LINE_POINTS];
            BP_UNROLL for (int u = 0; u < LINE_TAPS; u++)
                column[u] = NAME(load)(copy + u * LINE_TAPS + j);
            NAME(line_of_filter)(column, points);
            // Whole vectors: what is too much is written over by what follows.
            BP_UNROLL for (int p = 0; p < LINE_POINTS; p++)
                if (LINE_TAPS <= LANES)
                    NAME(store)(to + p * LINE_TAPS, points[p]);
                else
                    NAME(store_some)(to + p * LINE_TAPS + j, points[p], LINE_TAPS - j < LANES ? LINE_TAPS - j : LANES);
        }
    }
}

// The points of some rows of lines of an image, from the row of pixels `first` on: for each channel and
// point a plane for each tap, so that pixels lie side by side from row to row.
static TARGET void NAME(lines_of_image)(const NAME(lines) *l, T *scratch, const T *x, ptrdiff_t first, ptrdiff_t rows)
{
    const NAME(source) *o = &l->source;
    const ptrdiff_t plane = l->plane, pitch = o->pitch, width = o->out_width, apart = NAME(points_apart)(pitch + LANES);
    T *points = scratch + l->points, *to = scratch + l->taps;
    NAME(fill_source)(scratch, o, x, first);
    for (ptrdiff_t c = 0; c < o->channels; c++, to += LINE_POINTS * LINE_TAPS * plane)
        for (ptrdiff_t r = 0; r < rows; r++) {
            const T *from = scratch + (c * o->height + r * LINE_PIXELS) * pitch;
            for (ptrdiff_t j = 0; j < pitch; j += LANES) {
                vec column[LINE_POINTS], values[LINE_POINTS];
                BP_UNROLL for (int i = 0; i < LINE_POINTS; i++)
                    column[i] = NAME(load)(from + i * pitch + j);
                NAME(line_of_image)(column, values);
                BP_UNROLL for (int p = 0; p < LINE_POINTS; p++)
                    NAME(store)(points + p * apart + j, values[p]);
            }
            T *there = to + r * width;
            for (const T *at = points; at < points + LINE_POINTS * apart; at += apart, there += LINE_TAPS * plane)
                for (ptrdiff_t j = 0; j < width; j += LANES)
                    BP_UNROLL for (int t = 0; t < LINE_TAPS; t++)
                        NAME(store)(there + t * plane + j, NAME(load)(at + t + j));
        }
}

// The products of a point and a channel for some vectors of pixels, whose taps stay in registers
// while the filters pass. Those of the first channel begin the sums.
BP_INLINE TARGET void NAME(line_products_of)(
    const int vectors, bool first, const T *x, ptrdiff_t plane, const T *w, ptrdiff_t filter, ptrdiff_t filters, T *to)
{
    vec taps[LINE_TAPS][OFFSET_VECTORS];
    BP_UNROLL for (int t = 0; t < LINE_TAPS; t++)
        BP_UNROLL for (int v = 0; v < vectors; v++)
            taps[t][v] = NAME(load)(x + t * plane + v * LANES);
    BP_AS_WRITTEN for (ptrdiff_t f = 0; f < filters; f++, w += filter, to += LINE_POINTS * plane) {
        vec sums[OFFSET_VECTORS];
        BP_UNROLL for (int v = 0; v < vectors; v++)
            sums[v] = first ? (vec)(T)0 : NAME(load)(to + v * LANES);
        BP_UNROLL for (int t = 0; t < LINE_TAPS; t++)
            BP_UNROLL for (int v = 0; v < vectors; v++)
                sums[v] = NAME(fused)(w[t], taps[t][v], sums[v]);
        BP_UNROLL for (int v = 0; v < vectors; v++)
            NAME(store)(to + v * LANES, sums[v]);
    }
}

static BP_APART TARGET void NAME(line_products)(
    bool first, const T *x, ptrdiff_t plane, const T *w, ptrdiff_t filter, ptrdiff_t filters, T *to, ptrdiff_t pixels)
{
    for (ptrdiff_t j = 0, wide; j < pixels; j += wide * LANES) {
        wide = NAME(even_vectors)((pixels - j + LANES - 1) / LANES);
        switch (wide) {
        case 1: NAME(line_products_of)(1, first, x + j, plane, w, filter, filters, to + j); break;
        case 2: NAME(line_products_of)(2, first, x + j, plane, w, filter, filters, to + j); break;
#if OFFSET_VECTORS == 4
        case 3: NAME(line_products_of)(3, first, x + j, plane, w, filter, filters, to + j); break;
        case 4: NAME(line_products_of)(4, first, x + j, plane, w, filter, filters, to + j); break;
#endif
        }
    }
}

// Four rows of y of one filter, or `rows` of them, from the points of a row of lines.
BP_INLINE TARGET void NAME(line_to_rows)(
    T *y, const ptrdiff_t rows, ptrdiff_t width, const T *points, ptrdiff_t plane, vec add)
{
    for (ptrdiff_t j = 0; j < width; j += LANES) {
        // The last vector may overlap the one before.
        const ptrdiff_t at = j + LANES > width && width >= LANES ? width - LANES : j;
        vec m[LINE_POINTS], pixels[LINE_PIXELS];
        BP_UNROLL for (int p = 0; p < LINE_POINTS; p++)
            m[p] = NAME(load)(points + p * plane + at);
        NAME(line_to_y)(m, pixels);
        BP_UNROLL for (int i = 0; i < LINE_PIXELS; i++)
            if (i >= rows)
                break;
            else if (width >= LANES)
                NAME(store)(y + i * width + at, pixels[i] + add);
            else
                NAME(store_part)(y + i * width + at, pixels[i] + add, width);
    }
}

// All rows of one filter that are computed at a time.
static BP_APART TARGET void NAME(lines_to_y)(
    T *y, ptrdiff_t high, ptrdiff_t width, const T *points, ptrdiff_t plane, const T *bias)
{
    // A zero is positive.
    const vec add = (vec)(bias ? *bias : 0) + (vec)(T)0;
    for (; high >= LINE_PIXELS; high -= LINE_PIXELS, y += LINE_PIXELS * width, points += width)
        NAME(line_to_rows)(y, LINE_PIXELS, width, points, plane, add);
    if (high > 0)
        NAME(line_to_rows)(y, high, width, points, plane, add);
}

// Prefetches a share of some rows of y, which are written after their points are known: all at
// once, so that what is far away would be waited for.
BP_INLINE void NAME(prefetch_lines)(
    const T *y, ptrdiff_t apart, ptrdiff_t filters, ptrdiff_t pixels, ptrdiff_t share, ptrdiff_t shares)
{
    const ptrdiff_t line = LINE / sizeof(T), from = share * pixels / shares / line * line;
    for (ptrdiff_t f = 0; f < filters; f++, y += apart)
        for (ptrdiff_t i = from; i < (share + 1) * pixels / shares; i += line)
            __builtin_prefetch(y + i, 1, 1);
}

static TARGET void NAME(convolve_lines)(
    const NAME(lines) *l, T *scratch, const T *x, ptrdiff_t x_image, const T *w, const T *bias, ptrdiff_t filters,
    T *y, ptrdiff_t y_image, ptrdiff_t images)
{
    const NAME(source) *o = &l->source;
    const ptrdiff_t width = o->out_width, image = o->out_height * width, plane = l->plane;
    const ptrdiff_t pass = NAME(even_part)(filters, LINE_FILTERS, 1);
    const ptrdiff_t points = o->channels * LINE_POINTS, of_filter = points * LINE_TAPS;
    T *weights = scratch + l->weights, *products = scratch + l->products;
    NAME(lines_of_filters)(weights, w, filters * o->channels);
    for (ptrdiff_t n = 0; n < images; n++, x += x_image, y += y_image)
        for (ptrdiff_t i = 0; i < o->out_height; i += l->rows * LINE_PIXELS) {
            const ptrdiff_t high = NAME(smallest)(o->out_height - i, l->rows * LINE_PIXELS);
            const ptrdiff_t rows = (high + LINE_PIXELS - 1) / LINE_PIXELS;
            NAME(lines_of_image)(l, scratch, x, i, rows);
            for (ptrdiff_t f = 0; f < filters; f += pass) {
                const ptrdiff_t here = NAME(smallest)(filters - f, pass);
                T *to = y + f * image + i * width;
                for (ptrdiff_t k = 0; k < points; k++) {
                    NAME(prefetch_lines)(to, image, here, high * width, k, points);
                    NAME(line_products)(
                        k < LINE_POINTS, scratch + l->taps + k * LINE_TAPS * plane, plane,
                        weights + f * of_filter + k * LINE_TAPS, of_filter, here,
                        products + k % LINE_POINTS * plane, rows * width);
                }
                for (ptrdiff_t g = 0; g < here; g++)
                    NAME(lines_to_y)(to + g * image, high, width, products + g * LINE_POINTS * plane, plane,
                                     bias ? bias + f + g : NULL);
            }
        }
}

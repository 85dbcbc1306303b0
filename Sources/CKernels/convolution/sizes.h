// Sizes and rows of convolutions, for one instruction set and element type (see lanes.h).
//
// A convolution is a matrix product one of whose operands is patches of images, which are
// never written out. There are two ways to see it: columns are pixels (pixels.h), whose
// vectors tiles read where they lie in a copy of the image, or columns are filters
// (filters.h), and tiles read single numbers of the image. The sums are the same to the bit.
// Many kernels of 3×3 and 5×5 are computed otherwise (winograd.h, lines.h).

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

// Zeros, and perhaps fewer than LANES more. Beside a row it is a vector of them, for which a call of
// memset, which compilers make of a plain loop, would take longer than all else.
BP_INLINE TARGET void NAME(zeros)(T *to, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i += LANES) {
        BP_HIDE(to);
        NAME(store)(to + i, (vec)(T)0);
    }
}

// to[r * n + i] = x[top + r * down, first + i * step], or 0 outside of x, which has `height` rows of
// `width`. Fewer than LANES elements behind those may be written, too.
static TARGET void NAME(copy_padded)(
    T *to, ptrdiff_t rows, ptrdiff_t n, const T *x, ptrdiff_t height, ptrdiff_t width,
    ptrdiff_t top, ptrdiff_t down, ptrdiff_t first, ptrdiff_t step)
{
    // Of each row those before `start` and from `end` on are outside.
    const ptrdiff_t past = first < 0 ? (step - 1 - first) / step : 0;
    const ptrdiff_t start = past < n ? past : n;
    const ptrdiff_t reach = first >= width ? 0 : (width - first + step - 1) / step;
    const ptrdiff_t end = reach < start ? start : reach < n ? reach : n;
    const ptrdiff_t inside = end - start, column = inside > 0 ? first + start * step : 0;
    for (ptrdiff_t r = 0, row = top; r < rows; r++, row += down, to += n) {
        const bool outside = row < 0 || row >= height;
        const T *from = x + (outside ? 0 : row * width + column);
        T *there = to + start;
        NAME(zeros)(to, start);
        if (outside) {
            NAME(zeros)(there, inside);
        } else if (step == 1 && inside >= LANES) {
            // The last vector may overlap the one before.
            for (ptrdiff_t i = 0; i < inside - LANES; i += LANES)
                NAME(store)(there + i, NAME(load)(from + i));
            NAME(store)(there + inside - LANES, NAME(load)(from + inside - LANES));
        } else if (step == 1 && inside > 0) {
            NAME(store)(there, NAME(load_part)(from, inside));
        } else {
            for (ptrdiff_t i = 0; i < inside; i++)
                there[i] = from[i * step];
        }
        NAME(zeros)(to + end, n - end);
    }
}

BP_INLINE ptrdiff_t NAME(between)(ptrdiff_t x, ptrdiff_t least, ptrdiff_t most)
{
    return x < least ? least : x > most ? most : x;
}

// Rows of an image of which so many fit into their part of the cache, at `size` elements
// each and `more` for all.
BP_INLINE ptrdiff_t NAME(rows_that_fit)(const bp_caches *caches, ptrdiff_t size, ptrdiff_t more, ptrdiff_t all)
{
    const ptrdiff_t most = (caches->l2 / PLANES_SHARE / (ptrdiff_t)sizeof(T) - more) / NAME(largest)(size, 1);
    return NAME(even_part)(all, NAME(largest)(most, 1), 1);
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

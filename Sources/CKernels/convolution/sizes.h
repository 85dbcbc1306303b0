// Sizes and rows of convolutions, for one instruction set and element type (see lanes.h).
//
// A convolution is a matrix product one of whose operands is patches of images, which are
// never written out. There are two ways to see it: columns are pixels (pixels.h), whose
// vectors tiles read where they lie in a copy of the image, or columns are filters
// (filters.h), and tiles read single numbers of the image. The sums are the same to the bit.
// Many kernels of 3×3 are computed otherwise (winograd.h).

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
    // Those before `start` and from `end` on are outside. (A division takes longer than a short
    // row.)
    ptrdiff_t start = first < 0 ? step == 1 ? -first : (step - 1 - first) / step : 0;
    ptrdiff_t end = first >= width ? 0 : step == 1 ? width - first : (width - first + step - 1) / step;
    start = row && start < n ? start : n;
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

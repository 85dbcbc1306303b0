// Max and average pooling for one instruction set and element type (see lanes.h).
//
// Neighbours in a row of y are computed side by side where their windows lie within the
// columns of x and are one or two columns apart, as nearly all are. The others are
// computed one by one, in the same order of operations.

// The lanes 0, 2, 4, ... of two vectors in a row, and 1, 3, 5, ...; and the first where the second one was
// read from an element before its place.
#define EVEN_2(a, b) __builtin_shufflevector(a, b, 0, 2)
#define EVEN_4(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6)
#define EVEN_8(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define EVEN_16(a, b) __builtin_shufflevector(a, b, \
    0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODD_2(a, b) __builtin_shufflevector(a, b, 1, 3)
#define ODD_4(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7)
#define ODD_8(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
#define ODD_16(a, b) __builtin_shufflevector(a, b, \
    1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
#define EVEN_BEFORE_2(a, b) __builtin_shufflevector(a, b, 0, 3)
#define EVEN_BEFORE_4(a, b) __builtin_shufflevector(a, b, 0, 2, 5, 7)
#define EVEN_BEFORE_8(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 9, 11, 13, 15)
#define EVEN_BEFORE_16(a, b) __builtin_shufflevector(a, b, \
    0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31)

// A part of an axis, of the places before `end`.
typedef struct NAME(span) {
    ptrdiff_t first, end;
} NAME(span);

// What of a window that starts somewhere on an axis lies on it, in the window's own places.
BP_INLINE NAME(span) NAME(span_of)(ptrdiff_t start, ptrdiff_t window, ptrdiff_t size)
{
    return (NAME(span)){ start < 0 ? -start : 0, start + window > size ? size - start : window };
}

// How many elements the mean of a window is taken over.
BP_INLINE T NAME(mean_count)(const bp_pooling *s, NAME(span) rows, NAME(span) columns)
{
    return s->counts_padding ? (T)(s->window_height * s->window_width)
        : (T)((rows.end - rows.first) * (columns.end - columns.first));
}

// The columns of y that are computed side by side.
BP_INLINE NAME(span) NAME(whole_windows)(const bp_pooling *s)
{
    const ptrdiff_t room = s->width + s->pad_left - s->window_width;
    const ptrdiff_t end = room < 0 || s->stride_x > 2 ? 0 : room / s->stride_x + 1;
    return (NAME(span)){
        (s->pad_left + s->stride_x - 1) / s->stride_x, end < s->out_width ? end : s->out_width
    };
}

// Every element, or every second one, from p on, n of them. Nothing past the last is read.
BP_INLINE TARGET vec NAME(load_apart)(const int stride, const T *p, ptrdiff_t n)
{
    if (stride == 1)
        return n < LANES ? NAME(load_part)(p, n) : NAME(load)(p);
    if (n >= LANES)
        return BP_JOIN(EVEN_BEFORE_, LANES)(NAME(load)(p), NAME(load)(p + LANES - 1));
    const ptrdiff_t all = 2 * n - 1;
    if (all <= LANES)
        return BP_JOIN(EVEN_, LANES)(NAME(load_part)(p, all), (vec)(T)0);
    return BP_JOIN(EVEN_, LANES)(NAME(load)(p), NAME(load_part)(p + LANES, all - LANES));
}

BP_INLINE TARGET void NAME(store_first)(T *p, vec x, ptrdiff_t n)
{
    if (n < LANES)
        NAME(store_part)(p, x, n);
    else
        NAME(store)(p, x);
}

// The larger of two, the first if they are equal, a NaN being larger than all else, and
// its place.
BP_INLINE TARGET void NAME(take_larger)(vec *most, vec *place, vec here, vec its_place)
{
    const mask_vec is_more = ~(here <= *most) & (*most == *most);
    *most = is_more ? here : *most;
    *place = is_more ? its_place : *place;
}

// The largest elements of windows side by side in one row of y. The rows of x that they
// cover start at `x`, in places `rows` of the windows.
BP_INLINE TARGET void NAME(largest_in_row)(
    const int stride, const bp_pooling *s, const T *x, NAME(span) rows, NAME(span) of, T *y, T *places)
{
    for (ptrdiff_t j = of.first; j < of.end; j += LANES) {
        const T *corner = x + j * stride - s->pad_left;
        const ptrdiff_t n = of.end - j;
        vec most = NAME(load_apart)(stride, corner, n);
        vec place = (vec)(T)(rows.first * s->window_width);
        for (ptrdiff_t u = rows.first; u < rows.end; u++, corner += s->width)
            for (ptrdiff_t v = 0; v < s->window_width; v++) {
                const vec here = NAME(load_apart)(stride, corner + v, n);
                NAME(take_larger)(&most, &place, here, (vec)(T)(u * s->window_width + v));
            }
        NAME(store_first)(y + j, most, n);
        NAME(store_first)(places + j, place, n);
    }
}

// Whether windows are 2×2, side by side and within x. Then an element of x has at most one.
BP_INLINE bool NAME(is_by_two)(const bp_pooling *s)
{
    return s->window_height == 2 && s->window_width == 2 && s->stride_y == 2 && s->stride_x == 2
        && s->pad_top == 0 && s->pad_left == 0
        && 2 * s->out_height <= s->height && 2 * s->out_width <= s->width;
}

// The largest of pairs of neighbours; their places count from `first`. They begin with `low` elements at x; `high` more
// lie behind these.
BP_INLINE TARGET void NAME(largest_of_pairs)(
    const T *x, ptrdiff_t low, ptrdiff_t high, T first, vec *most, vec *place)
{
    const vec front = NAME(load_some)(x, low);
    const vec back = high > 0 ? NAME(load_some)(x + LANES, high) : (vec)(T)0;
    *most = BP_JOIN(EVEN_, LANES)(front, back);
    *place = (vec)first;
    NAME(take_larger)(most, place, BP_JOIN(ODD_, LANES)(front, back), (vec)(first + 1));
}

// The n columns of y from j on, in all rows.
BP_INLINE TARGET void NAME(max_pool_columns)(
    const bp_pooling *s, ptrdiff_t planes, ptrdiff_t j, ptrdiff_t n, ptrdiff_t low, ptrdiff_t high, const T *x,
    T *y, T *places)
{
    const ptrdiff_t width = s->width, cols = s->out_width, left_over = (s->height - 2 * s->out_height) * width;
    x += 2 * j;
    y += j;
    places += j;
    for (ptrdiff_t p = 0; p < planes; p++, x += left_over)
        for (ptrdiff_t i = 0; i < s->out_height; i++, x += 2 * width, y += cols, places += cols) {
            vec most, place, most_below, place_below;
            NAME(largest_of_pairs)(x, low, high, 0, &most, &place);
            NAME(largest_of_pairs)(x + width, low, high, 2, &most_below, &place_below);
            NAME(take_larger)(&most, &place, most_below, place_below);
            NAME(store_some)(y, most, n);
            NAME(store_some)(places, place, n);
        }
}

static TARGET void NAME(max_pool_by_two)(
    const bp_pooling *s, ptrdiff_t planes, const T *x, T *y, T *places)
{
    // All planes at once where a row is one vector; else one by one, so that it is still in the cache for the next columns.
    const ptrdiff_t cols = s->out_width, at_once = cols <= LANES ? planes : 1;
    for (ptrdiff_t p = 0; p < planes; p += at_once) {
        for (ptrdiff_t j = 0; j < cols; j += LANES) {
            const ptrdiff_t n = cols - j;
            // Loops for each kind of vectors, so that they needn't ask.
            if (n >= LANES)
                NAME(max_pool_columns)(s, at_once, j, LANES, LANES, LANES, x, y, places);
            else if (2 * n > LANES)
                NAME(max_pool_columns)(s, at_once, j, n, LANES, 2 * n - LANES, x, y, places);
            else
                NAME(max_pool_columns)(s, at_once, j, n, 2 * n, 0, x, y, places);
        }
        x += at_once * s->height * s->width;
        y += at_once * s->out_height * cols;
        places += at_once * s->out_height * cols;
    }
}

static TARGET void NAME(max_pool)(
    const bp_pooling *s, ptrdiff_t planes, const T *x, T *y, T *places)
{
    if (NAME(is_by_two)(s)) {
        NAME(max_pool_by_two)(s, planes, x, y, places);
        return;
    }
    const NAME(span) whole = NAME(whole_windows)(s);
    for (ptrdiff_t p = 0; p < planes; p++, x += s->height * s->width)
        for (ptrdiff_t i = 0; i < s->out_height; i++, y += s->out_width, places += s->out_width) {
            const ptrdiff_t top = i * s->stride_y - s->pad_top;
            const NAME(span) rows = NAME(span_of)(top, s->window_height, s->height);
            const T *start = x + (top + rows.first) * s->width;
            for (ptrdiff_t j = 0; j < s->out_width; j++) {
                if (j == whole.first && j < whole.end) {
                    if (s->stride_x == 1)
                        NAME(largest_in_row)(1, s, start, rows, whole, y, places);
                    else
                        NAME(largest_in_row)(2, s, start, rows, whole, y, places);
                    j = whole.end - 1;
                    continue;
                }
                const ptrdiff_t left = j * s->stride_x - s->pad_left;
                const NAME(span) columns = NAME(span_of)(left, s->window_width, s->width);
                T most = start[left + columns.first];
                ptrdiff_t place = rows.first * s->window_width + columns.first;
                BP_AS_WRITTEN for (ptrdiff_t u = rows.first; u < rows.end; u++)
                    BP_AS_WRITTEN for (ptrdiff_t v = columns.first; v < columns.end; v++) {
                        const T here = x[(top + u) * s->width + left + v];
                        if (!(here <= most) && most == most) {
                            most = here;
                            place = u * s->window_width + v;
                        }
                    }
                y[j] = most;
                places[j] = (T)place;
            }
        }
}

// The means of windows side by side in one row of y.
BP_INLINE TARGET void NAME(means_in_row)(
    const int stride, const bp_pooling *s, const T *x, NAME(span) rows, NAME(span) of, T *y)
{
    const vec count = (vec)NAME(mean_count)(s, rows, (NAME(span)){ 0, s->window_width });
    for (ptrdiff_t j = of.first; j < of.end; j += LANES) {
        const T *corner = x + j * stride - s->pad_left;
        const ptrdiff_t n = of.end - j;
        vec sum = (vec)(T)0;
        for (ptrdiff_t u = rows.first; u < rows.end; u++, corner += s->width)
            for (ptrdiff_t v = 0; v < s->window_width; v++)
                sum += NAME(load_apart)(stride, corner + v, n);
        NAME(store_first)(y + j, sum / count, n);
    }
}

static TARGET void NAME(average_pool)(const bp_pooling *s, ptrdiff_t planes, const T *x, T *y)
{
    const NAME(span) whole = NAME(whole_windows)(s);
    for (ptrdiff_t p = 0; p < planes; p++, x += s->height * s->width)
        for (ptrdiff_t i = 0; i < s->out_height; i++, y += s->out_width) {
            const ptrdiff_t top = i * s->stride_y - s->pad_top;
            const NAME(span) rows = NAME(span_of)(top, s->window_height, s->height);
            const T *start = x + (top + rows.first) * s->width;
            for (ptrdiff_t j = 0; j < s->out_width; j++) {
                if (j == whole.first && j < whole.end) {
                    if (s->stride_x == 1)
                        NAME(means_in_row)(1, s, start, rows, whole, y);
                    else
                        NAME(means_in_row)(2, s, start, rows, whole, y);
                    j = whole.end - 1;
                    continue;
                }
                const ptrdiff_t left = j * s->stride_x - s->pad_left;
                const NAME(span) columns = NAME(span_of)(left, s->window_width, s->width);
                T sum = 0;
                BP_AS_WRITTEN for (ptrdiff_t u = rows.first; u < rows.end; u++)
                    BP_AS_WRITTEN for (ptrdiff_t v = columns.first; v < columns.end; v++)
                        sum += x[(top + u) * s->width + left + v];
                y[j] = sum / NAME(mean_count)(s, rows, columns);
            }
        }
}

// Writes pairs of lanes, one of each vector: `low` elements at p, and `high` more behind these.
BP_INLINE TARGET void NAME(store_pairs)(T *p, vec a, vec b, ptrdiff_t low, ptrdiff_t high)
{
    NAME(store_some)(p, BP_JOIN(BP_LOW_, LANES)(a, b), low);
    if (high > 0)
        NAME(store_some)(p + LANES, BP_JOIN(BP_HIGH_, LANES)(a, b), high);
}

// What the n columns of dy from j on give, in all rows.
BP_INLINE TARGET void NAME(spread_columns)(
    const bool to_places, const bp_pooling *s, ptrdiff_t planes, ptrdiff_t j, ptrdiff_t n, ptrdiff_t low,
    ptrdiff_t high, const T *places, const T *dy, T *dx)
{
    const ptrdiff_t width = s->width, cols = s->out_width, left_over = (s->height - 2 * s->out_height) * width;
    const vec none = (vec)(T)0;
    places += to_places ? j : 0;
    dy += j;
    dx += 2 * j;
    for (ptrdiff_t p = 0; p < planes; p++, dx += left_over)
        for (ptrdiff_t i = 0; i < s->out_height; i++, dx += 2 * width, dy += cols) {
            const vec given = NAME(load_some)(dy, n);
            if (!to_places) {
                // As a sum that starts with 0.
                const vec share = given / (vec)(T)4 + none;
                NAME(store_pairs)(dx, share, share, low, high);
                NAME(store_pairs)(dx + width, share, share, low, high);
                continue;
            }
            const vec place = NAME(load_some)(places, n), all = given + none;
            places += cols;
            NAME(store_pairs)(dx, place == (vec)(T)0 ? all : none, place == (vec)(T)1 ? all : none, low, high);
            NAME(store_pairs)(
                dx + width, place == (vec)(T)2 ? all : none, place == (vec)(T)3 ? all : none, low, high);
        }
}

// The derivative by x where windows are 2×2: all of dy[j] at its place or, without
// places, a quarter of it everywhere.
BP_INLINE TARGET void NAME(spread_by_two)(
    const bool to_places, const bp_pooling *s, ptrdiff_t planes, const T *places, const T *dy, T *dx)
{
    const ptrdiff_t cols = s->out_width, at_once = cols <= LANES ? planes : 1;
    if (s->width != 2 * cols || s->height != 2 * s->out_height)
        NAME(fill)(planes * s->height * s->width, (T)0, dx);
    for (ptrdiff_t p = 0; p < planes; p += at_once) {
        for (ptrdiff_t j = 0; j < cols; j += LANES) {
            const ptrdiff_t n = cols - j;
            if (n >= LANES)
                NAME(spread_columns)(to_places, s, at_once, j, LANES, LANES, LANES, places, dy, dx);
            else if (2 * n > LANES)
                NAME(spread_columns)(to_places, s, at_once, j, n, LANES, 2 * n - LANES, places, dy, dx);
            else
                NAME(spread_columns)(to_places, s, at_once, j, n, 2 * n, 0, places, dy, dx);
        }
        places += to_places ? at_once * s->out_height * cols : 0;
        dy += at_once * s->out_height * cols;
        dx += at_once * s->height * s->width;
    }
}

static TARGET void NAME(max_pool_backward)(
    const bp_pooling *s, ptrdiff_t planes, const T *places, const T *dy, T *dx)
{
    if (NAME(is_by_two)(s)) {
        NAME(spread_by_two)(true, s, planes, places, dy, dx);
        return;
    }
    NAME(fill)(planes * s->height * s->width, (T)0, dx);
    for (ptrdiff_t p = 0; p < planes; p++, dx += s->height * s->width)
        for (ptrdiff_t i = 0; i < s->out_height; i++, dy += s->out_width, places += s->out_width)
            BP_AS_WRITTEN for (ptrdiff_t j = 0; j < s->out_width; j++) {
                const uint32_t place = (uint32_t)places[j], width = (uint32_t)s->window_width;
                const ptrdiff_t row = i * s->stride_y - s->pad_top + place / width;
                const ptrdiff_t column = j * s->stride_x - s->pad_left + place % width;
                dx[row * s->width + column] += dy[j];
            }
}

static TARGET void NAME(average_pool_backward)(
    const bp_pooling *s, ptrdiff_t planes, const T *dy, T *dx)
{
    if (NAME(is_by_two)(s)) {
        NAME(spread_by_two)(false, s, planes, dy, dy, dx);
        return;
    }
    NAME(fill)(planes * s->height * s->width, (T)0, dx);
    for (ptrdiff_t p = 0; p < planes; p++, dx += s->height * s->width)
        for (ptrdiff_t i = 0; i < s->out_height; i++, dy += s->out_width) {
            const ptrdiff_t top = i * s->stride_y - s->pad_top;
            const NAME(span) rows = NAME(span_of)(top, s->window_height, s->height);
            for (ptrdiff_t j = 0; j < s->out_width; j++) {
                const ptrdiff_t left = j * s->stride_x - s->pad_left;
                const NAME(span) columns = NAME(span_of)(left, s->window_width, s->width);
                const T share = dy[j] / NAME(mean_count)(s, rows, columns);
                BP_AS_WRITTEN for (ptrdiff_t u = rows.first; u < rows.end; u++)
                    BP_AS_WRITTEN for (ptrdiff_t v = columns.first; v < columns.end; v++)
                        dx[(top + u) * s->width + left + v] += share;
            }
        }
}

#undef EVEN_2
#undef ODD_2
#undef EVEN_4
#undef ODD_4
#undef EVEN_8
#undef ODD_8
#undef EVEN_16
#undef ODD_16
#undef EVEN_BEFORE_2
#undef EVEN_BEFORE_4
#undef EVEN_BEFORE_8
#undef EVEN_BEFORE_16

// Sums of numbers and of products, down columns and along rows, for one instruction
// set and element type (see lanes.h).

// Columns to be summed, from x on; without `products` of the numbers themselves.
typedef struct {
    bool products, accumulate;
    ptrdiff_t rows, ldx, ldy;
    const T *x, *about, *y;
    T *out;
} NAME(columns);

// The sums of `full` vectors of columns at once, from column j on, of `count` columns each:
// the additions of one column wait for each other, those of several columns do not.
BP_INLINE TARGET void NAME(sum_columns)(
    const int full, const ptrdiff_t count, const bool products, const NAME(columns) *c, ptrdiff_t j)
{
    vec acc[4], about[4];
    BP_UNROLL for (int v = 0; v < full; v++) {
        const ptrdiff_t i = j + v * LANES;
        acc[v] = c->accumulate ? BP_GET(c->out) : (vec)(T)0;
        about[v] = products && c->about ? BP_GET(c->about) : (vec)(T)0;
    }
    for (ptrdiff_t r = 0; r < c->rows; r++) {
        BP_UNROLL for (int v = 0; v < full; v++) {
            const ptrdiff_t i = j + v * LANES;
            const vec x = BP_GET(c->x + r * c->ldx);
            if (products) {
                const vec apart = x - about[v];
                acc[v] = BP_FMA(apart, c->y ? BP_GET(c->y + r * c->ldy) : apart, acc[v]);
            } else {
                acc[v] += x;
            }
        }
    }
    BP_UNROLL for (int v = 0; v < full; v++) {
        const ptrdiff_t i = j + v * LANES;
        BP_PUT(c->out, acc[v]);
    }
}

BP_INLINE TARGET void NAME(sum_all_columns)(const bool products, ptrdiff_t cols, const NAME(columns) *c)
{
    ptrdiff_t j = 0;
    for (; j + 4 * LANES <= cols; j += 4 * LANES)
        NAME(sum_columns)(4, LANES, products, c, j);
    for (; j + LANES <= cols; j += LANES)
        NAME(sum_columns)(1, LANES, products, c, j);
    if (j < cols)
        NAME(sum_columns)(1, cols - j, products, c, j);
}

static TARGET void NAME(column_sums)(
    ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx, T *out, bool accumulate)
{
    const NAME(columns) c = { .rows = rows, .x = x, .ldx = ldx, .out = out, .accumulate = accumulate };
    NAME(sum_all_columns)(false, cols, &c);
}

static TARGET void NAME(column_products)(
    ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx, const T *about,
    const T *y, ptrdiff_t ldy, T *out, bool accumulate)
{
    const NAME(columns) c = { .rows = rows, .x = x, .ldx = ldx, .about = about, .y = y, .ldy = ldy,
                              .out = out, .accumulate = accumulate };
    NAME(sum_all_columns)(true, cols, &c);
}

// Sixteen elements, however many fit in a register.
typedef T NAME(sixteen) __attribute__((ext_vector_type(16)));
typedef MASK_T NAME(sixteen_places) __attribute__((ext_vector_type(16)));

static const NAME(sixteen_places) NAME(places) = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

// The first n elements at p, and zeros. (Not returned, since compilers warn of
// vectors that the baseline can't return.)
BP_INLINE TARGET void NAME(load_sixteen)(NAME(sixteen) *x, const T *p, ptrdiff_t n)
{
    vec parts[16 / LANES];
    BP_UNROLL for (int i = 0; i < 16; i += LANES)
        parts[i / LANES] = n >= i + LANES ? NAME(load)(p + i)
            : n > i ? NAME(load_part)(p + i, n - i) : (vec)(T)0;
    memcpy(x, parts, sizeof parts);
}

// The sum of all, halves added to halves.
BP_INLINE TARGET T NAME(sum_sixteen)(const NAME(sixteen) *sums)
{
    const __typeof__(sums->lo) eight = sums->lo + sums->hi;
    const __typeof__(eight.lo) four = eight.lo + eight.hi;
    const __typeof__(four.lo) two = four.lo + four.hi;
    return two.lo + two.hi;
}

static TARGET void NAME(row_sums)(
    ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx, const ptrdiff_t *without, T *out)
{
    for (ptrdiff_t r = 0; r < rows; r++, x += ldx) {
        NAME(sixteen) sums = (NAME(sixteen))(T)0;
        for (ptrdiff_t j = 0; j < cols; j += 16) {
            NAME(sixteen) here;
            NAME(load_sixteen)(&here, x + j, cols - j);
            // None of the places if it lies elsewhere.
            const ptrdiff_t place = without ? without[r] - j : -1;
            const MASK_T left_out = place < 16 ? (MASK_T)place : -1;
            sums += NAME(places) == left_out ? (NAME(sixteen))(T)0 : here;
        }
        out[r] = NAME(sum_sixteen)(&sums);
    }
}

static TARGET void NAME(row_products)(
    ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx, const T *about,
    const T *y, ptrdiff_t ldy, T *out)
{
    for (ptrdiff_t r = 0; r < rows; r++, x += ldx) {
        const NAME(sixteen) about_all = (NAME(sixteen))(about ? about[r] : (T)0);
        NAME(sixteen) sums = (NAME(sixteen))(T)0;
        for (ptrdiff_t j = 0; j < cols; j += 16) {
            NAME(sixteen) here, there;
            NAME(load_sixteen)(&here, x + j, cols - j);
            here -= about_all;
            if (cols - j < 16)
                here = NAME(places) < (MASK_T)(cols - j) ? here : (NAME(sixteen))(T)0;
            if (y)
                NAME(load_sixteen)(&there, y + r * ldy + j, cols - j);
            else
                there = here;
            sums = BP_FMA(here, there, sums);
        }
        out[r] = NAME(sum_sixteen)(&sums);
    }
}

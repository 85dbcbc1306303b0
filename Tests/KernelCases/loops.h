// Loops of one element type (see typed.h): each kernel that isn't a product or a
// convolution, and what it has to compute.

typedef struct {
    // Loops over elements have `n`, those over matrices rows * columns with gaps.
    ptrdiff_t n, rows, columns, ld;
    T alpha;
    const T *x;                // between -1 and 1, and some that aren't finite
    const T *dy;               // between -1 and 1
    const T *sizes;            // of all sizes, positive and negative, and some that aren't finite
    const T *magnitudes;       // those, positive, as logarithms have them
    const T *ties;             // rows in which several are the largest, or NaN; behind them infinity
    const T *about;            // one for each column or row, some of which aren't finite
    const ptrdiff_t *places;   // a column of each row
    const bp_byte_rows *bytes;
    T *y, *y2, *y3;            // results, where there were numbers between -1 and 1 (in y3 between 0 and 1)
    ptrdiff_t *found;          // positions, which are turned into elements of y after all
} OF(operands);

static T OF(column_sum)(const OF(operands) *o, ptrdiff_t j, T sum)
{
    for (ptrdiff_t r = 0; r < o->rows; r++)
        sum += o->x[r * o->ld + j];
    return sum;
}

static T OF(sum_sixteen)(T sums[16])
{
    for (int half = 8; half > 0; half /= 2)
        for (int i = 0; i < half; i++)
            sums[i] += sums[i + half];
    return sums[0];
}

static T OF(row_sum)(const T *row, ptrdiff_t columns, ptrdiff_t without)
{
    T sums[16] = { 0 };
    for (ptrdiff_t j = 0; j < columns; j++)
        sums[j % 16] += j == without ? 0 : row[j];
    return OF(sum_sixteen)(sums);
}

// A term of a sum of products of x, less `about`, and y; without y of its squares.
static T OF(add_product)(T x, T about, const T *y, T sum)
{
    const T apart = x - about;
    return FMA(apart, y ? *y : apart, sum);
}

static T OF(column_product)(const OF(operands) *o, ptrdiff_t j, const T *about, const T *y, T sum)
{
    for (ptrdiff_t r = 0; r < o->rows; r++)
        sum = OF(add_product)(o->x[r * o->ld + j], about ? about[j] : 0, y ? y + r * o->ld + j : NULL, sum);
    return sum;
}

static T OF(row_product)(const OF(operands) *o, ptrdiff_t r, const T *about, const T *y)
{
    T sums[16] = { 0 };
    for (ptrdiff_t j = 0; j < o->columns; j++)
        sums[j % 16] = OF(add_product)(
            o->x[r * o->ld + j], about ? about[r] : 0, y ? y + r * o->ld + j : NULL, sums[j % 16]);
    return OF(sum_sixteen)(sums);
}

static ptrdiff_t OF(first_largest)(const T *row, ptrdiff_t columns)
{
    ptrdiff_t most = 0;
    for (ptrdiff_t j = 1; j < columns; j++)
        if (row[most] == row[most] && !(row[j] <= row[most]))
            most = j;
    return most;
}

// The coefficients of updates, and an element of each plainly. v, m and h are state.
static const OF(bp_sgd) OF(descent) = { (T)0.7, (T)0.03, (T)0.01, (T)0.9, false };
static const OF(bp_sgd) OF(nesterov) = { (T)0.7, (T)0.03, (T)0.01, (T)0.9, true };
static const OF(bp_adagrad) OF(adagrad) = { (T)0.7, (T)0.03, (T)0.01, (T)1e-3 };
static const OF(bp_rmsprop) OF(rmsprop) = { (T)0.7, (T)0.03, (T)0.01, (T)1e-3, (T)0.9, (T)0.1 };
static const OF(bp_adam) OF(adam) = {
    (T)0.7, (T)0.03, (T)0.01, (T)1e-3, (T)0.9, (T)0.1, (T)0.999, (T)0.001, (T)1.25, (T)0.002,
};

static T OF(root)(T x)
{
    return (T)sqrt((double)x);  // Of a Float, too, it is rounded as if once.
}

static void OF(descend)(const OF(bp_sgd) *u, T dw, T *v, T *w)
{
    const T g = FMA(u->decay, *w, u->scale * dw);
    if (v)
        *v = u->momentum * *v + g;
    *w = FMA(-u->rate, !v ? g : u->nesterov ? FMA(u->momentum, *v, g) : *v, *w);
}

static void OF(update_adagrad)(const OF(bp_adagrad) *u, T dw, T *h, T *w)
{
    const T g = FMA(u->decay, *w, u->scale * dw);
    *h = FMA(g, g, *h);
    *w = FMA(-u->rate, g / (OF(root)(*h) + u->epsilon), *w);
}

static void OF(update_rmsprop)(const OF(bp_rmsprop) *u, T dw, T *h, T *w)
{
    const T g = FMA(u->decay, *w, u->scale * dw);
    *h = FMA(u->fresh * g, g, u->kept * *h);
    *w = FMA(-u->rate, g / (OF(root)(*h) + u->epsilon), *w);
}

static void OF(update_adam)(const OF(bp_adam) *u, T dw, T *m, T *h, T *w)
{
    const T g = FMA(u->decay, *w, u->scale * dw);
    *m = FMA(u->fresh1, g, u->kept1 * *m);
    *h = FMA(u->fresh2 * g, g, u->kept2 * *h);
    *w = FMA(-u->rate, *m / FMA(u->root, OF(root)(*h), u->epsilon), FMA(-u->shrink, *w, *w));
}

// Across the place where the position's low word starts anew, and one whose high word counts.
static const bp_philox OF(generator) = { 0x0123456789ABCDEFu, 0xFEDCBA9876543210u, 0x5FFFFFFFDu };

// Word i from a generator's position on.
static uint32_t OF(random_word)(const bp_philox *g, ptrdiff_t i)
{
    const uint64_t block = g->position + (uint64_t)(i / 4);
    uint32_t c[4] = { (uint32_t)block, (uint32_t)(block >> 32), (uint32_t)g->stream, (uint32_t)(g->stream >> 32) };
    uint32_t k[2] = { (uint32_t)g->key, (uint32_t)(g->key >> 32) };
    for (int round = 0; round < 10; round++, k[0] += 0x9E3779B9, k[1] += 0xBB67AE85) {
        const uint64_t a = (uint64_t)c[0] * 0xD2511F53, b = (uint64_t)c[2] * 0xCD9E8D57;
        c[0] = (uint32_t)(b >> 32) ^ c[1] ^ k[0];
        c[1] = (uint32_t)b;
        c[2] = (uint32_t)(a >> 32) ^ c[3] ^ k[1];
        c[3] = (uint32_t)a;
    }
    return c[i % 4];
}

// Element i of x, less the number about its row, times the same.
static T OF(scaled)(const OF(operands) *o, ptrdiff_t i)
{
    const T apart = o->x[i] - o->about[i / o->columns];
    return apart * o->about[i / o->columns];
}

static T OF(spread)(const OF(operands) *o, ptrdiff_t i)
{
    const ptrdiff_t row = i / o->columns;
    const T apart = o->y[i] - o->about[row], part = o->x[i] * o->about[row];
    return (apart - part) * o->about[row];
}

#define EACH(count, statement) \
    for (ptrdiff_t i = 0; i < (count); i++) { statement; }

// A line for each kernel: its name, a call of it by `k`, and the same plainly. What isn't
// defined by a chain of roundings is one element at a time by the portable kernel; then its
// accuracy needs a test of its own.
#define LOOPS(LOOP, AGAIN)                                                                                      \
    LOOP(axpy, k->axpy(o->n, o->alpha, o->x, o->y),                                                             \
         EACH(o->n, o->y[i] = FMA(o->alpha, o->x[i], o->y[i])))                                                 \
    LOOP(fill, k->fill(o->n, o->alpha, o->y), EACH(o->n, o->y[i] = o->alpha))                                   \
    LOOP(relu, k->relu(o->n, o->x, o->y), EACH(o->n, o->y[i] = o->x[i] <= 0 ? 0 : o->x[i]))                     \
    AGAIN(relu_in_place, k->relu(o->n, o->y, o->y), EACH(o->n, o->y[i] = o->y[i] <= 0 ? 0 : o->y[i]))           \
    LOOP(relu_backward, k->relu_backward(o->n, o->x, o->dy, o->y),                                              \
         EACH(o->n, o->y[i] = o->x[i] <= 0 ? 0 : o->dy[i]))                                                     \
    AGAIN(relu_backward_in_place, k->relu_backward(o->n, o->x, o->y, o->y),                                     \
          EACH(o->n, o->y[i] = o->x[i] <= 0 ? 0 : o->y[i]))                                                     \
    LOOP(leaky_relu, k->leaky_relu(o->n, o->alpha, o->x, o->y),                                                 \
         EACH(o->n, o->y[i] = o->x[i] <= 0 ? o->alpha * o->x[i] : o->x[i]))                                     \
    LOOP(leaky_relu_backward, k->leaky_relu_backward(o->n, o->alpha, o->x, o->dy, o->y),                        \
         EACH(o->n, o->y[i] = o->x[i] <= 0 ? o->alpha * o->dy[i] : o->dy[i]))                                   \
    LOOP(column_sums, k->column_sums(o->rows, o->columns, o->x, o->ld, o->y, false),                            \
         EACH(o->columns, o->y[i] = OF(column_sum)(o, i, 0)))                                                   \
    AGAIN(column_sums_added, k->column_sums(o->rows, o->columns, o->x, o->ld, o->y, true),                      \
          EACH(o->columns, o->y[i] = OF(column_sum)(o, i, o->y[i])))                                            \
    LOOP(row_sums, k->row_sums(o->rows, o->columns, o->x, o->ld, NULL, o->y),                                   \
         EACH(o->rows, o->y[i] = OF(row_sum)(o->x + i * o->ld, o->columns, -1)))                                \
    AGAIN(row_sums_without, k->row_sums(o->rows, o->columns, o->x, o->ld, o->places, o->y),                     \
          EACH(o->rows, o->y[i] = OF(row_sum)(o->x + i * o->ld, o->columns, o->places[i])))                     \
    LOOP(column_products, k->column_products(o->rows, o->columns, o->x, o->ld, NULL, NULL, 0, o->y, false),     \
         EACH(o->columns, o->y[i] = OF(column_product)(o, i, NULL, NULL, 0)))                                   \
    AGAIN(column_products_about,                                                                                \
          k->column_products(o->rows, o->columns, o->x, o->ld, o->about, NULL, 0, o->y, true),                  \
          EACH(o->columns, o->y[i] = OF(column_product)(o, i, o->about, NULL, o->y[i])))                        \
    AGAIN(column_products_with,                                                                                 \
          k->column_products(o->rows, o->columns, o->x, o->ld, NULL, o->dy, o->ld, o->y, true),                 \
          EACH(o->columns, o->y[i] = OF(column_product)(o, i, NULL, o->dy, o->y[i])))                           \
    AGAIN(column_products_about_with,                                                                           \
          k->column_products(o->rows, o->columns, o->x, o->ld, o->about, o->dy, o->ld, o->y, false),            \
          EACH(o->columns, o->y[i] = OF(column_product)(o, i, o->about, o->dy, 0)))                             \
    LOOP(row_products, k->row_products(o->rows, o->columns, o->x, o->ld, NULL, NULL, 0, o->y),                  \
         EACH(o->rows, o->y[i] = OF(row_product)(o, i, NULL, NULL)))                                            \
    AGAIN(row_products_about, k->row_products(o->rows, o->columns, o->x, o->ld, o->about, NULL, 0, o->y),       \
          EACH(o->rows, o->y[i] = OF(row_product)(o, i, o->about, NULL)))                                       \
    AGAIN(row_products_with, k->row_products(o->rows, o->columns, o->x, o->ld, NULL, o->dy, o->ld, o->y),       \
          EACH(o->rows, o->y[i] = OF(row_product)(o, i, NULL, o->dy)))                                          \
    AGAIN(row_products_about_with,                                                                              \
          k->row_products(o->rows, o->columns, o->x, o->ld, o->about, o->dy, o->ld, o->y),                      \
          EACH(o->rows, o->y[i] = OF(row_product)(o, i, o->about, o->dy)))                                      \
    LOOP(argmax, if (o->columns > 0) k->argmax(o->rows, o->columns, o->ties, o->ld, o->found),                  \
         EACH(o->columns > 0 ? o->rows : 0,                                                                     \
              o->found[i] = OF(first_largest)(o->ties + i * o->ld, o->columns)))                                \
    LOOP(exp, k->exp(o->n, o->sizes, o->y), EACH(o->n, k->exp(1, o->sizes + i, o->y + i)))                      \
    LOOP(log1p, k->log1p(o->n, o->magnitudes, o->y), EACH(o->n, k->log1p(1, o->magnitudes + i, o->y + i)))      \
    LOOP(tanh, k->tanh(o->n, o->sizes, o->y), EACH(o->n, k->tanh(1, o->sizes + i, o->y + i)))                   \
    AGAIN(tanh_in_place, k->tanh(o->n, o->y, o->y), EACH(o->n, k->tanh(1, o->y + i, o->y + i)))                 \
    LOOP(sigmoid, k->sigmoid(o->n, o->sizes, o->y), EACH(o->n, k->sigmoid(1, o->sizes + i, o->y + i)))          \
    LOOP(erf, k->erf(o->n, o->sizes, o->y), EACH(o->n, k->erf(1, o->sizes + i, o->y + i)))                      \
    LOOP(tanh_backward, k->tanh_backward(o->n, o->sizes, o->dy, o->y),                                          \
         EACH(o->n, k->tanh_backward(1, o->sizes + i, o->dy + i, o->y + i)))                                    \
    LOOP(sigmoid_backward, k->sigmoid_backward(o->n, o->sizes, o->dy, o->y),                                    \
         EACH(o->n, k->sigmoid_backward(1, o->sizes + i, o->dy + i, o->y + i)))                                 \
    LOOP(gelu, k->gelu(o->n, o->sizes, o->y), EACH(o->n, k->gelu(1, o->sizes + i, o->y + i)))                   \
    LOOP(gelu_backward, k->gelu_backward(o->n, o->sizes, o->dy, o->y),                                          \
         EACH(o->n, k->gelu_backward(1, o->sizes + i, o->dy + i, o->y + i)))                                    \
    LOOP(silu, k->silu(o->n, o->sizes, o->y), EACH(o->n, k->silu(1, o->sizes + i, o->y + i)))                   \
    LOOP(silu_backward, k->silu_backward(o->n, o->sizes, o->dy, o->y),                                          \
         EACH(o->n, k->silu_backward(1, o->sizes + i, o->dy + i, o->y + i)))                                    \
    LOOP(softplus, k->softplus(o->n, o->sizes, o->y), EACH(o->n, k->softplus(1, o->sizes + i, o->y + i)))       \
    LOOP(softplus_backward, k->softplus_backward(o->n, o->sizes, o->dy, o->y),                                  \
         EACH(o->n, k->softplus_backward(1, o->sizes + i, o->dy + i, o->y + i)))                                \
    LOOP(sgd, k->sgd(o->n, &OF(descent), o->dy, NULL, o->y),                                                    \
         EACH(o->n, OF(descend)(&OF(descent), o->dy[i], NULL, o->y + i)))                                       \
    AGAIN(sgd_with_momentum, k->sgd(o->n, &OF(descent), o->dy, o->y2, o->y),                                    \
          EACH(o->n, OF(descend)(&OF(descent), o->dy[i], o->y2 + i, o->y + i)))                                 \
    AGAIN(sgd_nesterov, k->sgd(o->n, &OF(nesterov), o->dy, o->y2, o->y),                                        \
          EACH(o->n, OF(descend)(&OF(nesterov), o->dy[i], o->y2 + i, o->y + i)))                                \
    LOOP(adagrad, k->adagrad(o->n, &OF(adagrad), o->dy, o->y3, o->y),                                           \
         EACH(o->n, OF(update_adagrad)(&OF(adagrad), o->dy[i], o->y3 + i, o->y + i)))                           \
    LOOP(rmsprop, k->rmsprop(o->n, &OF(rmsprop), o->dy, o->y3, o->y),                                           \
         EACH(o->n, OF(update_rmsprop)(&OF(rmsprop), o->dy[i], o->y3 + i, o->y + i)))                           \
    LOOP(adam, k->adam(o->n, &OF(adam), o->dy, o->y2, o->y3, o->y),                                             \
         EACH(o->n, OF(update_adam)(&OF(adam), o->dy[i], o->y2 + i, o->y3 + i, o->y + i)))                      \
    LOOP(random_factors, k->random_factors(o->n, &OF(generator), 1500000000, o->alpha, o->y),                   \
         EACH(o->n, o->y[i] = OF(random_word)(&OF(generator), i) < 1500000000 ? 0 : o->alpha))                  \
    LOOP(normalize_rows, k->normalize_rows(o->rows, o->columns, o->x, o->about, o->about, o->dy, o->ties, o->y), \
         EACH(o->rows * o->columns, o->y[i] = OF(scaled)(o, i) * o->dy[i % o->columns] + o->ties[i % o->columns])) \
    AGAIN(normalize_rows_only,                                                                                  \
          k->normalize_rows(o->rows, o->columns, o->x, o->about, o->about, NULL, NULL, o->y),                   \
          EACH(o->rows * o->columns, o->y[i] = OF(scaled)(o, i)))                                               \
    LOOP(scale_rows, k->scale_rows(o->rows, o->columns, o->x, o->dy, o->y),                                     \
         EACH(o->rows * o->columns, o->y[i] = o->x[i] * o->dy[i % o->columns]))                                 \
    LOOP(spread_rows, k->spread_rows(o->rows, o->columns, o->x, o->about, o->about, o->about, o->y),               \
         EACH(o->rows * o->columns, o->y[i] = OF(spread)(o, i)))                                                \
    LOOP(gather_bytes, k->gather_bytes(o->rows, o->columns, o->bytes, o->y),                                    \
         EACH(o->rows * o->columns, o->y[i] = (T)o->bytes->bytes[o->bytes->index[i / o->columns]                \
              * o->bytes->ld + i % o->columns] / (T)o->bytes->divisor))

typedef void (*OF(loop_call))(const TABLE *k, const OF(operands) *o);

#define CALLS(name, call, plain)                                            \
    static void OF(call_##name)(const TABLE *k, const OF(operands) *o)      \
    {                                                                       \
        (void)k;                                                            \
        call;                                                               \
    }                                                                       \
    static void OF(plain_##name)(const TABLE *k, const OF(operands) *o)     \
    {                                                                       \
        (void)k;                                                            \
        plain;                                                              \
    }
LOOPS(CALLS, CALLS)
#undef CALLS

static const struct {
    const char *name;
    OF(loop_call) call, plain;
} OF(loops)[] = {
#define ROW(name, call, plain) { #name, OF(call_##name), OF(plain_##name) },
    LOOPS(ROW, ROW)
#undef ROW
};

#define ONE(...) +1
#define NONE(...)
// What else is in the table: a product, three convolutions, scratch for each kind, four
// poolings, and fma_peak.
_Static_assert(sizeof(TABLE) == (LOOPS(ONE, NONE) + 6 + 4 + 1) * sizeof(void (*)(void)),
               "each kernel needs a line in LOOPS, or a case of its own");
#undef ONE
#undef NONE

// Elements that are like `like`, but some of which were chosen from a few.
static T *OF(some_of)(case_random *random, T *like, ptrdiff_t count, int one_in, const T *choices, int choices_count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (below(random, one_in) == 0)
            like[i] = choices[below(random, choices_count)];
    return like;
}

// Every loop for one size.
static bool OF(try_loops)(const case_line *line, case_random *random, long *count, uint64_t *sum, case_problem *problem)
{
    enum { STORED = 9 };
    OF(operands) o = { .rows = whole(line, "rows"), .columns = whole(line, "columns"), .alpha = (T)-0.37 };
    o.n = o.columns;
    o.ld = o.columns + whole(line, "gap");
    const ptrdiff_t matrix = o.rows > 1 ? (o.rows - 1) * o.ld + o.columns : o.columns;
    const T infinity = (T)INFINITY, nan = (T)NAN;
    const T odd[] = { nan, infinity, -infinity, -nan };
    const T tied[4][4] = {
        { -1, 0, (T)-0.0, 2 }, { -infinity, -infinity, -infinity, -infinity }, { infinity, 5, nan, 5 },
        { -3, -infinity, -3, -3 },
    };

    T *x = OF(some_of)(random, OF(numbers)(random, matrix), matrix, 40, odd, 4);
    T *dy = OF(numbers)(random, matrix);
    T *sizes = OF(take)(matrix), *magnitudes = OF(take)(matrix), *ties = OF(take)(matrix);
    for (ptrdiff_t i = 0; i < matrix; i++) {
        // Exponents from where a Float is next to 0 to where it is infinite; ±1e-45 ... ±1e39.
        const T size = (T)ldexp((double)below(random, 1 << 20) / (1 << 20) + 1, (int)below(random, 279) - 150);
        // Half are as small as most are in networks.
        magnitudes[i] = below(random, 2) ? size : (T)((double)below(random, 1 << 20) / (1 << 16));
        sizes[i] = below(random, 2) ? magnitudes[i] : -magnitudes[i];
        ties[i] = infinity;
    }
    OF(some_of)(random, sizes, matrix, 20, odd, 4);
    OF(some_of)(random, magnitudes, matrix, 20, odd, 2);
    const T *choices = tied[below(random, 4)];
    for (ptrdiff_t i = 0; i < o.rows * o.columns; i++)
        ties[i / o.columns * o.ld + i % o.columns] = choices[below(random, 4)];

    const ptrdiff_t longest = o.rows > o.columns ? o.rows : o.columns;
    T *about = OF(some_of)(random, OF(numbers)(random, longest), longest, 10, odd, 4);
    // They end where memory does.
    uint8_t *bytes = malloc((size_t)(STORED * o.columns));
    int64_t *index = malloc((size_t)o.rows * sizeof(int64_t) + 1);
    ptrdiff_t *places = malloc((size_t)o.rows * sizeof(ptrdiff_t) + 1);
    ptrdiff_t *found = malloc((size_t)o.rows * sizeof(ptrdiff_t) + 1);
    for (ptrdiff_t i = 0; i < STORED * o.columns; i++)
        bytes[i] = (uint8_t)next(random);
    for (ptrdiff_t i = 0; i < o.rows; i++) {
        index[i] = below(random, STORED);
        places[i] = o.columns > 0 ? below(random, o.columns) : 0;
    }
    const bp_byte_rows rows = { bytes, o.columns, index, (double)(T)strtod(value_of(line, "divisor"), NULL) };
    o.x = x, o.dy = dy, o.sizes = sizes, o.magnitudes = magnitudes, o.ties = ties, o.about = about;
    o.places = places, o.bytes = &rows, o.found = found;

    // Results: y, y2 and y3 with guards around each, then positions.
    const ptrdiff_t most = o.rows * o.columns > matrix ? o.rows * o.columns : matrix;
    const ptrdiff_t part = (most > o.rows ? most : o.rows) + GUARD, size = 3 * part + GUARD + o.rows;
    T *before = OF(numbers)(random, size);
    for (ptrdiff_t i = 2 * part; i < size; i++)
        before[i] = before[i] < 0 ? -before[i] : before[i];
    T *wanted = OF(take)(size), *got = OF(take)(size);
    bool well = true;
    for (size_t loop = 0; well && loop < sizeof OF(loops) / sizeof OF(loops)[0]; loop++, ++*count)
        for (int isa = -1; well && isa < BP_ISA_COUNT; isa++) {
            const TABLE *kernels = OF(bp_kernels_for)(isa < 0 ? BP_ISA_PORTABLE : (bp_isa)isa);
            if (!kernels)
                continue;
            T *to = isa < 0 ? wanted : got;
            memcpy(to, before, (size_t)size * sizeof(T));
            for (ptrdiff_t r = 0; r < o.rows; r++)
                found[r] = -1;
            o.y = to + GUARD;
            o.y2 = o.y + part;
            o.y3 = o.y2 + part;
            (isa < 0 ? OF(loops)[loop].plain : OF(loops)[loop].call)(kernels, &o);
            for (ptrdiff_t r = 0; r < o.rows; r++)
                to[size - 1 - r] = (T)found[r];
            if (isa >= 0)
                well = OF(compare)(got, wanted, size, (bp_isa)isa, OF(loops)[loop].name, problem);
            else
                *sum += OF(sum)(wanted, size);
        }
    OF(drop)(x);
    OF(drop)(dy);
    OF(drop)(sizes);
    OF(drop)(magnitudes);
    OF(drop)(ties);
    OF(drop)(about);
    OF(drop)(before);
    OF(drop)(wanted);
    OF(drop)(got);
    free(bytes);
    free(index);
    free(places);
    free(found);
    return well;
}

#undef LOOPS
#undef EACH

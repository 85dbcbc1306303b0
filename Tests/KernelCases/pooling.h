// Poolings of one element type (see typed.h): the definitions, and what kernels make of
// them.

// The results of a pooling, with guards between them: y and places of the largest, means,
// and the derivatives by x of both.
typedef struct {
    T *y, *places, *means, *by_max, *by_mean;
} OF(pooled);

// Where a window is in x; its element (u, v) is that of row `top + u` and column `left + v`.
typedef struct {
    ptrdiff_t top, left, first_u, end_u, first_v, end_v;
} OF(window);

static OF(window) OF(window_at)(const bp_pooling *s, ptrdiff_t i, ptrdiff_t j)
{
    OF(window) at = { .top = i * s->stride_y - s->pad_top, .left = j * s->stride_x - s->pad_left };
    at.first_u = at.top < 0 ? -at.top : 0;
    at.first_v = at.left < 0 ? -at.left : 0;
    at.end_u = at.top + s->window_height > s->height ? s->height - at.top : s->window_height;
    at.end_v = at.left + s->window_width > s->width ? s->width - at.left : s->window_width;
    return at;
}

static void OF(plain_pooling)(const bp_pooling *s, ptrdiff_t planes, const T *x, const T *dy, const OF(pooled) *to)
{
    const ptrdiff_t input = s->height * s->width;
    ptrdiff_t out = 0;
    for (ptrdiff_t i = 0; i < planes * input; i++)
        to->by_max[i] = to->by_mean[i] = 0;
    for (ptrdiff_t p = 0; p < planes; p++)
    for (ptrdiff_t i = 0; i < s->out_height; i++)
    for (ptrdiff_t j = 0; j < s->out_width; j++, out++) {
        const OF(window) at = OF(window_at)(s, i, j);
        ptrdiff_t most = -1, place = 0;
        T sum = 0;
        for (ptrdiff_t u = at.first_u; u < at.end_u; u++)
        for (ptrdiff_t v = at.first_v; v < at.end_v; v++) {
            const ptrdiff_t here = p * input + (at.top + u) * s->width + at.left + v;
            if (most < 0 || x[here] > x[most] || (x[here] != x[here] && x[most] == x[most])) {
                most = here;
                place = u * s->window_width + v;
            }
            sum += x[here];
        }
        const T count = (T)(s->counts_padding ? s->window_height * s->window_width
                            : (at.end_u - at.first_u) * (at.end_v - at.first_v));
        to->y[out] = x[most];
        to->places[out] = (T)place;
        to->means[out] = sum / count;
        to->by_max[most] += dy[out];
        for (ptrdiff_t u = at.first_u; u < at.end_u; u++)
        for (ptrdiff_t v = at.first_v; v < at.end_v; v++)
            to->by_mean[p * input + (at.top + u) * s->width + at.left + v] += dy[out] / count;
    }
}

// The same by a kernel for some planes, with the places that were found plainly.
static void OF(run_planes)(const TABLE *k, const bp_pooling *s, ptrdiff_t first, ptrdiff_t planes, const T *x,
                           const T *dy, const T *places, const OF(pooled) *to)
{
    const ptrdiff_t in = first * s->height * s->width, out = first * s->out_height * s->out_width;
    k->max_pool(s, planes, x + in, to->y + out, to->places + out);
    k->max_pool_backward(s, planes, places + out, dy + out, to->by_max + in);
    k->average_pool(s, planes, x + in, to->means + out);
    k->average_pool_backward(s, planes, dy + out, to->by_mean + in);
}

static OF(pooled) OF(pooled_in)(T *memory, ptrdiff_t x_size, ptrdiff_t y_size)
{
    OF(pooled) to = { .y = memory + GUARD };
    to.places = to.y + y_size + GUARD;
    to.means = to.places + y_size + GUARD;
    to.by_max = to.means + y_size + GUARD;
    to.by_mean = to.by_max + x_size + GUARD;
    return to;
}

// The windows of an axis that all lie in it at least in part. The pad before is at most
// what leaves something of the first one.
static ptrdiff_t OF(windows)(ptrdiff_t size, ptrdiff_t window, ptrdiff_t stride, ptrdiff_t *pad, ptrdiff_t after)
{
    *pad = *pad < window ? *pad : window - 1;
    const ptrdiff_t room = size + *pad + after - window;
    if (room < 0 || size == 0)
        return 0;
    const ptrdiff_t fit = room / stride + 1, meet = (size - 1 + *pad) / stride + 1;
    return fit < meet ? fit : meet;
}

static bool OF(try_pooling)(const case_line *line, case_random *random, uint64_t *sum, case_problem *problem)
{
    bp_pooling s = {
        .height = whole(line, "height"), .width = whole(line, "width"),
        .window_height = whole(line, "wh"), .window_width = whole(line, "ww"),
        .stride_y = whole(line, "sy"), .stride_x = whole(line, "sx"),
        .pad_top = whole(line, "top"), .pad_left = whole(line, "left"), .counts_padding = whole(line, "padding"),
    };
    s.out_height = OF(windows)(s.height, s.window_height, s.stride_y, &s.pad_top, whole(line, "bottom"));
    s.out_width = OF(windows)(s.width, s.window_width, s.stride_x, &s.pad_left, whole(line, "right"));
    const ptrdiff_t planes = whole(line, "planes");
    const ptrdiff_t x_size = planes * s.height * s.width, y_size = planes * s.out_height * s.out_width;
    T *x = OF(numbers)(random, x_size), *dy = OF(numbers)(random, y_size);
    // So few different numbers that many are the largest.
    const T few[2][5] = {
        { -1, 0, (T)-0.0, 2, 2 }, { (T)NAN, (T)-INFINITY, (T)INFINITY, 1, 2 },
    };
    const char *kind = value_of(line, "x");
    for (ptrdiff_t i = 0; strcmp(kind, "numbers") != 0 && i < x_size; i++)
        x[i] = few[strcmp(kind, "odd") == 0][below(random, 5)];

    const ptrdiff_t size = 3 * y_size + 2 * x_size + 6 * GUARD, cut = below(random, planes + 1);
    T *before = OF(numbers)(random, size), *wanted = OF(copy)(before, size), *got = OF(take)(size);
    OF(pooled) plain = OF(pooled_in)(wanted, x_size, y_size), to = OF(pooled_in)(got, x_size, y_size);
    OF(plain_pooling)(&s, planes, x, dy, &plain);
    T *places = OF(copy)(plain.places, y_size);
    bool well = true;
    for (int isa = 0; well && isa < BP_ISA_COUNT; isa++) {
        const TABLE *k = OF(bp_kernels_for)((bp_isa)isa);
        if (!k)
            continue;
        memcpy(got, before, (size_t)size * sizeof(T));
        OF(run_planes)(k, &s, 0, planes, x, dy, places, &to);
        well = OF(compare)(got, wanted, size, (bp_isa)isa, "a pooling", problem);
        memcpy(got, before, (size_t)size * sizeof(T));
        OF(run_planes)(k, &s, 0, cut, x, dy, places, &to);
        OF(run_planes)(k, &s, cut, planes - cut, x, dy, places, &to);
        well = well && OF(compare)(got, wanted, size, (bp_isa)isa, "a pooling in two parts", problem);
    }
    *sum += OF(sum)(wanted, size);
    OF(drop)(x);
    OF(drop)(dy);
    OF(drop)(before);
    OF(drop)(wanted);
    OF(drop)(got);
    OF(drop)(places);
    return well;
}

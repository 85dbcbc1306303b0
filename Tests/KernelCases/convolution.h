// Convolutions of one element type (see typed.h): the chains that define them, and what
// kernels make of them.

// The element of an image channel with padding around it.
static T OF(padded)(const T *x, ptrdiff_t height, ptrdiff_t width, ptrdiff_t i, ptrdiff_t j)
{
    return i >= 0 && i < height && j >= 0 && j < width ? x[i * width + j] : 0;
}

static void OF(plain_convolve)(const bp_convolution *s, const bp_convolution_part *part, const T *x, const T *w,
                               const T *bias, T *y)
{
    const ptrdiff_t inputs = s->channels / s->groups, filters = s->filters / s->groups;
    for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
    for (ptrdiff_t o = part->first_channel; o < part->first_channel + part->channels; o++)
    for (ptrdiff_t i = 0; i < s->out_height; i++)
    for (ptrdiff_t j = 0; j < s->out_width; j++) {
        T sum = 0;
        for (ptrdiff_t c = 0; c < inputs; c++)
        for (ptrdiff_t u = 0; u < s->kernel_height; u++)
        for (ptrdiff_t v = 0; v < s->kernel_width; v++)
            sum = FMA(w[((o * inputs + c) * s->kernel_height + u) * s->kernel_width + v],
                      OF(padded)(x + (n * s->channels + o / filters * inputs + c) * s->height * s->width,
                                 s->height, s->width, i * s->stride_y + u * s->dilation_y - s->pad_top,
                                 j * s->stride_x + v * s->dilation_x - s->pad_left), sum);
        sum += 0;
        y[((n * s->filters + o) * s->out_height + i) * s->out_width + j] = bias ? sum + bias[o] : sum;
    }
}

static void OF(plain_by_input)(const bp_convolution *s, const bp_convolution_part *part, const T *w, const T *dy, T *dx)
{
    const ptrdiff_t inputs = s->channels / s->groups, filters = s->filters / s->groups;
    for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
    for (ptrdiff_t c = part->first_channel; c < part->first_channel + part->channels; c++)
    for (ptrdiff_t i = 0; i < s->height; i++)
    for (ptrdiff_t j = 0; j < s->width; j++) {
        T sum = 0;
        for (ptrdiff_t o = c / inputs * filters; o < (c / inputs + 1) * filters; o++)
        for (ptrdiff_t u = 0; u < s->kernel_height; u++)
        for (ptrdiff_t v = 0; v < s->kernel_width; v++) {
            const ptrdiff_t a = i + s->pad_top - u * s->dilation_y, b = j + s->pad_left - v * s->dilation_x;
            if (a % s->stride_y == 0 && b % s->stride_x == 0)
                sum = FMA(w[((o * inputs + c % inputs) * s->kernel_height + u) * s->kernel_width + v],
                          OF(padded)(dy + (n * s->filters + o) * s->out_height * s->out_width, s->out_height,
                                     s->out_width, a / s->stride_y, b / s->stride_x), sum);
        }
        dx[((n * s->channels + c) * s->height + i) * s->width + j] = sum + 0;
    }
}

static void OF(plain_by_weight)(const bp_convolution *s, const bp_convolution_part *part, const T *x, const T *dy, T *dw)
{
    const ptrdiff_t inputs = s->channels / s->groups, filters = s->filters / s->groups;
    for (ptrdiff_t o = part->first_channel; o < part->first_channel + part->channels; o++)
    for (ptrdiff_t c = 0; c < inputs; c++)
    for (ptrdiff_t u = 0; u < s->kernel_height; u++)
    for (ptrdiff_t v = 0; v < s->kernel_width; v++) {
        // One sum, or sixteen of each image's every sixteenth pixel, as bp_convolution_by_sixteenths says.
        T sums[16] = { 0 };
        for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
        for (ptrdiff_t i = 0; i < s->out_height; i++)
        for (ptrdiff_t j = 0; j < s->out_width; j++) {
            T *sum = sums + (bp_convolution_by_sixteenths(s) ? (i * s->out_width + j) % 16 : 0);
            *sum = FMA(dy[((n * s->filters + o) * s->out_height + i) * s->out_width + j],
                       OF(padded)(x + (n * s->channels + o / filters * inputs + c) * s->height * s->width,
                                  s->height, s->width, i * s->stride_y + u * s->dilation_y - s->pad_top,
                                  j * s->stride_x + v * s->dilation_x - s->pad_left), *sum);
        }
        for (int half = 8; half > 0; half /= 2)
            for (int m = 0; m < half; m++)
                sums[m] += sums[m + half];
        dw[((o * inputs + c) * s->kernel_height + u) * s->kernel_width + v] = sums[0] + 0;
    }
}

// The same by Winograd's filtering: squares of 4×4 results by their values at 0, ±5/8, ±3/2 and
// infinity, as include/bp_kernels_of_type.h says.

// One direction: of images, of filters and dy (3 or 4 numbers), or back (to 4 or 3).
static void OF(image_line)(const T *x, T *p)
{
    const T a = (T)0.625, b = (T)1.5, all = a * a * b * b, both = a * a + b * b;
    const T even_a = FMA(-b * b, x[2], x[4]), odd_a = FMA(-b * b, x[1], x[3]);
    const T even_b = FMA(-a * a, x[2], x[4]), odd_b = FMA(-a * a, x[1], x[3]);
    const T points[6] = { FMA(all, x[0], FMA(-both, x[2], x[4])), FMA(a, odd_a, even_a), FMA(-a, odd_a, even_a),
                          FMA(b, odd_b, even_b), FMA(-b, odd_b, even_b), FMA(all, x[1], FMA(-both, x[3], x[5])) };
    memcpy(p, points, sizeof points);
}

static void OF(values_line)(int count, const T *x, T *p)
{
    const T at[2] = { (T)0.625, (T)1.5 };
    T points[6] = { x[0] };
    for (int i = 0; i < 2; i++) {
        const T even = FMA(at[i] * at[i], x[2], x[0]), odd = count == 4 ? FMA(at[i] * at[i], x[3], x[1]) : x[1];
        points[1 + 2 * i] = FMA(at[i], odd, even);
        points[2 + 2 * i] = FMA(-at[i], odd, even);
    }
    points[5] = x[count - 1];
    memcpy(p, points, sizeof points);
}

static void OF(result_line)(int count, const T *p, T *y)
{
    const T a = (T)0.625, b = (T)1.5;
    const T even_a = p[1] + p[2], odd_a = p[1] - p[2], even_b = p[3] + p[4], odd_b = p[3] - p[4];
    T results[4] = { p[0] + (even_a + even_b), FMA(b, odd_b, a * odd_a), FMA(b * b, even_b, a * a * even_a),
                     FMA(b * b * b, odd_b, a * a * a * odd_a) };
    results[count - 1] += p[5];
    memcpy(y, results, sizeof *y * (size_t)count);
}

// A square of `from` numbers each way, to one of `to`: its columns first.
static void OF(square)(int from, int to, const T *in, T *out)
{
    T half[6][6], line[6];
    for (int side = 0; side < 2; side++)
        for (int j = 0; j < (side == 0 ? from : to); j++) {
            for (int i = 0; i < from; i++)
                line[i] = side == 0 ? in[i * from + j] : half[j][i];
            if (from < 6)
                OF(values_line)(from, line, line);
            else if (to < 6)
                OF(result_line)(to, line, line);
            else
                OF(image_line)(line, line);
            for (int i = 0; i < to; i++)
                *(side == 0 ? &half[i][j] : &out[j * to + i]) = line[i];
        }
}

// What the points of a filter are to be multiplied by.
static T OF(scale)(int point)
{
    const double a = 0.625 * 0.625, b = 1.5 * 1.5;
    const double of[6] = { a * b, 2 * a * (a - b), 2 * a * (a - b), 2 * b * (b - a), 2 * b * (b - a), 1 };
    return (T)(1 / (of[point / 6] * of[point % 6]));
}

// The points of a square of an image with padding around it, from (i, j) on.
static void OF(points_at)(const T *x, ptrdiff_t height, ptrdiff_t width, ptrdiff_t i, ptrdiff_t j, int size, T *points)
{
    T square[36];
    for (int p = 0; p < size * size; p++)
        square[p] = OF(padded)(x, height, width, i + p / size, j + p % size);
    OF(square)(size, 6, square, points);
}

// y from x, or, flipped, dx from dy: in a group has `inputs` channels and out `outputs`. Of `part`.
static void OF(plain_squares)(
    const bp_convolution *s, const bp_convolution_part *part, bool flipped, const T *x, const T *w, const T *bias, T *y)
{
    const ptrdiff_t channels = s->channels / s->groups, filters = s->filters / s->groups;
    const ptrdiff_t inputs = flipped ? filters : channels, outputs = flipped ? channels : filters;
    const ptrdiff_t height = flipped ? s->out_height : s->height, width = flipped ? s->out_width : s->width;
    const ptrdiff_t out_height = flipped ? s->height : s->out_height, out_width = flipped ? s->width : s->out_width;
    const ptrdiff_t top = flipped ? 2 - s->pad_top : s->pad_top, left = flipped ? 2 - s->pad_left : s->pad_left;
    T *points = OF(take)(inputs * 36), *of_filters = OF(take)(outputs * inputs * 36);
    for (ptrdiff_t g = 0; g < s->groups; g++) {
        for (ptrdiff_t o = 0; o < outputs; o++)
        for (ptrdiff_t c = 0; c < inputs; c++) {
            T filter[9], *to = of_filters + (o * inputs + c) * 36;
            for (int p = 0; p < 9; p++)
                filter[p] = flipped ? w[((g * filters + c) * channels + o) * 9 + 8 - p]
                    : w[((g * filters + o) * channels + c) * 9 + p];
            OF(square)(3, 6, filter, to);
            for (int p = 0; p < 36; p++)
                to[p] *= OF(scale)(p);
        }
        for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
        for (ptrdiff_t i = 0; i < out_height; i += 4)
        for (ptrdiff_t j = 0; j < out_width; j += 4) {
            for (ptrdiff_t c = 0; c < inputs; c++)
                OF(points_at)(x + ((n * s->groups + g) * inputs + c) * height * width, height, width,
                              i - top, j - left, 6, points + c * 36);
            for (ptrdiff_t o = 0; o < outputs; o++) {
                if (s->groups == 1 && (o < part->first_channel || o >= part->first_channel + part->channels))
                    continue;
                T sums[36] = { 0 }, square[16];
                for (ptrdiff_t c = 0; c < inputs; c++)
                    for (int p = 0; p < 36; p++)
                        sums[p] = FMA(of_filters[(o * inputs + c) * 36 + p], points[c * 36 + p], sums[p]);
                OF(square)(6, 4, sums, square);
                for (int p = 0; p < 16; p++)
                    if (i + p / 4 < out_height && j + p % 4 < out_width)
                        y[(((n * s->groups + g) * outputs + o) * out_height + i + p / 4) * out_width + j + p % 4]
                            = square[p] + 0 + (bias ? bias[g * outputs + o] : 0);
            }
        }
    }
    OF(drop)(points);
    OF(drop)(of_filters);
}

static void OF(plain_squares_by_weight)(
    const bp_convolution *s, const bp_convolution_part *part, const T *x, const T *dy, T *dw)
{
    const ptrdiff_t inputs = s->channels / s->groups, filters = s->filters / s->groups;
    for (ptrdiff_t o = part->first_channel; o < part->first_channel + part->channels; o++)
    for (ptrdiff_t c = 0; c < inputs; c++) {
        T sums[36] = { 0 }, of_x[36], of_dy[36], square[9];
        for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
        for (ptrdiff_t i = 0; i < s->out_height; i += 4)
        for (ptrdiff_t j = 0; j < s->out_width; j += 4) {
            OF(points_at)(x + (n * s->channels + o / filters * inputs + c) * s->height * s->width, s->height, s->width,
                          i - s->pad_top, j - s->pad_left, 6, of_x);
            OF(points_at)(dy + (n * s->filters + o) * s->out_height * s->out_width, s->out_height, s->out_width,
                          i, j, 4, of_dy);
            for (int p = 0; p < 36; p++)
                sums[p] = FMA(of_dy[p], of_x[p], sums[p]);
        }
        for (int p = 0; p < 36; p++)
            sums[p] *= OF(scale)(p);
        OF(square)(6, 3, sums, square);
        for (int p = 0; p < 9; p++)
            dw[(o * inputs + c) * 9 + p] = square[p] + 0;
    }
}

// y by Winograd's filtering along columns: four pixels of a column by their values at 0, ±1/2, ±1, ±2 and
// infinity, as include/bp_kernels_of_type.h says. Of `part`.
static void OF(plain_lines)(
    const bp_convolution *s, const bp_convolution_part *part, const T *x, const T *w, const T *bias, T *y)
{
    const ptrdiff_t inputs = s->channels / s->groups, filters = s->filters / s->groups;
    const T at[7] = { 0, (T)0.5, (T)-0.5, 1, -1, 2, -2 };
    const T scale[4] = { -1, (T)(32 / 45.0), (T)(-2 / 9.0), (T)(1 / 90.0) };
    for (ptrdiff_t n = part->first_image; n < part->first_image + part->images; n++)
    for (ptrdiff_t o = part->first_channel; o < part->first_channel + part->channels; o++)
    for (ptrdiff_t i = 0; i < s->out_height; i += 4)
    for (ptrdiff_t j = 0; j < s->out_width; j++) {
        T m[8] = { 0 };
        for (ptrdiff_t c = 0; c < inputs; c++)
        for (ptrdiff_t v = 0; v < 5; v++) {
            const T *image = x + (n * s->channels + o / filters * inputs + c) * s->height * s->width;
            const T *filter = w + (o * inputs + c) * 25 + v;
            T p[8], of_x[8], of_w[8];
            for (ptrdiff_t u = 0; u < 8; u++)
                p[u] = OF(padded)(image, s->height, s->width, i + u - s->pad_top, j + v - s->pad_left);
            of_x[0] = FMA((T)5.25, p[2] - p[4], p[6] - p[0]);
            of_x[7] = FMA((T)5.25, p[3] - p[5], p[7] - p[1]);
            const T even[3] = { FMA(4, p[2], FMA(-5, p[4], p[6])), FMA((T)-4.25, p[4], p[2] + p[6]),
                                FMA((T)0.25, p[2], FMA((T)-1.25, p[4], p[6])) };
            const T odd[3] = { FMA(4, p[1], FMA(-5, p[3], p[5])), FMA((T)-4.25, p[3], p[1] + p[5]),
                               FMA((T)0.25, p[1], FMA((T)-1.25, p[3], p[5])) };
            for (int k = 1; k < 7; k++)
                of_x[k] = FMA(at[k], odd[(k - 1) / 2], even[(k - 1) / 2]);
            for (int k = 0; k < 7; k++) {
                const T square = at[k] * at[k];
                of_w[k] = FMA(at[k], FMA(square, filter[15], filter[5]),
                              FMA(square, FMA(square, filter[20], filter[10]), filter[0])) * scale[(k + 1) / 2];
            }
            of_w[0] = -filter[0];
            of_w[7] = filter[20];
            for (int k = 0; k < 8; k++)
                m[k] = FMA(of_w[k], of_x[k], m[k]);
        }
        T sums[3], differences[3];
        for (int k = 0; k < 3; k++) {
            sums[k] = m[2 * k + 1] + m[2 * k + 2];
            differences[k] = m[2 * k + 1] - m[2 * k + 2];
        }
        const T pixels[4] = {
            m[0] + (sums[0] + (sums[1] + sums[2])),
            FMA(2, differences[2], FMA((T)0.5, differences[0], differences[1])),
            FMA(4, sums[2], FMA((T)0.25, sums[0], sums[1])),
            FMA(8, differences[2], FMA((T)0.125, differences[0], differences[1])) + m[7],
        };
        for (ptrdiff_t u = 0; u < 4 && i + u < s->out_height; u++)
            y[((n * s->filters + o) * s->out_height + i + u) * s->out_width + j] = pixels[u] + 0 + (bias ? bias[o] : 0);
    }
}

// The operands of a convolution, and three results with guards between them.
typedef struct {
    const T *x, *w, *dy, *bias;
    T *y, *dx, *dw;
} OF(convolution_operands);

static void OF(run_plainly)(const bp_convolution *s, const bp_convolution_part *of_y, const bp_convolution_part *of_x,
                            const OF(convolution_operands) *o)
{
    if (bp_convolution_by_squares(s)) {
        OF(plain_squares)(s, of_y, false, o->x, o->w, o->bias, o->y);
        OF(plain_squares)(s, of_x, true, o->dy, o->w, NULL, o->dx);
        OF(plain_squares_by_weight)(s, of_y, o->x, o->dy, o->dw);
        return;
    }
    if (bp_convolution_by_lines(s))
        OF(plain_lines)(s, of_y, o->x, o->w, o->bias, o->y);
    else
        OF(plain_convolve)(s, of_y, o->x, o->w, o->bias, o->y);
    OF(plain_by_input)(s, of_x, o->w, o->dy, o->dx);
    OF(plain_by_weight)(s, of_y, o->x, o->dy, o->dw);
}

// By a kernel; the derivative by the weights needs all images of a part, so it is left out on request.
static bool OF(run_part)(const TABLE *k, const bp_convolution *s, const bp_convolution_part *of_y,
                         const bp_convolution_part *of_x, bool by_weight, const bp_caches *caches,
                         const OF(convolution_operands) *o, bp_isa isa, case_problem *problem)
{
    bool well = true;
    for (int kind = 0; kind < 3; kind++) {
        const bp_convolution_part *part = kind == 1 ? of_x : of_y;
        if (kind == 2 && !by_weight)
            continue;
        const ptrdiff_t need = k->convolution_scratch(s, part, caches);
        T *scratch = OF(take_scratch)(need), *given = need > 0 ? scratch : NULL;
        if (kind == 0)
            k->convolve(s, part, caches, o->x, o->w, o->bias, o->y, given);
        else if (kind == 1)
            k->convolve_by_input(s, part, caches, o->w, o->dy, o->dx, given);
        else
            k->convolve_by_weight(s, part, caches, o->x, o->dy, o->dw, given);
        well = OF(drop_scratch)(scratch, need, isa, problem) && well;
    }
    return well;
}

static bool OF(run_by_weight)(const TABLE *k, const bp_convolution *s, const bp_convolution_part *part,
                              const bp_caches *caches, const OF(convolution_operands) *o, bp_isa isa,
                              case_problem *problem)
{
    const ptrdiff_t need = k->convolution_scratch(s, part, caches);
    T *scratch = OF(take_scratch)(need);
    k->convolve_by_weight(s, part, caches, o->x, o->dy, o->dw, need > 0 ? scratch : NULL);
    return OF(drop_scratch)(scratch, need, isa, problem);
}

static bool OF(try_convolution)(const case_line *line, case_random *random, uint64_t *sum, case_problem *problem)
{
    bp_convolution s = {
        .images = whole(line, "images"), .groups = whole(line, "groups"),
        .height = whole(line, "height"), .width = whole(line, "width"),
        .kernel_height = whole(line, "kh"), .kernel_width = whole(line, "kw"),
        .stride_y = whole(line, "sy"), .stride_x = whole(line, "sx"),
        .dilation_y = whole(line, "dily"), .dilation_x = whole(line, "dilx"),
        .pad_top = whole(line, "top"), .pad_left = whole(line, "left"),
    };
    s.channels = s.groups * whole(line, "channels");
    s.filters = s.groups * whole(line, "filters");
    const ptrdiff_t free_y = s.height + s.pad_top + whole(line, "bottom") - s.dilation_y * (s.kernel_height - 1) - 1;
    const ptrdiff_t free_x = s.width + s.pad_left + whole(line, "right") - s.dilation_x * (s.kernel_width - 1) - 1;
    s.out_height = free_y < 0 ? 0 : free_y / s.stride_y + 1;
    s.out_width = free_x < 0 ? 0 : free_x / s.stride_x + 1;
    const bp_caches caches = { whole(line, "l1") << 10, whole(line, "l2") << 10 };

    const ptrdiff_t x_size = s.images * s.channels * s.height * s.width;
    const ptrdiff_t y_size = s.images * s.filters * s.out_height * s.out_width;
    const ptrdiff_t w_size = s.filters * (s.channels / s.groups) * s.kernel_height * s.kernel_width;
    T *x = OF(numbers)(random, x_size), *w = OF(numbers)(random, w_size), *dy = OF(numbers)(random, y_size);
    T *bias = OF(numbers)(random, s.filters);
    const T special = (T)strtod(value_of(line, "special"), NULL);
    if (special != 0 && x_size > 0 && w_size > 0 && y_size > 0) {
        x[below(random, x_size)] = special;
        w[below(random, w_size)] = special;
        dy[below(random, y_size)] = special;
    }
    // Zeros as relu leaves them.
    if (whole(line, "zeros"))
        for (ptrdiff_t i = 0; i < x_size; i++)
            x[i] = x[i] < 0 ? 0 : x[i];
    const ptrdiff_t size = y_size + x_size + w_size + 4 * GUARD;
    T *before = OF(numbers)(random, size), *wanted = OF(copy)(before, size), *got = OF(take)(size);
    OF(convolution_operands) o = { x, w, dy, whole(line, "bias") ? bias : NULL, 0, 0, 0 };
    const bp_convolution_part all_of_y = { 0, s.images, 0, s.filters }, all_of_x = { 0, s.images, 0, s.channels };
    const ptrdiff_t n = below(random, s.images + 1);
    const ptrdiff_t filter = s.groups > 1 ? s.filters : below(random, s.filters + 1);
    const ptrdiff_t channel = s.groups > 1 ? s.channels : below(random, s.channels + 1);
    const ptrdiff_t some = below(random, s.images + 1);
    T *sums_of_some = OF(take)(w_size);
    bool well = true;
    for (int isa = -1; well && isa < BP_ISA_COUNT; isa++) {
        const TABLE *k = isa < 0 ? NULL : OF(bp_kernels_for)((bp_isa)isa);
        if (isa >= 0 && !k)
            continue;
        T *to = isa < 0 ? wanted : got;
        o.y = to + GUARD;
        o.dx = o.y + y_size + GUARD;
        o.dw = o.dx + x_size + GUARD;
        if (isa < 0) {
            OF(run_plainly)(&s, &all_of_y, &all_of_x, &o);
            const bp_convolution_part of_some = { some, s.images - some, 0, s.filters };
            if (bp_convolution_by_squares(&s))
                OF(plain_squares_by_weight)(&s, &of_some, x, dy, sums_of_some);
            else
                OF(plain_by_weight)(&s, &of_some, x, dy, sums_of_some);
            continue;
        }
        memcpy(got, before, (size_t)size * sizeof(T));
        well = OF(run_part)(k, &s, &all_of_y, &all_of_x, true, &caches, &o, (bp_isa)isa, problem)
            && OF(compare)(got, wanted, size, (bp_isa)isa, "a convolution", problem);
        memcpy(got, before, (size_t)size * sizeof(T));
        for (int block = 0; well && block < 4; block++) {
            const bool late = block & 1, high = block & 2;
            const ptrdiff_t images = late ? s.images - n : n;
            const bp_convolution_part of_y = {
                late ? n : 0, images, high ? filter : 0, high ? s.filters - filter : filter };
            const bp_convolution_part of_x = {
                late ? n : 0, images, high ? channel : 0, high ? s.channels - channel : channel };
            well = OF(run_part)(k, &s, &of_y, &of_x, false, &caches, &o, (bp_isa)isa, problem);
            // Of the weights' derivative only filters are divided.
            const bp_convolution_part of_w = { 0, s.images, of_y.first_channel, of_y.channels };
            if (well && !late)
                well = OF(run_by_weight)(k, &s, &of_w, &caches, &o, (bp_isa)isa, problem);
        }
        well = well && OF(compare)(got, wanted, size, (bp_isa)isa, "a convolution in four parts", problem);
        // Of some images the weights' derivative is another sum.
        const bp_convolution_part of_some = { some, s.images - some, 0, s.filters };
        memcpy(got, before, (size_t)size * sizeof(T));
        well = well && OF(run_by_weight)(k, &s, &of_some, &caches, &o, (bp_isa)isa, problem)
            && OF(compare)(o.dw, sums_of_some, w_size, (bp_isa)isa, "by the weights, of some images", problem);
    }
    *sum += OF(sum)(wanted, size);
    OF(drop)(x);
    OF(drop)(w);
    OF(drop)(dy);
    OF(drop)(bias);
    OF(drop)(before);
    OF(drop)(wanted);
    OF(drop)(got);
    OF(drop)(sums_of_some);
    return well;
}

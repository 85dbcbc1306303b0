// A convolution's gradient by its weights where a filter has few taps, for one instruction set
// and element type (see lanes.h).
//
// A few taps don't fill a tile's rows, nor few filters its vectors, and to transpose dy would
// take as long as the sums. So vectors run along pixels, of dy where it lies and of x in planes
// as wide as y (`by_column` in pixels.h), and each weight has sixteen sums: of every sixteenth
// pixel of each image. At the end they are added up, halves to halves.

// How many taps and filters a tile has at most: their sums, and a vector of each tap, are in
// registers.
enum {
    NAME(tile_taps) = REGISTERS > 16 ? 5 : 3,
    NAME(tile_filters) = 4,
};

// The sums of a tile.
typedef struct {
    vec of[4][5];
} NAME(tile_sums);

// How it goes through the images: so many at a time, or so many rows of one.
typedef struct {
    NAME(planes) planes;
    ptrdiff_t images;
    ptrdiff_t sums, taps, end; // in the scratch memory
} NAME(sixteenths);

static NAME(sixteenths) NAME(sixteenths_of)(
    const bp_convolution *v, const NAME(sizes) *s, ptrdiff_t filters, ptrdiff_t images, const bp_caches *caches)
{
    const ptrdiff_t across = v->kernel_width, row = across * s->channels * v->out_width;
    NAME(planes) p = { .by_column = true, .down = 1, .across = across, .pitch = v->out_width };
    p.rows = NAME(rows_that_fit)(caches, row, row * s->reach_y, v->out_height);
    // A cut lies at a multiple of sixteen pixels, so that each lane goes on with its own sum.
    if (p.rows < v->out_height)
        p.rows = (p.rows + 15) / 16 * 16;
    if (p.rows > v->out_height)
        p.rows = v->out_height;
    p.height = p.rows + s->reach_y;
    p.channel = across * p.height * p.pitch;
    p.size = s->channels * p.channel;
    NAME(sixteenths) b = { .planes = p, .images = 1 };
    if (p.rows == v->out_height && s->pixels > 0 && s->pixels < MIN_PIXELS)
        b.images = NAME(between)((MIN_PIXELS + s->pixels - 1) / s->pixels, 1, NAME(largest)(images, 1));
    // A row may end with a whole vector.
    b.sums = (b.images * p.size + LANES + 15) / 16 * 16;
    b.taps = b.sums + filters * s->depth * 16;
    b.end = b.taps + s->depth * (ptrdiff_t)sizeof(ptrdiff_t) / (ptrdiff_t)sizeof(T) + 1;
    return b;
}

// Images that are added to the sums.
typedef struct {
    ptrdiff_t images, pixels, depth;
    const T *x, *dy;
    ptrdiff_t x_image, dy_image, dy_filter;
} NAME(sixteenths_images);

// Adds the products of so many pixels, a vector or less, to the sums of a tile.
BP_INLINE TARGET void NAME(add_sixteenths)(
    const int filters, const int taps, const ptrdiff_t count, const T *const *x, const T *dy, ptrdiff_t dy_filter,
    NAME(tile_sums) *sums)
{
    vec pixels[5];
    BP_UNROLL for (int t = 0; t < taps; t++)
        pixels[t] = NAME(load_some)(x[t], count);
    BP_UNROLL for (int f = 0; f < filters; f++) {
        const vec up = NAME(load_some)(dy + f * dy_filter, count);
        BP_UNROLL for (int t = 0; t < taps; t++)
            sums->of[f][t] = BP_FMA(up, pixels[t], sums->of[f][t]);
    }
}

BP_INLINE TARGET void NAME(sixteenths_tile)(
    const int filters, const int taps, const NAME(sixteenths_images) *s, const T *dy, const ptrdiff_t *at, T *to)
{
    for (ptrdiff_t part = 0; part < 16; part += LANES) {
        NAME(tile_sums) sums;
        BP_UNROLL for (int f = 0; f < filters; f++)
            BP_UNROLL for (int t = 0; t < taps; t++)
                sums.of[f][t] = NAME(load)(to + (f * s->depth + t) * 16 + part);
        for (ptrdiff_t m = 0; m < s->images; m++) {
            const T *x[5], *up = dy + m * s->dy_image + part;
            BP_UNROLL for (int t = 0; t < taps; t++)
                x[t] = s->x + m * s->x_image + at[t] + part;
            ptrdiff_t left = s->pixels - part;
            for (; left >= LANES; left -= 16, up += 16) {
                NAME(add_sixteenths)(filters, taps, LANES, x, up, s->dy_filter, &sums);
                BP_UNROLL for (int t = 0; t < taps; t++)
                    x[t] += 16;
            }
            if (left > 0)
                NAME(add_sixteenths)(filters, taps, left, x, up, s->dy_filter, &sums);
        }
        BP_UNROLL for (int f = 0; f < filters; f++)
            BP_UNROLL for (int t = 0; t < taps; t++)
                NAME(store)(to + (f * s->depth + t) * 16 + part, sums.of[f][t]);
    }
}

// A function for each number of filters, so that all sums of a tile have registers.
#define TILES_OF_FILTERS(filters) \
    static BP_APART TARGET void NAME(sixteenths_of_##filters)( \
        ptrdiff_t taps, const NAME(sixteenths_images) *s, const T *dy, const ptrdiff_t *at, T *to) \
    { \
        if (NAME(tile_taps) > 4 && taps == 5) \
            NAME(sixteenths_tile)(filters, 5, s, dy, at, to); \
        else if (NAME(tile_taps) > 3 && taps == 4) \
            NAME(sixteenths_tile)(filters, 4, s, dy, at, to); \
        else if (taps == 3) \
            NAME(sixteenths_tile)(filters, 3, s, dy, at, to); \
        else \
            NAME(sixteenths_tile)(filters, 2, s, dy, at, to); \
    }
TILES_OF_FILTERS(1)
TILES_OF_FILTERS(2)
TILES_OF_FILTERS(3)
TILES_OF_FILTERS(4)
#undef TILES_OF_FILTERS

// Adds images to all sums. Filters and taps are cut evenly, so that a tile has two taps at least.
static TARGET void NAME(add_images)(const NAME(sixteenths_images) *s, ptrdiff_t filters, const ptrdiff_t *at, T *sums)
{
    const ptrdiff_t down = (filters + NAME(tile_filters) - 1) / NAME(tile_filters);
    const ptrdiff_t across = (s->depth + NAME(tile_taps) - 1) / NAME(tile_taps);
    for (ptrdiff_t i = 0; i < down; i++) {
        const ptrdiff_t filter = i * filters / down, count = (i + 1) * filters / down - filter;
        const T *dy = s->dy + filter * s->dy_filter;
        for (ptrdiff_t j = 0; j < across; j++) {
            const ptrdiff_t tap = j * s->depth / across, taps = (j + 1) * s->depth / across - tap;
            T *to = sums + (filter * s->depth + tap) * 16;
            if (count == 4)
                NAME(sixteenths_of_4)(taps, s, dy, at + tap, to);
            else if (count == 3)
                NAME(sixteenths_of_3)(taps, s, dy, at + tap, to);
            else if (count == 2)
                NAME(sixteenths_of_2)(taps, s, dy, at + tap, to);
            else
                NAME(sixteenths_of_1)(taps, s, dy, at + tap, to);
        }
    }
}

static TARGET void NAME(weights_by_sixteenths)(
    const bp_convolution *v, const NAME(sizes) *size, const bp_convolution_part *part, const bp_caches *caches,
    const T *x, const T *dy, T *dw, T *scratch)
{
    const ptrdiff_t filters = NAME(rows_of_part)(v, part), image = v->height * v->width;
    const NAME(sixteenths) b = NAME(sixteenths_of)(v, size, filters, part->images, caches);
    T *sums = scratch + b.sums;
    ptrdiff_t *taps = (ptrdiff_t *)(scratch + b.taps);
    for (ptrdiff_t k = 0; k < size->depth; k++)
        taps[k] = k / size->kernel * b.planes.channel
            + (k % v->kernel_width * b.planes.height + k % size->kernel / v->kernel_width * v->dilation_y) * b.planes.pitch;
    const ptrdiff_t end = part->first_image + part->images;
    for (ptrdiff_t g = 0; g < v->groups; g++) {
        const ptrdiff_t filter = g * size->filters + part->first_channel;
        memset(sums, 0, (size_t)(filters * size->depth * 16) * sizeof(T));
        for (ptrdiff_t n = part->first_image; n < end; n += b.images)
            for (ptrdiff_t i = 0; i < v->out_height; i += b.planes.rows) {
                const ptrdiff_t rows = v->out_height - i < b.planes.rows ? v->out_height - i : b.planes.rows;
                const NAME(sixteenths_images) s = {
                    .images = end - n < b.images ? end - n : b.images, .pixels = rows * v->out_width,
                    .depth = size->depth, .x = scratch, .x_image = b.planes.size,
                    .dy = dy + (n * v->filters + filter) * size->pixels + i * v->out_width,
                    .dy_image = v->filters * size->pixels, .dy_filter = size->pixels,
                };
                for (ptrdiff_t m = 0; m < s.images; m++)
                    NAME(fill_planes)(scratch + m * b.planes.size, v, size, &b.planes,
                                      x + ((n + m) * v->channels + g * size->channels) * image, i);
                NAME(add_images)(&s, filters, taps, sums);
            }
        for (ptrdiff_t k = 0; k < filters * size->depth; k++) {
            NAME(sixteen) all;
            NAME(load_sixteen)(&all, sums + k * 16, 16);
            dw[filter * size->depth + k] = NAME(sum_sixteen)(&all) + 0;
        }
    }
}

// Convolutions whose columns are pixels, for one instruction set and element type (see lanes.h).
//
// Rows are filters (or channels), and k are the elements of all kernels ("taps"). Side by
// side pixels of one tap lie side by side in the image, so that tiles read B where it is:
// in a copy of the image with its padding around it, at an offset for each tap (`k_in_b` in
// tile.h) and one for each vector of pixels (`b_at`). Strides are cared for by the copy,
// which has a plane for each place that a stride steps over, so that in a plane pixels are
// neighbours again.

// Adds lanes of a strip, whose places in C follow each other, to its pieces.
BP_INLINE void NAME(add_piece)(NAME(pieces) *pieces, ptrdiff_t from, ptrdiff_t lanes, ptrdiff_t at)
{
    const ptrdiff_t last = pieces->count - 1;
    if (last >= 0 && pieces->from[last] + pieces->lanes[last] == from
        && pieces->at[last] + pieces->lanes[last] * pieces->step == at) {
        pieces->lanes[last] = (int16_t)(pieces->lanes[last] + lanes);
        return;
    }
    pieces->from[last + 1] = (int16_t)from;
    pieces->lanes[last + 1] = (int16_t)lanes;
    pieces->at[last + 1] = at;
    pieces->count++;
}

// A grid of pixels to compute, all of them by the same taps: from where the strip's b is
// the rows of the source lie `pitch` apart, those of the result `c_row` and the pixels of
// a row `c_step`.
static TARGET void NAME(run_grid)(
    NAME(strip) *s, ptrdiff_t rows, ptrdiff_t cols, ptrdiff_t pitch, ptrdiff_t c_row, ptrdiff_t c_step)
{
    if (rows <= 0 || cols <= 0 || s->rows <= 0)
        return;
    // Vectors cover row after row; or they cover what lies between the rows, too, if so they
    // are fewer by far, since then they end anywhere.
    const ptrdiff_t in_row = (cols + LANES - 1) / LANES;
    const ptrdiff_t all = ((rows - 1) * pitch + cols + LANES - 1) / LANES;
    const bool by_rows = rows * in_row * 8 <= all * ACROSS_EIGHTHS;
    const ptrdiff_t vectors = by_rows ? rows * in_row : all;
    const ptrdiff_t most = s->rows == 1 ? ROW_VECTORS : OFFSET_VECTORS;
    const ptrdiff_t strips = (vectors + most - 1) / most;
    NAME(pieces) pieces;
    pieces.step = c_step;
    ptrdiff_t row = 0, col = 0;  // where the next vector starts
    for (ptrdiff_t strip = 0, first = 0; strip < strips; strip++) {
        s->vectors = (strip + 1) * vectors / strips - first;
        pieces.count = 0;
        for (ptrdiff_t v = 0; v < s->vectors; v++) {
            s->b_at[v] = row * pitch + col;
            if (by_rows) {
                s->c_of[v] = row * c_row + col * c_step;
                s->lanes_of[v] = cols - col < LANES ? cols - col : LANES;
                if (c_step > 1)
                    NAME(add_piece)(&pieces, v * LANES, s->lanes_of[v], s->c_of[v]);
                col += LANES;
                if (col >= cols) {
                    col = 0;
                    row++;
                }
                continue;
            }
            for (ptrdiff_t from = 0, here; from < LANES && row < rows; from += here) {
                const ptrdiff_t left = LANES - from;
                if (col < cols) {
                    here = cols - col < left ? cols - col : left;
                    NAME(add_piece)(&pieces, v * LANES + from, here, row * c_row + col * c_step);
                } else {
                    here = pitch - col < left ? pitch - col : left;
                }
                col += here;
                if (col == pitch) {
                    col = 0;
                    row++;
                }
            }
        }
        first += s->vectors;
        s->pieces = pieces.count > 0 ? &pieces : NULL;
        NAME(run_offset_strip)(s);
    }
}

// The planes of some rows of y: of each channel one for each place in a stride, as far as
// the kernel reaches. A stride may be longer than that. Or, where rows of y aren't whole
// vectors and enough filters share the copying, across one for each column of the kernel,
// as wide as y: then a tap's pixels lie side by side from row to row, too, and so do y's.
typedef struct {
    bool direct;           // x itself, which has no padding, strides or parts of vectors
    bool by_column;        // a plane for each column of the kernel
    ptrdiff_t down, across; // places in a stride, or columns of the kernel
    ptrdiff_t rows;        // of y
    ptrdiff_t height, pitch, channel, size;
} NAME(planes);

static NAME(planes) NAME(forward_planes)(
    const bp_convolution *v, const NAME(sizes) *s, ptrdiff_t filters, const bp_caches *caches)
{
    const bool strides = v->stride_y > 1 || v->stride_x > 1;
    NAME(planes) p = {
        .direct = s->inside && !strides && v->out_width % LANES == 0, .rows = v->out_height,
        .height = v->height, .pitch = v->width, .channel = v->height * v->width,
    };
    if (p.direct)
        return p;
    p.down = v->stride_y <= s->reach_y ? v->stride_y : s->reach_y + 1;
    p.by_column = v->out_width % LANES != 0 && filters * v->kernel_height >= MIN_COLUMN_USES;
    p.across = p.by_column ? v->kernel_width : v->stride_x <= s->reach_x ? v->stride_x : s->reach_x + 1;
    const ptrdiff_t reach = s->reach_y / v->stride_y + 1, per_row = p.down * p.across * s->channels;
    p.pitch = p.by_column ? v->out_width : v->out_width + s->reach_x / v->stride_x;
    p.rows = NAME(rows_that_fit)(caches, per_row * p.pitch, per_row * p.pitch * reach, v->out_height);
    p.height = p.rows + reach - 1;
    p.channel = p.down * p.across * p.height * p.pitch;
    // Vectors of the last pixels read what lies behind.
    p.size = s->channels * p.channel + STRIP_VECTORS * LANES;
    return p;
}

// A plane as wide as the image, `shift` columns from it: all rows at once, and then the zeros.
static TARGET void NAME(fill_shifted)(T *to, ptrdiff_t height, const T *x, ptrdiff_t rows, ptrdiff_t width,
                                      ptrdiff_t first, ptrdiff_t shift)
{
    const bool outside = shift >= width || -shift >= width;
    const ptrdiff_t above = outside ? height : NAME(between)(-first, 0, height);
    const ptrdiff_t end = NAME(between)(rows - first, above, height);
    const ptrdiff_t before = shift < 0 ? -shift : 0, after = shift > 0 ? shift : 0;
    memset(to, 0, (size_t)(above * width) * sizeof(T));
    memset(to + end * width, 0, (size_t)((height - end) * width) * sizeof(T));
    const ptrdiff_t start = above * width + before;
    if (end * width - after > start)
        NAME(copy_elements)(to + start, x + (first * width + start + shift), end * width - after - start);
    for (ptrdiff_t r = above; r < end; r++) {
        T *row = to + r * width;
        for (ptrdiff_t j = 0; j < before; j++) {
            BP_HIDE(row);
            row[j] = 0;
        }
        for (ptrdiff_t j = width - after; j < width; j++) {
            BP_HIDE(row);
            row[j] = 0;
        }
    }
}

static TARGET void NAME(fill_planes)(
    T *to, const bp_convolution *v, const NAME(sizes) *s, const NAME(planes) *p, const T *x, ptrdiff_t from)
{
    const bool shifted = p->by_column && v->stride_y == 1 && v->stride_x == 1 && p->pitch == v->width;
    for (ptrdiff_t c = 0; c < s->channels; c++, x += v->height * v->width)
        for (ptrdiff_t y = 0; y < p->down; y++)
            for (ptrdiff_t z = 0; z < p->across; z++, to += p->height * p->pitch) {
                const ptrdiff_t column = (p->by_column ? z * v->dilation_x : z) - v->pad_left;
                if (shifted)
                    NAME(fill_shifted)(to, p->height, x, v->height, v->width, from - v->pad_top, column);
                else
                    NAME(copy_padded)(to, p->height, p->pitch, x, v->height, v->width,
                                      from * v->stride_y + y - v->pad_top, v->stride_y, column, v->stride_x);
            }
}

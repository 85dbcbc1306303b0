// Matrix product for one instruction set and element type (see lanes.h).
//
// The output is cut into tiles small enough that a tile's accumulators stay in
// registers: ROWS_OF(v) rows by v vectors. A strip is a column of tiles that
// use the same columns of B. Within a tile, k advances one at a time, so each
// element is one chain of fused multiply-adds in increasing k whatever the
// tile's shape; a tile that covers only part of k ends by storing its
// accumulators to C and the next part starts from there, which continues the
// same chain. (A product that is added to C can't do that; its k is so short
// that there is one part only.)
//
// Small products read A and B where they lie. For larger ones, where rows far
// apart in memory would fight for the same cache sets, blocks of A and strips
// of B are first copied ("packed") to scratch in the order the tiles read
// them: of B a panel of several strips, of A the few rows that a panel is used
// for at a time. Where A has few rows in all, strip by strip is packed and used,
// and its tiles prefetch the next one. A strip as wide as a tile is
// copied by the first tile that uses it, so that it is fetched while that computes.
// A transposed B is always packed, since its rows of k do not offer vectors along
// n. Rows of bytes are read by the tiles of a single strip as they are; for several
// strips they are first turned into numbers, in scratch, too.
//
// A tile leaves out each k at which its part of A is zero (zeros.h); in a
// large product tiles take rows in an order in which there are more of these.
//
//   COLS_MAX      vectors in the widest tile of an unpacked product
//   ROWS_OF(v)    rows of a tile v vectors wide, at least 4; what is left at
//                 the lower edge is cut into tiles of 4, 3, 2 and 1 rows
//   PACK_MIN_B    bytes of B from which a product is packed, if
//   PACK_MIN_ROWS it has so many rows
//   PACK_COLS     vectors in a strip of packed B; packed A lies in tiles of
//                 ROWS_OF(PACK_COLS) rows
//   PACK_DEPTH    the most of k that is packed at once
//   PACK_PANEL    bytes of packed B that stay in a cache while rows use them
//   A_BLOCK       bytes of an A that isn't packed that stay in a cache while
//                 strips use them

// Rows of A that are packed at once, if there are more than a few.
#define PACK_ROWS 24
#define FEW_ROWS 320

// A C of so many bytes is far away, but prefetching it pays only before tiles that
// take long enough.
#define FAR_C 131072
#define PREFETCH_DEPTH 64

// A B of so many bytes lies so far away, mostly with rows that fight for the
// same cache sets, that packing it pays for few rows, too.
#define FAR_B (2 << 20)
#define FAR_MIN_ROWS 16

// The least k of a product in which it pays to look for zeros.
#define ZERO_MIN_DEPTH 32

// The least columns of a product in which it pays to order rows, and how many rows are
// packed at once then, if there are more than a few.
#define MIX_MIN_COLS 256
#define MIX_ROWS (24 * ZERO_ROWS)

// The most rows and k of an A that isn't packed that are looked through for zeros,
// or made from bytes, at a time.
#define LOOK_ROWS 96
#define LOOK_DEPTH 1024

// Of bytes that a single strip reads a tile's rows at a time: then they are still
// in the nearest cache, and the tile gives later ones the time to arrive.
#define BYTES_ROWS ZERO_ROWS

// Addresses so many bytes apart use the same set of a 64-set cache.
#define SETS_REPEAT 4096
#define PACK_MIN_MEETING_B 131072

// The most k at a time where a transposed A is read where it lies: down a
// column of it every k is a cache line of its own, which the next tile needs
// again.
#define COLUMN_DEPTH 256

_Static_assert(BYTES_STRIDE >= LOOK_DEPTH, "a row of bytes must fit its place");
_Static_assert(ZERO_TILES * ZERO_ROWS * LOOK_DEPTH <= GROUP_ROWS * GROUP_DEPTH,
               "there must be place for the bits of rows that aren't ordered");
_Static_assert(LOOK_DEPTH >= BP_SCALED_DEPTH,
               "a product that is added to C must not be cut along k");

// How a product is carried out: what is packed, and the rows, columns and k
// that are treated at a time.
typedef struct {
    bool pack_a, pack_b, find_zeros, may_mix;
    bool from_bytes, bytes_as_they_are;
    ptrdiff_t block_rows, block_depth;
    ptrdiff_t strip_cols, panel_cols;
} NAME(plan);

// The size of parts when n is cut into equal ones of at most `most`; a multiple
// of `unit` (so perhaps a little more than `most`), except that n may be one
// part itself.
BP_INLINE ptrdiff_t NAME(even_part)(ptrdiff_t n, ptrdiff_t most, ptrdiff_t unit)
{
    if (n <= most)
        return n;
    const ptrdiff_t parts = (n + most - 1) / most;
    const ptrdiff_t part = (n + parts - 1) / parts;
    return (part + unit - 1) / unit * unit;
}

static NAME(plan) NAME(make_plan)(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, bool trans_a, bool trans_b, ptrdiff_t ldb, bool from_bytes)
{
    NAME(plan) p;
    // With few rows or a small B, packing costs more than it gains (but a
    // transposed B is packed in any case), unless all rows of B meet in the
    // same sets of the nearest cache.
    const ptrdiff_t bytes = n * k * (ptrdiff_t)sizeof(T);
    const bool rows_meet = ldb * (ptrdiff_t)sizeof(T) % SETS_REPEAT == 0;
    const bool large = bytes > (rows_meet ? PACK_MIN_MEETING_B : PACK_MIN_B)
        && (trans_b || m >= (bytes > FAR_B ? FAR_MIN_ROWS : PACK_MIN_ROWS));
    // What was made from bytes lies close together, and a few rows as they are stay in
    // the caches; columns of a transposed A don't.
    p.pack_a = large && !from_bytes && (trans_a || m > FEW_ROWS);
    p.pack_b = large || trans_b;
    p.strip_cols = p.pack_b ? PACK_COLS * LANES
        : NAME(even_part)(n, COLS_MAX * LANES, LANES);
    // A product that is added to C must not be cut along k. Parts are whole vectors
    // deep, which a transposed B is packed by.
    p.block_depth = k <= BP_SCALED_DEPTH ? k : NAME(even_part)(
        k, p.pack_b ? PACK_DEPTH : trans_a ? COLUMN_DEPTH : k, p.pack_b ? LANES : 1);
    p.panel_cols = n;
    if (p.pack_b && k > 0)
        p.panel_cols = NAME(even_part)(
            n, PACK_PANEL / (ptrdiff_t)sizeof(T) / p.block_depth, p.strip_cols);
    // A few rows of A at a time, so that they stay in the nearest cache while all
    // strips of a panel use them, and rows of C are written along, not down. Where
    // there are no more than a few rows, a strip that has been packed is used at
    // once. A large B that isn't packed should be read only once.
    if (large && m > FEW_ROWS)
        p.block_rows = from_bytes && trans_a ? ZERO_COLS : PACK_ROWS;
    else if (large) {
        p.block_rows = m;
        p.panel_cols = p.strip_cols;
    } else if (n <= p.strip_cols || k == 0
             || (!p.pack_b && n * k > PACK_MIN_B / (ptrdiff_t)sizeof(T)))
        p.block_rows = m;
    else
        p.block_rows = NAME(even_part)(
            m, (p.pack_b ? 4 : 1) * (A_BLOCK / (ptrdiff_t)sizeof(T)) / p.block_depth + 24, 24);
    p.find_zeros = m >= ZERO_ROWS && n > ZERO_VECTORS * LANES && k >= ZERO_MIN_DEPTH;
    p.may_mix = p.find_zeros && large && n >= MIX_MIN_COLS && !(from_bytes && trans_a);
    if (p.may_mix && m > FEW_ROWS)
        p.block_rows = MIX_ROWS;
    p.from_bytes = from_bytes;
    if (p.find_zeros || from_bytes) {
        p.block_depth = NAME(even_part)(p.block_depth, LOOK_DEPTH, 1);
        const ptrdiff_t most = !from_bytes ? LOOK_ROWS : trans_a ? ZERO_COLS
            : n > p.strip_cols ? LOOK_ROWS : BYTES_ROWS;
        if (!p.pack_b && p.block_rows > most)
            p.block_rows = most;
    }
    // Only where zeros are found in the bytes themselves.
    p.bytes_as_they_are = from_bytes && p.find_zeros && !p.pack_b && n <= p.strip_cols
        && (trans_a ? m >= ZERO_COLS : p.block_depth >= (ptrdiff_t)sizeof(bp_bytes));
    return p;
}

// Where in the scratch memory what lies, in elements from its start, and how
// much there is. The packed strip of B, a multiple of a vector, comes first;
// SLACK elements allow moving the start to a multiple of a cache line.
#define SLACK ((ptrdiff_t)(64 / sizeof(T)))

typedef struct {
    ptrdiff_t packed_a, from_bytes, byte_rows, active, finite, end;
} NAME(layout);

static NAME(layout) NAME(make_layout)(const NAME(plan) *p)
{
    const ptrdiff_t size = sizeof(T), depth = p->block_depth, block = p->block_rows * depth;
    NAME(layout) at;
    // Strips of packed B are whole vectors wide.
    at.packed_a = p->pack_b ? (p->panel_cols + LANES) * depth : 0;
    at.from_bytes = at.packed_a + (p->pack_a || p->may_mix ? block : 0);
    at.byte_rows = at.from_bytes + (p->from_bytes && !p->bytes_as_they_are ? block : 0);
    // Copies of rows, or their addresses; all multiples of what an address needs.
    const ptrdiff_t copies = p->block_rows * BYTES_STRIDE;
    const ptrdiff_t addresses = depth * (ptrdiff_t)sizeof(uint8_t *);
    at.active = at.byte_rows
        + (p->bytes_as_they_are ? (copies > addresses ? copies : addresses) / size : 0);
    at.finite = at.active
        + (p->find_zeros ? (NAME(active_size)(p->block_rows, depth) + size - 1) / size : 0);
    at.end = at.finite
        + (p->find_zeros || p->pack_b ? (p->panel_cols / p->strip_cols + size) / size : 0);
    return at;
}

static ptrdiff_t NAME(gemm_scratch)(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, bool trans_a, bool trans_b, ptrdiff_t ldb,
    bool from_bytes)
{
    if (m <= 0 || n <= 0 || k <= 0)
        return 0;
    const NAME(plan) p = NAME(make_plan)(m, n, k, trans_a, trans_b, ldb, from_bytes);
    const ptrdiff_t size = NAME(make_layout)(&p).end;
    return size > 0 ? size + SLACK : 0;
}

// Makes ready the rows of op(A) from i on and its columns from l on, as many as
// the strip says: turns bytes into numbers, or has them ready for tiles, finds
// zeros, packs.
static TARGET void NAME(prepare_rows)(
    NAME(strip) *s, NAME(active) *active, const NAME(plan) *p, const NAME(layout) *at, T *scratch,
    bool trans_a, const T *a, ptrdiff_t lda, const bp_byte_rows *a_bytes, const NAME(quotient) *quotient,
    ptrdiff_t m, ptrdiff_t i, ptrdiff_t l)
{
    // Of A as it is stored.
    const ptrdiff_t row = trans_a ? l : i, col = trans_a ? i : l;
    const ptrdiff_t rows = trans_a ? s->depth : s->rows, cols = trans_a ? s->rows : s->depth;
    NAME(part_of_a) part = {
        .trans = trans_a, .bytes = a_bytes, .row = row, .col = col,
        .a = a_bytes ? NULL : a + row * lda + col, .lda = lda,
    };
    active->any = active->mixed = false;
    if (a_bytes)
        NAME(prefetch_rows)(a_bytes, trans_a ? 0 : m, row, rows, col, cols);
    if (p->bytes_as_they_are) {
        if (trans_a) {
            const uint8_t **starts = (const uint8_t **)(scratch + at->byte_rows);
            for (ptrdiff_t r = 0; r < rows; r++)
                starts[r] = a_bytes->bytes + (ptrdiff_t)a_bytes->index[row + r] * a_bytes->ld + col;
            s->across = starts;
        } else {
            uint8_t *copies = (uint8_t *)(scratch + at->byte_rows);
            NAME(copy_rows)(copies, a_bytes, row, rows, col, cols);
            s->along = copies;
        }
        if (s->table[0] == 0)
            NAME(find_active_bytes)(active, &part, false, s->rows, s->depth);
        return;
    }
    // What is found in the bytes themselves, in whose order they become numbers.
    bool found = false;
    if (a_bytes) {
        found = p->find_zeros && quotient->exact
            && NAME(find_active_bytes)(active, &part, p->may_mix, s->rows, s->depth);
        T *numbers = scratch + at->from_bytes;
        NAME(rows_of_bytes)(
            numbers, a_bytes, quotient, active->mixed ? active->order : NULL, row, rows, col, cols);
        part.a = numbers;
        part.lda = cols;
    }
    if (p->find_zeros && !found)
        NAME(find_active)(active, &part, p->may_mix, s->rows, s->depth);
    s->order = active->mixed ? active->order : NULL;
    if (p->pack_a || (s->order && !found)) {
        T *packed = scratch + at->packed_a;
        if (trans_a)
            NAME(pack_columns)(packed, part.a, part.lda, s->rows, s->depth, s->order);
        else
            NAME(pack_rows)(packed, part.a, part.lda, s->rows, s->depth, s->order);
        s->a = packed;
        s->a_row = s->depth;
        s->a_k = trans_a ? 0 : 1;
    } else {
        s->a = part.a;
        s->a_row = trans_a ? 1 : part.lda;
        s->a_k = trans_a ? part.lda : 1;
    }
}

// What the strip of B after the one at (l, j) will be packed from, where each is
// packed just before it is used; otherwise nothing.
BP_INLINE NAME(ahead) NAME(next_strip)(
    const NAME(plan) *p, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, ptrdiff_t l, ptrdiff_t j,
    bool trans_b, const T *b, ptrdiff_t ldb)
{
    NAME(ahead) next = { 0 };
    if (!p->pack_b || p->block_rows < m || p->panel_cols > p->strip_cols)
        return next;
    j += p->strip_cols;
    if (j >= n) {
        j = 0;
        l += p->block_depth;
    }
    if (l >= k)
        return next;
    const ptrdiff_t width = n - j < p->strip_cols ? n - j : p->strip_cols;
    const ptrdiff_t deep = k - l < p->block_depth ? k - l : p->block_depth;
    next.from = trans_b ? b + j * ldb + l : b + l * ldb + j;
    next.ld = ldb;
    next.rows = trans_b ? width : deep;
    next.cols = trans_b ? deep : width;
    return next;
}

// Whether a strip of B is packed by the first tile that uses it.
BP_INLINE bool NAME(tile_packs)(const NAME(plan) *p, ptrdiff_t m, ptrdiff_t width, bool trans_b)
{
    return p->pack_b && !trans_b && m >= ROWS_OF(PACK_COLS) && width == PACK_COLS * LANES;
}

// Packs the strips of a panel of op(B), which starts at b, but for those that a tile packs.
static TARGET void NAME(pack_panel)(
    const NAME(plan) *p, ptrdiff_t m, ptrdiff_t cols, ptrdiff_t depth, bool trans_b,
    const T *b, ptrdiff_t ldb, T *packed)
{
    for (ptrdiff_t j = 0; j < cols; j += p->strip_cols) {
        const ptrdiff_t width = cols - j < p->strip_cols ? cols - j : p->strip_cols;
        const ptrdiff_t whole = (width + LANES - 1) / LANES * LANES;
        if (trans_b)
            NAME(pack_transposed)(packed + j * depth, whole, b + j * ldb, ldb, width, depth);
        else if (!NAME(tile_packs)(p, m, width, trans_b))
            NAME(pack_straight)(packed + j * depth, whole, b + j, ldb, width, depth);
    }
}

static TARGET void NAME(gemm)(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, bool trans_a, bool trans_b,
    const T *a, ptrdiff_t lda, const bp_byte_rows *a_bytes,
    const T *b, ptrdiff_t ldb, T *c, ptrdiff_t ldc,
    const T *bias, const T *scale, T *scratch)
{
    if (m <= 0 || n <= 0)
        return;
    if (n == 1 && ldc == 1 && m > 1 && trans_a && !a_bytes && !(bias && scale)) {
        // A column is as good as a row, and vectors can run along a row. (With
        // A as it is they could not, without packing it.)
        NAME(gemm)(1, m, k, !trans_b, false, b, ldb, NULL, a, lda, c, m,
                   NULL, scale, NULL);
        if (bias)
            for (ptrdiff_t i = 0; i < m; i++)
                c[i] += bias[0];
        return;
    }
    const NAME(plan) p = NAME(make_plan)(m, n, k, trans_a, trans_b, ldb, a_bytes != NULL);
    if (k > 0 && scratch) {
        const uintptr_t past = (uintptr_t)scratch % 64;
        scratch += past ? (64 - past) / sizeof(T) : 0;
    }
    const NAME(layout) at = NAME(make_layout)(&p);
    NAME(active) active = { .count = (uint16_t *)(scratch + at.active) };
    uint8_t *finite = (uint8_t *)(scratch + at.finite);
    NAME(quotient) quotient = { 0 };
    T table[256];
    if (p.bytes_as_they_are)
        NAME(make_table)((T)a_bytes->divisor, table);
    else if (a_bytes)
        quotient = NAME(make_quotient)((T)a_bytes->divisor);

    // At least one round, so that a product with k = 0 writes its zeros.
    ptrdiff_t l = 0;
    do {
        const ptrdiff_t deep = k - l < p.block_depth ? k - l : p.block_depth;
        active.pass = 0;
        active.pause = ZERO_PAUSE;
        NAME(strip) s = {
            .from_bytes = p.bytes_as_they_are, .table = table,
            .depth = deep, .ldc = ldc, .resume = l > 0, .scale = scale,
            .prefetch_c = m * ldc > FAR_C / (ptrdiff_t)sizeof(T) && deep >= PREFETCH_DEPTH,
        };
        for (ptrdiff_t from = 0; from < n; from += p.panel_cols) {
            const ptrdiff_t to = n - from < p.panel_cols ? n : from + p.panel_cols;
            if (p.pack_b)
                NAME(pack_panel)(&p, m, to - from, deep, trans_b,
                                 b + (trans_b ? from * ldb + l : l * ldb + from), ldb, scratch);
            if (p.find_zeros)
                memset(finite, UNKNOWN, (size_t)(p.panel_cols / p.strip_cols + 1));
            for (ptrdiff_t i = 0; i < m; i += p.block_rows) {
                s.rows = m - i < p.block_rows ? m - i : p.block_rows;
                // A single block stays as it is for all panels.
                if (from == 0 || s.rows < m)
                    NAME(prepare_rows)(
                        &s, &active, &p, &at, scratch, trans_a, a, lda, a_bytes, &quotient, m, i, l);
                for (ptrdiff_t j = from; j < to; j += p.strip_cols) {
                    const ptrdiff_t width = to - j < p.strip_cols ? to - j : p.strip_cols;
                    s.b = p.pack_b ? scratch + (j - from) * deep : b + l * ldb + j;
                    s.b_k = p.pack_b ? (width + LANES - 1) / LANES * LANES : ldb;
                    s.state = finite + (j - from) / p.strip_cols;
                    s.source = NULL;
                    if (i == 0 && NAME(tile_packs)(&p, m, width, trans_b)) {
                        s.source = b + l * ldb + j;
                        s.source_k = ldb;
                        s.packed = scratch + (j - from) * deep;
                    } else if (active.any && *s.state == UNKNOWN) {
                        // What fills up a packed strip is zeros.
                        *s.state = NAME(is_finite)(s.b, s.b_k, deep, p.pack_b ? s.b_k : width)
                            ? FINITE : NOT_FINITE;
                    }
                    s.active = active.any && (s.source || *s.state == FINITE) ? &active : NULL;
                    s.c = c + i * ldc + j;
                    s.bias = bias && l + deep == k ? bias + j : NULL;
                    s.next = NAME(next_strip)(&p, m, n, k, l, j, trans_b, b, ldb);
                    NAME(run_strip)(&s, width);
                }
            }
        }
        l += deep;
    } while (l < k);
}

#undef SLACK
#undef BYTES_STRIDE
#undef LOOK_DEPTH
#undef LOOK_ROWS
#undef BYTES_ROWS
#undef UNKNOWN
#undef FINITE
#undef NOT_FINITE
#undef PACK_ROWS
#undef FEW_ROWS
#undef FAR_C
#undef PREFETCH_DEPTH
#undef FAR_B
#undef FAR_MIN_ROWS
#undef SETS_REPEAT
#undef ZERO_ROWS
#undef ZERO_REST
#undef ZERO_VECTORS
#undef ZERO_COLS
#undef ZERO_STEP
#undef ZERO_PAUSE
#undef ZERO_TILES
#undef ZERO_LOOK
#undef GROUP_ROWS
#undef GROUP_DEPTH
#undef GROUP_WINDOW
#undef WORD
#undef ZERO_MIN_DEPTH
#undef PACK_MIN_MEETING_B
#undef COLUMN_DEPTH
#undef MIX_MIN_COLS
#undef MIX_ROWS

// How a matrix product is carried out: what is packed, and the rows, columns and k that
// are treated at a time. For one instruction set and element type (see lanes.h).
//
// What decides is in thresholds.h. Sizes of blocks follow from the caches that the machine
// has.

typedef struct {
    bool pack_a, pack_b;
    bool bytes_in_tiles;   // tiles read bytes as they are
    bool skip, may_order;  // whether zeros are looked for, and rows are ordered by them
    ptrdiff_t rows, depth; // of a block of op(A)
    ptrdiff_t vectors;     // in a strip, but perhaps the last one
    bool panel;            // all strips' parts of B are copied at once, and stay for all rows
    bool far_b;            // B is copied from far away
    ptrdiff_t last_columns; // that are computed by rows
} NAME(plan);

// The size of parts when n is cut into equal ones of at most `most`; a multiple of `unit`
// (so perhaps a little more than `most`), except that n may be one part itself.
BP_INLINE ptrdiff_t NAME(even_part)(ptrdiff_t n, ptrdiff_t most, ptrdiff_t unit)
{
    if (n <= most)
        return n;
    const ptrdiff_t parts = (n + most - 1) / most;
    return ((n + parts - 1) / parts + unit - 1) / unit * unit;
}

BP_INLINE ptrdiff_t NAME(largest)(ptrdiff_t a, ptrdiff_t b)
{
    return a > b ? a : b;
}

// A product that is added to C is one part of k; lists name k and rows in 16 bits, and are of
// whole words and tiles; so are blocks of bytes; sums of rows are of sixteen lanes.
_Static_assert(BP_SCALED_DEPTH <= SKIP_DEPTH && SMALL_DEPTH <= SKIP_DEPTH && STRIP_MIN_DEPTH <= SKIP_DEPTH
               && SKIP_DEPTH <= UINT16_MAX && MAX_ROWS + ROWS <= UINT16_MAX, "k and rows must fit into lists");
_Static_assert(SKIP_DEPTH % 64 == 0 && SKIP_ROWS % ROWS == 0 && BYTE_ROWS % ROWS == 0
               && ROW_VECTORS * LANES % ROWS == 0 && 16 % LANES == 0, "blocks must be of whole words and tiles");

static NAME(plan) NAME(make_plan)(const PRODUCT_T *p, const bp_caches *caches)
{
    const ptrdiff_t size = sizeof(T), all = (p->n + LANES - 1) / LANES;
    NAME(plan) plan;
    plan.vectors = all < STRIP_VECTORS ? all : STRIP_VECTORS;
    const bool meeting = p->ldb * size % SETS_REPEAT == 0;
    const bool large = p->m >= PACK_MIN_ROWS
        && p->n * p->k * size > (meeting ? MEETING_B : caches->l2 / LARGE_B_SHARE);
    // A transposed B has no vectors along n.
    plan.pack_b = p->trans_b || p->m >= (meeting ? COPY_MIN_ROWS_MEETING : COPY_MIN_ROWS);
    // Down a column of A each k is a cache line, which tiles further down need again.
    const bool column_meets = p->trans_a && p->k > MEETING_COLUMN && p->m >= PACK_MIN_ROWS
        && p->n > plan.vectors * LANES && p->lda * size % SETS_REPEAT == 0;
    plan.pack_a = (large || column_meets) && !(p->a_bytes && p->trans_a);
    plan.skip = p->n >= SKIP_MIN_VECTORS * LANES && p->m >= ROWS && p->k >= SKIP_MIN_DEPTH;
    plan.may_order = plan.skip && large && plan.pack_a && p->n >= ORDER_MIN_COLS;
    plan.far_b = plan.pack_b && p->m >= FAR_B_MIN_ROWS && p->n * p->k * size > caches->l2 / LARGE_B_SHARE;
    // A product that is added to C must not be cut along k.
    const ptrdiff_t fits = caches->l1 * STRIP_EIGHTHS / 8 / (plan.vectors * LANES * size);
    const bool small = !large && !plan.pack_a && (p->a_bytes || plan.skip);
    const ptrdiff_t most = small ? SMALL_DEPTH : NAME(largest)(fits, STRIP_MIN_DEPTH);
    plan.depth = p->k <= BP_SCALED_DEPTH ? p->k
        : NAME(even_part)(p->k, most < SKIP_DEPTH ? most : SKIP_DEPTH, 1);
    plan.bytes_in_tiles = BYTES_IN_TILES && p->a_bytes && !large && plan.skip && plan.vectors > 2
        && p->n <= STRIP_VECTORS * LANES;
    // By rows no zeros are left out, of which bytes have many; half vectors are cheaper then.
    plan.last_columns = p->trans_a && !(HALF_LANES && p->a_bytes) && !plan.bytes_in_tiles && !plan.pack_a
        && !p->trans_b && p->k <= BP_SCALED_DEPTH && p->n % LANES <= LANES / LAST_COLUMNS_SHARE
        ? p->n % LANES : 0;
    // Tiles that read bytes can't copy B while they compute.
    plan.panel = plan.pack_b
        && (plan.bytes_in_tiles || all * LANES * plan.depth * size <= caches->l2 / PANEL_SHARE);
    // Lists and numbers made of bytes should still be there when the strips read them.
    const ptrdiff_t share = caches->l2 / (small ? LIST_SHARE : A_SHARE) / size / NAME(largest)(plan.depth, 1);
    plan.rows = NAME(even_part)(p->m, share < MIN_ROWS ? MIN_ROWS : share < MAX_ROWS ? share : MAX_ROWS, ROWS);
    // Numbers made of bytes are read from the nearest cache, unless they are copied anyway.
    if (p->a_bytes && !plan.pack_a)
        plan.rows = p->trans_a ? ROW_VECTORS * LANES : BYTE_ROWS;
    if (plan.rows > p->m)
        plan.rows = p->m;
    return plan;
}

// Where in the scratch memory what lies, in elements from its start, and how much there
// is. So many elements more allow moving the start to a cache line.
enum { NAME(padding) = LINE / sizeof(T) };

typedef struct {
    ptrdiff_t packed_a, numbers, c_at, lists, starts, end;
} NAME(layout);

static NAME(layout) NAME(make_layout)(const NAME(plan) *plan, ptrdiff_t n, bool from_bytes)
{
    const ptrdiff_t cols = (n + LANES - 1) / LANES * LANES;
    const ptrdiff_t size = sizeof(T), padded = (plan->rows + ROWS - 1) / ROWS * ROWS;
    NAME(layout) at;
    at.packed_a = (plan->panel ? cols : plan->vectors * LANES) * plan->depth;
    at.numbers = at.packed_a + (plan->pack_a ? padded * plan->depth : 0);
    const ptrdiff_t numbers = at.numbers + (from_bytes ? plan->rows * plan->depth : 0);
    at.c_at = (numbers + NAME(padding) - 1) / NAME(padding) * NAME(padding);
    at.lists = at.c_at + (plan->may_order ? plan->rows * (ptrdiff_t)sizeof(ptrdiff_t) / size : 0);
    at.starts = (at.lists + (plan->skip ? NAME(lists_size)(plan->rows, plan->depth) / size + 1 : 0)
        + NAME(padding) - 1) / NAME(padding) * NAME(padding);
    const ptrdiff_t starts = NAME(largest)(plan->rows, plan->depth) * (ptrdiff_t)sizeof(uint8_t *) / size;
    at.end = at.starts + (plan->bytes_in_tiles ? starts : 0);
    return at;
}

// Matrix product for one instruction set and element type (see lanes.h).
//
// C is cut into tiles small enough that a tile's sums stay in registers (tile.h). Within a
// tile, k advances one at a time, so each element is one chain of fused multiply-adds in
// increasing k whatever the tile's shape; a tile that covers only part of k ends by
// storing its sums to C and the next part starts from there, which continues the same
// chain. (A product that is added to C can't do that; its k is so short that there is one
// part only.)
//
// For each part of k, for each block of rows: A is made ready (its bytes become numbers,
// source.h; lists say which k tiles can leave out, skip.h; a large one is copied in the
// order in which tiles read it, pack.h). Then for each strip its part of B is made ready
// and the strip computed. Small products read A and B where they lie. In larger ones,
// where rows far apart in memory would fight for the same cache sets, the part of B that
// a strip uses is copied by the tile of the strip that is computed first, meanwhile: that
// at the bottom. A transposed B is always copied before, since its rows of k do not offer
// vectors along n; and so is the part of a strip that isn't whole vectors, whose place is
// filled up with zeros. The copies of all strips of a small B are made at once, before any
// tile, and stay for all rows (a "panel"). plan.h says when what is done.

// A product of few rows, row by row: B is only read, and memory is what takes time.
static TARGET void NAME(product_of_rows)(const PRODUCT_T *p, T *numbers)
{
    const ptrdiff_t wide = ROW_VECTORS * LANES;
    NAME(quotient) quotient;
    if (p->a_bytes)
        quotient = NAME(make_quotient)((T)p->a_bytes->divisor);
    for (ptrdiff_t i = 0; i < p->m; i++) {
        const T *a = p->a_bytes ? numbers : p->trans_a ? p->a + i : p->a + i * p->lda;
        if (p->a_bytes && p->k > 0)
            NAME(rows_of_bytes)(numbers, p->a_bytes, &quotient, i, 1, 0, p->k);
        for (ptrdiff_t j = 0; j < p->n; j += wide)
            NAME(row)(a, p->trans_a ? p->lda : 1, p->b + j, p->ldb, p->k, p->n - j < wide ? p->n - j : wide,
                      p->bias ? p->bias + j : NULL, p->scale, p->c + i * p->ldc + j);
    }
}

BP_INLINE bool NAME(has_few_rows)(const PRODUCT_T *p)
{
    return p->m <= FEW_ROWS && !p->trans_b && !(p->a_bytes && p->trans_a);
}

// A column is as good as a row, and vectors can run along a row, if A is stored that way.
BP_INLINE bool NAME(is_column)(const PRODUCT_T *p)
{
    return p->n == 1 && p->ldc == 1 && p->trans_a && !p->a_bytes && !(p->bias && p->scale);
}

static ptrdiff_t NAME(product_scratch)(const PRODUCT_T *p, const bp_caches *caches)
{
    if (p->m <= 0 || p->n <= 0 || p->k <= 0 || NAME(is_column)(p))
        return 0;
    if (NAME(has_few_rows)(p))
        return p->a_bytes ? p->k : 0;
    const NAME(plan) plan = NAME(make_plan)(p, caches);
    return NAME(make_layout)(&plan, p->n, p->a_bytes != NULL).end + NAME(padding);
}

// Makes ready bytes for tiles that read them as they are: lists, and where rows start.
static TARGET void NAME(prepare_bytes)(
    NAME(strip) *s, NAME(lists) *lists, const NAME(layout) *at, T *scratch, const PRODUCT_T *p,
    ptrdiff_t i, ptrdiff_t l)
{
    const bp_byte_rows *a = p->a_bytes;
    const ptrdiff_t row = p->trans_a ? l : i, col = p->trans_a ? i : l;
    const ptrdiff_t rows = p->trans_a ? s->depth : s->rows;
    const uint8_t **starts = (const uint8_t **)(scratch + at->starts);
    for (ptrdiff_t r = 0; r < rows; r++)
        starts[r] = a->bytes + (ptrdiff_t)a->index[row + r] * a->ld + col;
    s->along = p->trans_a ? NULL : starts;
    s->across = starts;
    NAME(place_lists)(lists, (uint16_t *)(scratch + at->lists), s->rows, s->depth);
    lists->any = true;
    if (p->trans_a) {
        NAME(lists_across)(lists, a, row, col, s->rows, s->depth);
    } else {
        NAME(prefetch_rows)(a, p->m, i + ROWS_AHEAD, rows, col, s->depth);
        NAME(lists_along)(lists, a, row, col, rows, s->depth);
    }
}

// Makes ready the rows of op(A) from i on and its columns from l on, as many as the strip
// says.
static BP_APART TARGET void NAME(prepare_a)(
    NAME(strip) *s, NAME(lists) *lists, const NAME(plan) *plan, const NAME(layout) *at, T *scratch,
    const PRODUCT_T *p, const NAME(quotient) *quotient, ptrdiff_t i, ptrdiff_t l)
{
    // Of A as it is stored.
    const ptrdiff_t row = p->trans_a ? l : i, col = p->trans_a ? i : l;
    const ptrdiff_t rows = p->trans_a ? s->depth : s->rows, cols = p->trans_a ? s->rows : s->depth;
    const T *a = p->a + (p->a_bytes ? 0 : row * p->lda + col);
    ptrdiff_t lda = p->lda;
    if (p->a_bytes) {
        T *numbers = scratch + at->numbers;
        if (!p->trans_a)
            NAME(prefetch_rows)(p->a_bytes, p->m, i + ROWS_AHEAD, s->rows, col, cols);
        NAME(rows_of_bytes)(numbers, p->a_bytes, quotient, row, rows, col, cols);
        a = numbers;
        lda = cols;
    }
    s->a = a;
    s->a_row = p->trans_a ? 1 : lda;
    s->a_k = p->trans_a ? lda : 1;
    lists->any = false;
    if (plan->skip && p->trans_a && quotient->exact && !plan->may_order) {
        NAME(place_lists)(lists, (uint16_t *)(scratch + at->lists), s->rows, s->depth);
        lists->any = true;
        NAME(lists_across)(lists, p->a_bytes, row, col, s->rows, s->depth);
    } else if (plan->skip)
        NAME(make_lists)(lists, (uint16_t *)(scratch + at->lists), a, s->a_row, s->a_k,
                         quotient->exact && !p->trans_a ? p->a_bytes : NULL, row, col, plan->may_order,
                         s->rows, s->depth);
    const bool ordered = lists->any && plan->may_order;
    s->c_at = NULL;
    if (plan->pack_a) {
        T *packed = scratch + at->packed_a;
        NAME(pack_rows)(packed, a, s->a_row, s->a_k, s->rows, s->depth, ordered ? lists->order : NULL);
        s->a = packed;
        s->a_k = ROWS;
    }
    if (ordered) {
        ptrdiff_t *c_at = (ptrdiff_t *)(scratch + at->c_at);
        for (ptrdiff_t r = 0; r < s->rows; r++)
            c_at[r] = lists->order[r] * p->ldc;
        s->c_at = c_at;
    }
}

// Copies the part of B that a strip uses, which starts at b.
static TARGET void NAME(pack_strip)(const PRODUCT_T *p, T *to, const T *b, ptrdiff_t cols, ptrdiff_t depth)
{
    const ptrdiff_t width = (cols + LANES - 1) / LANES * LANES;
    if (p->trans_b)
        NAME(pack_transposed)(to, width, b, p->ldb, cols, depth);
    else
        NAME(pack_straight)(to, width, b, p->ldb, cols, depth);
}

// Copies those of all strips, from l on.
static BP_APART TARGET void NAME(pack_panel)(
    const PRODUCT_T *p, const NAME(plan) *plan, T *to, ptrdiff_t l, ptrdiff_t depth)
{
    const ptrdiff_t width = plan->vectors * LANES, n = p->n - plan->last_columns;
    for (ptrdiff_t j = 0; j < n; j += width)
        NAME(pack_strip)(p, to + j * depth, p->b + (p->trans_b ? j * p->ldb + l : l * p->ldb + j),
                         n - j < width ? n - j : width, depth);
}

// The last few columns of a block of C, by rows: where op(A) lies across k, vectors can run
// along it, so that no lanes stay empty. The strip says where the columns are.
static TARGET void NAME(last_columns)(const NAME(strip) *s, ptrdiff_t cols)
{
    const ptrdiff_t wide = ROW_VECTORS * LANES;
    for (ptrdiff_t j = 0; j < cols; j++)
        for (ptrdiff_t i = 0; i < s->rows; i += wide) {
            T sums[ROW_VECTORS * LANES];
            const ptrdiff_t rows = s->rows - i < wide ? s->rows - i : wide;
            NAME(row)(s->b + j, s->b_k, s->a + i, s->a_k, s->depth, rows, NULL, NULL, sums);
            for (ptrdiff_t r = 0; r < rows; r++) {
                T *c = s->c + (i + r) * s->ldc + j;
                const T sum = s->bias ? sums[r] + s->bias[j] : sums[r];
                *c = s->scale ? FMA(*s->scale, sum, *c) : sum;
            }
        }
}

// Whether the part of B from l on is finite.
BP_INLINE TARGET bool NAME(finite_part)(const PRODUCT_T *p, ptrdiff_t l, ptrdiff_t depth)
{
    return p->trans_b ? NAME(is_finite)(p->b + l, p->ldb, p->n, depth)
        : NAME(is_finite)(p->b + l * p->ldb, p->ldb, depth, p->n);
}

// What the strip after the one at column j copies of B, if it lies far away.
BP_INLINE NAME(ahead) NAME(next_strip)(
    const PRODUCT_T *p, const NAME(plan) *plan, const NAME(strip) *s, ptrdiff_t j)
{
    const ptrdiff_t width = plan->vectors * LANES, next = j + width;
    NAME(ahead) ahead = { 0 };
    if (!plan->far_b || next >= p->n)
        return ahead;
    const ptrdiff_t cols = p->n - next < width ? p->n - next : width;
    ahead.from = s->b + width * (p->trans_b ? p->ldb : 1);
    ahead.ld = p->ldb;
    ahead.rows = p->trans_b ? cols : s->depth;
    ahead.cols = p->trans_b ? s->depth : cols;
    return ahead;
}

// Memory from its first cache line on; that takes NAME(padding) elements.
BP_INLINE T *NAME(aligned)(T *scratch)
{
    const uintptr_t past = (uintptr_t)scratch % LINE;
    return past ? scratch + (LINE - past) / sizeof(T) : scratch;
}

// A product, with a bias for each row of C if there is one.
static TARGET void NAME(product_with)(
    const PRODUCT_T *p, const T *row_bias, const bp_caches *caches, T *scratch)
{
    const ptrdiff_t m = p->m, n = p->n, k = p->k;
    if (m <= 0 || n <= 0)
        return;
    if (k > 0 && NAME(is_column)(p)) {
        const ptrdiff_t wide = ROW_VECTORS * LANES;
        for (ptrdiff_t j = 0; j < m; j += wide)
            NAME(row)(p->b, p->trans_b ? 1 : p->ldb, p->a + j, p->lda, k, m - j < wide ? m - j : wide,
                      NULL, p->scale, p->c + j);
        for (ptrdiff_t i = 0; p->bias && i < m; i++)
            p->c[i] += p->bias[0];
        return;
    }
    // With k = 0, too, which has no scratch memory: its zeros are all there is to write.
    if (k <= 0 || NAME(has_few_rows)(p)) {
        NAME(product_of_rows)(p, scratch);
        for (ptrdiff_t i = 0; row_bias && i < m; i++)
            for (ptrdiff_t j = 0; j < n; j++)
                p->c[i * p->ldc + j] += row_bias[i];
        return;
    }
    const NAME(plan) plan = NAME(make_plan)(p, caches);
    const NAME(layout) at = NAME(make_layout)(&plan, p->n, p->a_bytes != NULL);
    scratch = NAME(aligned)(scratch);
    NAME(quotient) quotient = { 0 };
    T table[256];
    if (plan.bytes_in_tiles)
        NAME(make_table)((T)p->a_bytes->divisor, table);
    if (p->a_bytes)
        quotient = NAME(make_quotient)((T)p->a_bytes->divisor);

    for (ptrdiff_t l = 0, deep; l < k; l += deep) {
        deep = k - l < plan.depth ? k - l : plan.depth;
        NAME(lists) lists = { .pause = SKIP_PAUSE };
        // Zeros are left out only beside a finite B. A copy is looked at when it is made, a B
        // that is read where it lies once for each part of k.
        bool checked = false, finite = false;
        NAME(strip) s = {
            .depth = deep, .ldc = p->ldc, .resume = l > 0, .scale = p->scale,
            .packed_a = plan.pack_a,
            .far_c = m * p->ldc > FAR_C / (ptrdiff_t)sizeof(T) && deep >= FAR_C_MIN_DEPTH,
        };
        if (p->a_bytes && !p->trans_a)
            NAME(prefetch_rows)(p->a_bytes, m, 0, ROWS_AHEAD, l, deep);
        if (plan.panel)
            NAME(pack_panel)(p, &plan, scratch, l, deep);
        if (plan.bytes_in_tiles) {
            finite = NAME(finite_part)(p, l, deep);
            checked = true;
            s.table = finite && table[0] == 0 ? table : NULL;
        }
        for (ptrdiff_t i = 0; i < m; i += plan.rows) {
            s.rows = m - i < plan.rows ? m - i : plan.rows;
            if (s.table)
                NAME(prepare_bytes)(&s, &lists, &at, scratch, p, i, l);
            else
                NAME(prepare_a)(&s, &lists, &plan, &at, scratch, p, &quotient, i, l);
            if (lists.any && (!plan.pack_b || plan.panel) && !checked) {
                finite = NAME(finite_part)(p, l, deep);
                checked = true;
            }
            ptrdiff_t cols;
            for (ptrdiff_t j = 0; j < n; j += cols) {
                cols = n - j < plan.vectors * LANES ? n - j : plan.vectors * LANES;
                const bool last = plan.last_columns > 0 && cols % LANES != 0;
                if (last && cols > LANES)
                    cols -= plan.last_columns;
                const ptrdiff_t width = (cols + LANES - 1) / LANES * LANES;
                s.vectors = width / LANES;
                s.part = cols % LANES;
                s.lists = lists.any ? &lists : NULL;
                s.copy = NULL;
                s.b = p->b + (p->trans_b ? j * p->ldb + l : l * p->ldb + j);
                s.b_k = p->ldb;
                s.next = NAME(next_strip)(p, &plan, &s, j);
                T *copy = scratch + (plan.panel ? j * deep : 0);
                if (last && cols < LANES) {
                    // Reads B where it lies.
                } else if (plan.pack_b && !plan.panel && !p->trans_b && s.part == 0) {
                    // The copy shows whether B is finite. Of few rows it doesn't pay.
                    if (s.rows > ROWS)
                        s.copy = copy;
                    else
                        s.lists = NULL;
                } else if (plan.pack_b || s.part > 0) {
                    if (!plan.panel && (plan.pack_b || i == 0))
                        NAME(pack_strip)(p, copy, s.b, cols, deep);
                    s.b = copy;
                    s.b_k = width;
                    if (plan.pack_b && !plan.panel && s.lists && !NAME(is_finite)(s.b, width, deep, width))
                        s.lists = NULL;
                }
                if ((!plan.pack_b || plan.panel) && !finite)
                    s.lists = NULL;
                s.c = p->c + i * p->ldc + j;
                s.row_bias = row_bias && l + deep == k ? row_bias + i : NULL;
                s.bias = p->bias && l + deep == k ? p->bias + j : NULL;
                T padded[STRIP_VECTORS * LANES];
                if (s.bias && s.part > 0) {
                    NAME(pack_straight)(padded, width, s.bias, 0, cols, 1);
                    s.bias = padded;
                }
                if (last && cols < LANES)
                    NAME(last_columns)(&s, cols);
                else
                    NAME(run_strip)(&s);
            }
        }
    }
}

static TARGET void NAME(product)(const PRODUCT_T *p, const bp_caches *caches, T *scratch)
{
    NAME(product_with)(p, NULL, caches, scratch);
}

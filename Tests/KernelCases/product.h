// Products of one element type (see typed.h): the plain chain of fused multiply-adds that
// defines them, and what kernels make of them.

#define PRODUCT OF(bp_product)

static ptrdiff_t OF(place_in_a)(const PRODUCT *p, ptrdiff_t i, ptrdiff_t l)
{
    return p->trans_a ? l * p->lda + i : i * p->lda + l;
}

// Each chain is computed on its own, side by side with others of its row.
#define ROW_OF_CHAINS(name, attributes)                                                     \
    attributes static void OF(name)(                                                        \
        ptrdiff_t n, ptrdiff_t k, const T *a, const T *b, ptrdiff_t ldb, T *sums)           \
    {                                                                                       \
        for (ptrdiff_t l = 0; l < k; l++)                                                   \
            for (ptrdiff_t j = 0; j < n; j++)                                               \
                sums[j] = FMA(a[l], b[l * ldb + j], sums[j]);                               \
    }

ROW_OF_CHAINS(row_of_chains, )
#if defined(__x86_64__)
ROW_OF_CHAINS(row_of_chains_avx2, __attribute__((target("avx2,fma"))))
#endif
#undef ROW_OF_CHAINS

// Computes each `step`-th row of C.
static void OF(plain_product)(const PRODUCT *p, ptrdiff_t step)
{
    T *row = OF(take)(p->k), *sums = OF(take)(p->n), *b = NULL;
    if (p->trans_b) {
        b = OF(take)(p->k * p->n);
        for (ptrdiff_t j = 0; j < p->n; j++)
            for (ptrdiff_t l = 0; l < p->k; l++)
                b[l * p->n + j] = p->b[j * p->ldb + l];
    }
    for (ptrdiff_t i = 0; i < p->m; i += step) {
        for (ptrdiff_t l = 0; l < p->k; l++)
            row[l] = p->a[OF(place_in_a)(p, i, l)];
        for (ptrdiff_t j = 0; j < p->n; j++)
            sums[j] = 0;
#if defined(__x86_64__)
        (bp_isa_available(BP_ISA_AVX2) ? OF(row_of_chains_avx2) : OF(row_of_chains))
#else
        OF(row_of_chains)
#endif
            (p->n, p->k, row, b ? b : p->b, b ? p->n : p->ldb, sums);
        for (ptrdiff_t j = 0; j < p->n; j++) {
            T sum = sums[j] + 0;  // A zero is positive.
            if (p->bias)
                sum += p->bias[j];
            T *c = p->c + i * p->ldc + j;
            *c = p->scale ? FMA(*p->scale, sum, *c) : sum;
        }
    }
    OF(drop)(row);
    OF(drop)(sums);
    if (b)
        OF(drop)(b);
}

// Sets elements of op(A) to zero as images have them: in patches, some over many rows and
// some over a few, some positive and some negative, and sometimes so many that little is left.
static void OF(clear_patches)(const PRODUCT *p, T *a, case_random *random)
{
    for (ptrdiff_t left = 1 + below(random, 40); left > 0; left--) {
        const ptrdiff_t i = below(random, p->m), l = below(random, p->k);
        const ptrdiff_t height = 1 + below(random, below(random, 2) ? 4 : 60);
        const ptrdiff_t width = 1 + below(random, below(random, 2) ? 4 : p->k);
        const T zero = below(random, 2) ? (T)0.0 : (T)-0.0;
        for (ptrdiff_t r = i; r < p->m && r < i + height; r++)
            for (ptrdiff_t s = l; s < p->k && s < l + width; s++)
                a[OF(place_in_a)(p, r, s)] = zero;
    }
}

// Sets elements of op(A) to zero as hidden units have them: rows of five kinds, in no order,
// each kind at its own half of all k, and some elements besides.
static void OF(clear_by_kind)(const PRODUCT *p, T *a, case_random *random)
{
    uint8_t *kinds = malloc((size_t)p->k);
    for (ptrdiff_t l = 0; l < p->k; l++)
        kinds[l] = (uint8_t)next(random);
    for (ptrdiff_t i = 0; i < p->m; i++) {
        const ptrdiff_t kind = below(random, 5);
        for (ptrdiff_t l = 0; l < p->k; l++)
            if (kinds[l] >> kind & 1 || below(random, 50) == 0)
                a[OF(place_in_a)(p, i, l)] = 0;
    }
    free(kinds);
}

// The operand A; as bytes, too, if it is to be that. Mostly zeros then, as images have them.
static T *OF(make_a)(const case_line *line, const PRODUCT *p, bp_byte_rows *bytes, case_random *random)
{
    enum { STORED = 9 };
    const char *kind = value_of(line, "a");
    const ptrdiff_t rows = p->trans_a ? p->k : p->m, columns = p->trans_a ? p->m : p->k;
    const ptrdiff_t count = rows > 0 ? (rows - 1) * p->lda + columns : 0;
    if (strcmp(kind, "bytes") == 0) {
        // All rows of bytes that are stored are whole, but the last one.
        const ptrdiff_t size = (STORED - 1) * p->lda + columns;
        uint8_t *stored = malloc((size_t)size);  // They end where memory does.
        int64_t *index = malloc((size_t)rows * sizeof(int64_t) + 1);
        for (ptrdiff_t i = 0; i < size; i++)
            stored[i] = below(random, 5) ? 0 : (uint8_t)next(random);
        for (ptrdiff_t i = 0; i < rows; i++)
            index[i] = below(random, STORED);
        *bytes = (bp_byte_rows) { stored, p->lda, index, (double)(T)strtod(value_of(line, "divisor"), NULL) };
        T *a = OF(take)(count);
        for (ptrdiff_t i = 0; i < rows; i++)
            for (ptrdiff_t j = 0; j < columns; j++)
                a[i * p->lda + j] = (T)stored[index[i] * p->lda + j] / (T)bytes->divisor;
        return a;
    }
    T *a = OF(numbers)(random, count);
    if (p->m > 0 && p->k > 0 && strcmp(kind, "patches") == 0)
        OF(clear_patches)(p, a, random);
    else if (p->m > 0 && p->k > 0 && strcmp(kind, "kinds") == 0)
        OF(clear_by_kind)(p, a, random);
    // Terms so small that they vanish: a negative one leaves a zero that a product with zero
    // may turn positive.
    else if (strcmp(kind, "vanishing") == 0)
        for (ptrdiff_t i = 0; i < count; i++)
            a[i] = below(random, 100) ? 0 : -LEAST;
    return a;
}

// Rows i0 ... i1-1 and columns j0 ... j1-1 by a kernel.
static bool OF(run_block)(const TABLE *kernels, const PRODUCT *p, const bp_caches *caches, ptrdiff_t i0,
                          ptrdiff_t i1, ptrdiff_t j0, ptrdiff_t j1, bp_isa isa, case_problem *problem)
{
    PRODUCT block = *p;
    bp_byte_rows rows;
    block.m = i1 - i0;
    block.n = j1 - j0;
    block.a += p->trans_a ? i0 : i0 * p->lda;
    block.b += p->trans_b ? j0 * p->ldb : j0;
    block.c += i0 * p->ldc + j0;
    if (p->bias)
        block.bias += j0;
    if (p->a_bytes) {
        rows = *p->a_bytes;
        if (p->trans_a)
            rows.bytes += i0;
        else
            rows.index += i0;
        block.a_bytes = &rows;
        block.a = NULL;
    }
    const ptrdiff_t need = kernels->product_scratch(&block, caches);
    T *scratch = OF(take_scratch)(need);
    kernels->product(&block, caches, need > 0 ? scratch : NULL);
    return OF(drop_scratch)(scratch, need, isa, problem);
}

// A product as a whole and in four blocks, by every instruction set.
static bool OF(try_product)(const case_line *line, case_random *random, uint64_t *sum, case_problem *problem)
{
    PRODUCT p = { .m = whole(line, "m"), .n = whole(line, "n"), .k = whole(line, "k") };
    const ptrdiff_t gap = whole(line, "gap") + 1, ldb = whole(line, "ldb");
    const bp_caches caches = { whole(line, "l1") << 10, whole(line, "l2") << 10 };
    p.trans_a = whole(line, "trans") & 1;
    p.trans_b = whole(line, "trans") & 2;
    p.lda = (p.trans_a ? p.m : p.k) + below(random, gap);
    p.ldb = ldb > 0 ? ldb : (p.trans_b ? p.k : p.n) + below(random, gap);
    p.ldc = p.n + below(random, gap);

    bp_byte_rows bytes = { 0 };
    T *a = OF(make_a)(line, &p, &bytes, random);
    const ptrdiff_t rows = p.trans_b ? p.n : p.k, columns = p.trans_b ? p.k : p.n;
    T *b = OF(numbers)(random, rows > 0 ? (rows - 1) * p.ldb + columns : 0);
    T *bias = OF(numbers)(random, p.n);
    const ptrdiff_t size = p.m * p.ldc + 2 * GUARD;
    T *before = OF(numbers)(random, size);
    if (strcmp(value_of(line, "a"), "vanishing") == 0) {
        for (ptrdiff_t i = 0; i < rows * columns; i++)
            b[i / columns * p.ldb + i % columns] = below(random, 2) ? (T)0.25 : (T)-0.25;
        for (ptrdiff_t j = 0; j < p.n; j++)
            bias[j] = (T)-0.0;
        for (ptrdiff_t i = 0; i < size; i++)
            before[i] = (T)-0.0;
    }
    const T special = (T)strtod(value_of(line, "special"), NULL), scale = (T)-0.7;
    if (special != 0 && p.k > 0 && p.n > 0) {
        if (p.m > 0 && !bytes.bytes)
            a[OF(place_in_a)(&p, below(random, p.m), below(random, p.k))] = special;
        b[below(random, rows) * p.ldb + below(random, columns)] = special;
    }
    p.a = a;
    p.b = b;
    p.bias = whole(line, "bias") ? bias : NULL;
    p.scale = whole(line, "add") && p.k <= BP_SCALED_DEPTH ? &scale : NULL;
    const ptrdiff_t i = below(random, p.m + 1), j = below(random, p.n + 1);

    // Of the largest only some rows are computed plainly.
    const double work = (double)p.m * (double)p.n * (double)p.k;
    const ptrdiff_t step = 1 + (ptrdiff_t)(work / 20e6);
    T *wanted = OF(copy)(before, size);
    p.c = wanted + GUARD;
    OF(plain_product)(&p, step);
    p.a_bytes = bytes.bytes ? &bytes : NULL;
    bool well = true, first = true;
    for (int isa = BP_ISA_COUNT - 1; well && isa >= 0; isa--) {
        const TABLE *kernels = OF(bp_kernels_for)((bp_isa)isa);
        // On many processors it has to call the C library for every multiply-add.
        if (!kernels || (isa == BP_ISA_PORTABLE && !first && work > 20e6))
            continue;
        T *c = OF(copy)(before, size);
        p.c = c + GUARD;
        well = OF(run_block)(kernels, &p, &caches, 0, p.m, 0, p.n, (bp_isa)isa, problem);
        for (ptrdiff_t r = 0; first && r < p.m; r++)
            if (r % step != 0)
                memcpy(wanted + GUARD + r * p.ldc, p.c + r * p.ldc, (size_t)p.n * sizeof(T));
        first = false;
        well = well && OF(compare)(c, wanted, size, (bp_isa)isa, "a product", problem);
        memcpy(c, before, (size_t)size * sizeof(T));
        for (int block = 0; well && block < 4; block++) {
            const bool low = block & 1, right = block & 2;
            well = OF(run_block)(kernels, &p, &caches, low ? i : 0, low ? p.m : i, right ? j : 0,
                                 right ? p.n : j, (bp_isa)isa, problem);
        }
        well = well && OF(compare)(c, wanted, size, (bp_isa)isa, "a product in four blocks", problem);
        OF(drop)(c);
    }
    *sum += OF(sum)(wanted, size);
    OF(drop)(a);
    OF(drop)(b);
    OF(drop)(bias);
    OF(drop)(before);
    OF(drop)(wanted);
    free((void *)(uintptr_t)bytes.bytes);
    free((void *)(uintptr_t)bytes.index);
    return well;
}

#undef PRODUCT

// What the cases of one element type share. Included for each by cases.c, which defines T
// and OF(x), the name x for that type, TABLE, the kernels' type, FMA and BITS.

// A guard of so many elements that must not change lies around what is written.
#define GUARD 40

// Elements that end where memory does, and are aligned to an element only.
static T *OF(take)(ptrdiff_t count)
{
    T *block = malloc((size_t)(count + 1) * sizeof(T));
    return block ? block + 1 : (abort(), block);
}

static void OF(drop)(const T *elements)
{
    free((void *)(uintptr_t)(elements - 1));
}

static T *OF(copy)(const T *from, ptrdiff_t count)
{
    return memcpy(OF(take)(count), from, (size_t)count * sizeof(T));
}

// Numbers between -1 and 1, in which zeros of both signs occur. Many are the first of
// them again and again, in a period that no size shares.
static T *OF(numbers)(case_random *random, ptrdiff_t count)
{
    const ptrdiff_t period = 4999;
    T *x = OF(take)(count);
    for (ptrdiff_t i = 0; i < count; i++) {
        const uint64_t bits = i < period ? next(random) : 0;
        x[i] = i >= period ? x[i - period]
            : bits & 31 ? (T)((double)(bits >> 11) * 0x1p-52 - 1)
            : bits & 32 ? (T)-0.0 : (T)0.0;
    }
    return x;
}

static uint64_t OF(bits)(T x)
{
    BITS bits;
    memcpy(&bits, &x, sizeof bits);
    // Processors disagree about signs and payloads of NaNs.
    return x == x ? bits : UINT64_MAX;
}

// The first element that is different, or -1.
static ptrdiff_t OF(difference)(const T *x, const T *y, ptrdiff_t count)
{
    if (memcmp(x, y, (size_t)count * sizeof(T)) == 0)
        return -1;
    ptrdiff_t i = 0;
    while (i < count && OF(bits)(x[i]) == OF(bits)(y[i]))
        i++;
    return i < count ? i : -1;
}

static uint64_t OF(sum)(const T *x, ptrdiff_t count)
{
    uint64_t sum = 0;
    for (ptrdiff_t i = 0; i < count; i++)
        sum = (sum ^ OF(bits)(x[i])) * 0x9e3779b97f4a7c15 + (sum >> 47);
    return sum;
}

static bool OF(compare)(const T *got, const T *wanted, ptrdiff_t count, bp_isa isa, const char *what,
                        case_problem *problem)
{
    const ptrdiff_t i = OF(difference)(got, wanted, count);
    return i < 0 || tell(problem, "%s by %s: element %td of %td, the guard before it counted, is %a, not %a",
                         what, bp_isa_name(isa), i, count, (double)got[i], (double)wanted[i]);
}

// Scratch memory with a guard behind it; address sanitizers guard better.
static T *OF(take_scratch)(ptrdiff_t count)
{
    const ptrdiff_t all = count + (SANITIZED ? 0 : GUARD);
    T *scratch = OF(take)(all);
    for (ptrdiff_t i = -1; i < all; i++)
        scratch[i] = 777;
    return scratch;
}

static bool OF(drop_scratch)(T *scratch, ptrdiff_t count, bp_isa isa, case_problem *problem)
{
    bool same = scratch[-1] == 777;
    for (ptrdiff_t i = count; i < count + (SANITIZED ? 0 : GUARD); i++)
        same = same && scratch[i] == 777;
    OF(drop)(scratch);
    return same || tell(problem, "%s wrote around its %td elements of scratch memory", bp_isa_name(isa), count);
}

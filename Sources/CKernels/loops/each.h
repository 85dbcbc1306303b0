// What loops over elements share, for one instruction set and element type (see
// lanes.h).

// The first `count` elements at p, and back. Where `count` is LANES to the compiler, too,
// nothing is left of the question.
BP_INLINE TARGET vec NAME(load_some)(const T *p, ptrdiff_t count)
{
    return count == LANES ? NAME(load)(p) : NAME(load_part)(p, count);
}

BP_INLINE TARGET void NAME(store_some)(T *p, vec x, ptrdiff_t count)
{
    if (count == LANES)
        NAME(store)(p, x);
    else
        NAME(store_part)(p, x, count);
}

#ifndef BP_EACH

// Runs statements for every vector of n elements: it starts at element i and has `count`
// of them, which BP_GET reads from an array and BP_PUT writes to one. Every element is
// computed on its own, so any range of elements can be computed separately.
#define BP_EACH(n, ...)                         \
    ptrdiff_t i = 0;                            \
    for (; i + LANES <= (n); i += LANES) {      \
        const ptrdiff_t count = LANES;          \
        __VA_ARGS__                             \
    }                                           \
    if (i < (n)) {                              \
        const ptrdiff_t count = (n) - i;        \
        __VA_ARGS__                             \
    }
#define BP_GET(p) NAME(load_some)((p) + i, count)
#define BP_PUT(p, x) NAME(store_some)((p) + i, x, count)

#define BP_FMA(a, b, c) __builtin_elementwise_fma(a, b, c)

// The type whose names for the two element types end in _f32 and _f64.
#define BP_OF_TYPE(x) __typeof__(_Generic((T)0, float : *(x##_f32 *)0, double : *(x##_f64 *)0))

#endif

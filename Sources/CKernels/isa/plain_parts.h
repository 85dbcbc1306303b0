// Parts of vectors without masks, for vectors of 16 bytes (see lanes.h).

#if LANES > 4
#error "plain_parts.h knows vectors of up to four lanes"
#endif

BP_INLINE TARGET vec NAME(load_part)(const T *p, ptrdiff_t n)
{
    if (n >= LANES)
        return NAME(load)(p);
    vec x = (vec)(T)0;
    x[0] = p[0];
    if (n > 1)
        x[1] = p[1];
    if (n > 2)
        x[LANES > 2 ? 2 : 0] = p[2];
    return x;
}

BP_INLINE TARGET void NAME(store_part)(T *p, vec x, ptrdiff_t n)
{
    if (n >= LANES) {
        NAME(store)(p, x);
        return;
    }
    p[0] = x[0];
    if (n > 1)
        p[1] = x[1];
    if (n > 2)
        p[2] = x[LANES > 2 ? 2 : 0];
}

#include "no_half_vectors.h"

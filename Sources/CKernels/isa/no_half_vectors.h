// Stand-ins for half vectors where they are not used: mentioned, but never run.

BP_INLINE TARGET half_vec NAME(load_half_part)(const T *p, ptrdiff_t n)
{
    return NAME(load_part)(p, n);
}

BP_INLINE TARGET void NAME(store_half_part)(T *p, half_vec x, ptrdiff_t n)
{
    NAME(store_part)(p, x, n);
}

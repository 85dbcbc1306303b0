// The most fused multiply-adds that a core can do, for one instruction set and
// element type (see lanes.h): PEAK_CHAINS sums that wait for nothing but
// themselves, enough of them to keep every unit busy, and few enough for all to
// stay in registers beside the two factors.

static TARGET BP_APART double NAME(fma_peak)(ptrdiff_t rounds, T *result)
{
    // Different starts, so that no two sums are one to the compiler; all stay
    // near 2, far from numbers that processors are slow with.
    const vec half = (vec)(T)0.5, one = (vec)(T)1;
    vec sum[PEAK_CHAINS];
    BP_UNROLL for (int i = 0; i < PEAK_CHAINS; i++)
        sum[i] = (vec)(T)i;
    BP_AS_WRITTEN for (ptrdiff_t r = 0; r < rounds; r++) {
        BP_UNROLL for (int i = 0; i < PEAK_CHAINS; i++)
            sum[i] = __builtin_elementwise_fma(sum[i], half, one);
    }
    vec all = (vec)(T)0;
    BP_UNROLL for (int i = 0; i < PEAK_CHAINS; i++)
        all += sum[i];
    *result = all[0];
    return 2.0 * LANES * PEAK_CHAINS * (rounds > 0 ? (double)rounds : 0.0);
}

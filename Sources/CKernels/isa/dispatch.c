// Which kernels there are and which the machine can run.

#include "lanes.h"

#if defined(__x86_64__)

#include <cpuid.h>
#if defined(__APPLE__)
#include <sys/sysctl.h>
#endif

// What the operating system saves for a thread: the low word of XCR0.
static uint32_t saved_state(void)
{
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

// macOS starts to save AVX-512 state when a thread first uses it, so XCR0 does
// not tell; the system is asked instead.
static bool saves_avx512(void)
{
#if defined(__APPLE__)
    int yes = 0;
    size_t size = sizeof yes;
    return sysctlbyname("hw.optional.avx512f", &yes, &size, NULL, 0) == 0 && yes;
#else
    const uint32_t needed = 0xe6;  // SSE, AVX, masks, upper halves, upper registers
    return (saved_state() & needed) == needed;
#endif
}

// The instruction sets that the machine can run, as bits.
static unsigned found(void)
{
    const unsigned portable = 1u << BP_ISA_PORTABLE, avx2 = 1u << BP_ISA_AVX2, avx512 = 1u << BP_ISA_AVX512;
    uint32_t a, b, c, d;
    if (__get_cpuid_max(0, NULL) < 7)
        return portable;
    __cpuid(1, a, b, c, d);
    const uint32_t first = bit_OSXSAVE | bit_AVX | bit_FMA | bit_POPCNT;
    if ((c & first) != first || (saved_state() & 0x6) != 0x6)  // SSE, AVX
        return portable;
    __cpuid_count(7, 0, a, b, c, d);
    if (!(b & bit_AVX2) || !(b & bit_BMI))
        return portable;
    const uint32_t needed = bit_AVX512F | bit_AVX512VL | bit_AVX512DQ | bit_AVX512BW;
    return portable | avx2 | ((b & needed) == needed && saves_avx512() ? avx512 : 0);
}

#elif defined(__aarch64__)

static unsigned found(void)
{
    return 1u << BP_ISA_PORTABLE | 1u << BP_ISA_NEON;
}

#else

static unsigned found(void)
{
    return 1u << BP_ISA_PORTABLE;
}

#endif

bool bp_isa_available(bp_isa isa)
{
    // A virtual machine takes microseconds for each question, so it is asked once.
    static _Atomic unsigned known;
    if (!known)
        known = found();
    return isa < BP_ISA_COUNT && (known >> isa & 1);
}

bp_isa bp_isa_best(void)
{
    // The fastest come last.
    for (int isa = BP_ISA_COUNT - 1; isa > BP_ISA_PORTABLE; isa--) {
        if (bp_isa_available((bp_isa)isa))
            return (bp_isa)isa;
    }
    return BP_ISA_PORTABLE;
}

const char *bp_isa_name(bp_isa isa)
{
    switch (isa) {
    case BP_ISA_PORTABLE: return "portable";
    case BP_ISA_NEON: return "neon";
    case BP_ISA_AVX2: return "avx2";
    case BP_ISA_AVX512: return "avx512";
    }
    return "unknown";
}

const bp_kernels_f32 *bp_kernels_for_f32(bp_isa isa)
{
    if (!bp_isa_available(isa))
        return NULL;
    switch (isa) {
#if defined(__aarch64__)
    case BP_ISA_NEON: return &bp_kernels_f32_neon;
#endif
#if defined(__x86_64__)
    case BP_ISA_AVX2: return &bp_kernels_f32_avx2;
    case BP_ISA_AVX512: return &bp_kernels_f32_avx512;
#endif
    default: return &bp_kernels_f32_portable;
    }
}

const bp_kernels_f64 *bp_kernels_for_f64(bp_isa isa)
{
    if (!bp_isa_available(isa))
        return NULL;
    switch (isa) {
#if defined(__aarch64__)
    case BP_ISA_NEON: return &bp_kernels_f64_neon;
#endif
#if defined(__x86_64__)
    case BP_ISA_AVX2: return &bp_kernels_f64_avx2;
    case BP_ISA_AVX512: return &bp_kernels_f64_avx512;
#endif
    default: return &bp_kernels_f64_portable;
    }
}

// How large the caches are that a core has to itself.

#define _GNU_SOURCE
#include <stdbool.h>
#include <stdint.h>

#include "../include/bp_caches.h"

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__APPLE__)
#include <sys/sysctl.h>
#elif defined(__linux__)
#include <unistd.h>
#endif

// What nearly every core has at least.
static const bp_caches usual = { .l1 = 32 << 10, .l2 = 512 << 10 };

#if defined(__x86_64__)

// Each question leaves a virtual machine for microseconds, so none is asked twice, nor more than are needed.

// A leaf that lists caches, AMD's or Intel's, which has the same layout: whether there are any in it.
static bool caches_in(uint32_t leaf, bp_caches *sizes)
{
    if (__get_cpuid_max(leaf & 0x80000000, NULL) < leaf)
        return false;
    for (uint32_t i = 0; i < 16 && !(sizes->l1 && sizes->l2); i++) {
        uint32_t a, b, c, d;
        __cpuid_count(leaf, i, a, b, c, d);
        const uint32_t type = a & 0x1f, level = a >> 5 & 7;
        if (type == 0)
            return i > 0;
        if (type == 2)  // of instructions
            continue;
        // Ways, partitions, bytes of a line, sets.
        const ptrdiff_t size = (ptrdiff_t)((b >> 22) + 1) * ((b >> 12 & 0x3ff) + 1)
            * ((b & 0xfff) + 1) * (ptrdiff_t)(c + 1);
        // Two threads are one core's.
        const ptrdiff_t threads = (a >> 14 & 0xfff) + 1;
        const ptrdiff_t own = threads <= 2 ? size : 2 * size / threads;
        if (level == 1)
            sizes->l1 = own;
        else if (level == 2)
            sizes->l2 = own;
    }
    return true;
}

static bp_caches found(void)
{
    bp_caches sizes = { 0, 0 };
    if (!caches_in(0x8000001d, &sizes))
        caches_in(4, &sizes);
    return sizes;
}

#elif defined(__APPLE__)

static ptrdiff_t asked(const char *name)
{
    int64_t value = 0;
    size_t size = sizeof value;
    return sysctlbyname(name, &value, &size, NULL, 0) == 0 ? (ptrdiff_t)value : 0;
}

static bp_caches found(void)
{
    // Those of the fast cores. Several share a second level.
    const ptrdiff_t sharing = asked("hw.perflevel0.cpusperl2");
    return (bp_caches) {
        .l1 = asked("hw.perflevel0.l1dcachesize"),
        .l2 = asked("hw.perflevel0.l2cachesize") / (sharing > 0 ? sharing : 1),
    };
}

#elif defined(__linux__)

static bp_caches found(void)
{
    bp_caches sizes = { 0, 0 };
#if defined(_SC_LEVEL1_DCACHE_SIZE)
    sizes.l1 = (ptrdiff_t)sysconf(_SC_LEVEL1_DCACHE_SIZE);
    sizes.l2 = (ptrdiff_t)sysconf(_SC_LEVEL2_CACHE_SIZE);
#endif
    return sizes;
}

#else

static bp_caches found(void)
{
    return usual;
}

#endif

bp_caches bp_caches_here(void)
{
    bp_caches sizes = found();
    // Emulators and virtual machines tell nothing, or nonsense.
    if (sizes.l1 < 8 << 10 || sizes.l1 > 1 << 20)
        sizes.l1 = usual.l1;
    if (sizes.l2 < 128 << 10 || sizes.l2 > 64 << 20)
        sizes.l2 = usual.l2;
    return sizes;
}

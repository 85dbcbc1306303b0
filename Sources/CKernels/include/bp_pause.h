// A hint to the processor that the calling thread waits in a loop.

#ifndef BP_PAUSE_H
#define BP_PAUSE_H

/// Lets a spinning thread save power and leave the core's resources to its
/// neighbour for some cycles.
static inline void bp_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif

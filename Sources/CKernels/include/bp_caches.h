// The sizes of the processor's caches.

#ifndef BP_CACHES_H
#define BP_CACHES_H

#include <stddef.h>

/// Sizes of data caches in bytes: what one core has to itself of each level, or a usual size where the
/// processor and the system don't tell. They decide how work is cut, never a result.
typedef struct bp_caches {
    ptrdiff_t l1, l2;
} bp_caches;

/// Asks the processor, or the system. The answer never changes while a process runs; ask once and keep it.
bp_caches bp_caches_here(void);

#endif

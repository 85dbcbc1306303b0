// How many processor cores the program may use: a question to the system that
// Swift can't ask, since glibc shows the answer to programs in C only.

#define _GNU_SOURCE
#include "../include/bp_cores.h"

#if defined(__linux__)
#include <sched.h>
#endif

int bp_core_count(void)
{
#if defined(__linux__)
    cpu_set_t cores;
    if (sched_getaffinity(0, sizeof cores, &cores) == 0)
        return CPU_COUNT(&cores);
#endif
    return 0;
}

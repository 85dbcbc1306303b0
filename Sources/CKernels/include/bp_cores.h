// The cores that the program is bound to.

#ifndef BP_CORES_H
#define BP_CORES_H

/// The number of processor cores that the system lets this thread run on, or 0
/// where it doesn't tell.
int bp_core_count(void);

#endif

#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

/// How often this process has asked for so many bytes or more until now, by any of the C library's functions and on any
/// thread: for any number, or for 1,024 or more.
typedef struct {
  long all;
  long large;
} allocation_counts;

/// The counts so far; −1 where they aren't known: elsewhere than with glibc, and with a sanitizer, which has functions of
/// its own.
allocation_counts allocation_count(void);

#endif

#include "allocation_count.h"

#include <stddef.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

#if defined(__GLIBC__) && !defined(HAS_SANITIZER)

#include <errno.h>
#include <stdatomic.h>

// What a program defines is found before what its libraries do, so that all of them, Swift's runtime included, come
// through here. The memory is glibc's, and so is free.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_long all, large;

static void one_more(size_t size) {
  atomic_fetch_add_explicit(&all, 1, memory_order_relaxed);
  if (size >= 1024) atomic_fetch_add_explicit(&large, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  one_more(size);
  return __libc_malloc(size);
}

void *calloc(size_t elements, size_t size) {
  one_more(elements * size);
  return __libc_calloc(elements, size);
}

void *realloc(void *memory, size_t size) {
  one_more(size);
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  one_more(size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  one_more(size);
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  one_more(size);
  void *found = __libc_memalign(alignment, size);
  if (!found) return ENOMEM;
  *memory = found;
  return 0;
}

allocation_counts allocation_count(void) {
  return (allocation_counts){
      atomic_load_explicit(&all, memory_order_relaxed), atomic_load_explicit(&large, memory_order_relaxed)};
}

#else

allocation_counts allocation_count(void) { return (allocation_counts){-1, -1}; }

#endif

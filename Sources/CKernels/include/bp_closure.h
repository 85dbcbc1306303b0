// A Swift closure as two words, by which other threads can call it while a function that was given it runs. Swift keeps a
// closure that doesn't escape on the stack and lets it be handed on by calls alone; to put it anywhere else it must be copied
// to the heap, which a loop that begins every few microseconds can't afford.

#ifndef BP_CLOSURE_H
#define BP_CLOSURE_H

#include <stddef.h>

/// The code of a closure `(Int) -> Void`, and what it has captured.
typedef struct {
    const void *code;
    const void *captured;
} bp_closure;

/// The words of a closure, which Swift's calling convention hands over as two arguments. They are good for as long as
/// the function that was given the closure runs.
__attribute__((swiftcall)) bp_closure bp_closure_words(const void *code, const void *captured);

/// Calls the closure with a number.
static inline void bp_closure_call(bp_closure closure, ptrdiff_t number)
{
    typedef __attribute__((swiftcall)) void (*code)(ptrdiff_t, __attribute__((swift_context)) const void *);
    ((code)closure.code)(number, closure.captured);
}

#endif

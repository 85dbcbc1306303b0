#include "../include/bp_closure.h"

__attribute__((swiftcall)) bp_closure bp_closure_words(const void *code, const void *captured)
{
    return (bp_closure){code, captured};
}

#define _GNU_SOURCE
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"
#include "include/KernelCases.h"

// The plain chains are as they are written.
#pragma STDC FP_CONTRACT OFF

#if defined(__has_feature)
#define SANITIZED __has_feature(address_sanitizer)
#else
#define SANITIZED 0
#endif

#include "line.h"

#define T float
#define OF(x) x##_f32
#define TABLE bp_kernels_f32
#define FMA fmaf
#define BITS uint32_t
#define LEAST 0x1p-149f
#include "typed.h"
#include "product.h"
#include "convolution.h"
#include "pooling.h"
#include "loops.h"
#undef T
#undef OF
#undef TABLE
#undef FMA
#undef BITS
#undef LEAST

#define T double
#define OF(x) x##_f64
#define TABLE bp_kernels_f64
#define FMA fma
#define BITS uint64_t
#define LEAST 0x1p-1074
#include "typed.h"
#include "product.h"
#include "convolution.h"
#include "pooling.h"
#include "loops.h"

// The keys of each kind of case, and what is tried of those that a line doesn't have. The
// first two are seed and sum.
static const char *defaults(const char *kind)
{
    if (strcmp(kind, "product") == 0)
        return " seed=1 sum=- times=1 type=32|64* m=1 n=1 k=1 trans=0..3 bias=0..1 add=0..1 gap=0|5 ldb=0 a=numbers"
               " divisor=1 special=0 l1=32|48|64|128 l2=256|512|1024|2048|16384";
    if (strcmp(kind, "convolution") == 0)
        return " seed=1 sum=- times=1 type=32|64* images=1..3 groups=1 channels=1 filters=1 height=1 width=1 kh=1 kw=1"
               " sy=1 sx=1 dily=1 dilx=1 top=0 left=0 bottom=0 right=0 bias=0..1 zeros=0..1 special=0"
               " l1=32|48|64|128 l2=256|512|1024|2048|16384";
    if (strcmp(kind, "pooling") == 0)
        return " seed=1 sum=- times=1 type=32|64* planes=0..3 height=1 width=1 wh=1 ww=1 sy=1 sx=1 top=0 left=0 bottom=0"
               " right=0 padding=0..1 x=numbers|ties|odd";
    if (strcmp(kind, "loops") == 0)
        return " seed=1 sum=- times=1 type=32|64* rows=1 columns=1 gap=0|3 divisor=255|1|3|0.1|7|128|1e30|-255|0";
    return NULL;
}

static bool run_case(const case_line *line, case_random random, case_counts *counts, case_problem *problem)
{
    const bool f32 = whole(line, "type") == 32;
    if (strcmp(line->kind, "product") == 0) {
        counts->products++;
        return (f32 ? try_product_f32 : try_product_f64)(line, &random, &counts->sum, problem);
    }
    if (strcmp(line->kind, "loops") == 0)
        return (f32 ? try_loops_f32 : try_loops_f64)(line, &random, &counts->loops, &counts->sum, problem);
    if (strcmp(line->kind, "pooling") == 0) {
        counts->poolings++;
        return (f32 ? try_pooling_f32 : try_pooling_f64)(line, &random, &counts->sum, problem);
    }
    counts->convolutions++;
    return (f32 ? try_convolution_f32 : try_convolution_f64)(line, &random, &counts->sum, problem);
}

bool run_cases(const char *text, long more, case_counts *counts, char *message, size_t size)
{
    case_problem problem = { message, size, false };
    case_line line;
    text += strspn(text, " ");
    if (text[0] == '#' || text[0] == '\n' || text[0] == 0)
        return true;
    if (!read_line(text, defaults, &line, &problem))
        return false;
    const uint64_t seed = (uint64_t)whole(&line, "seed");
    // Of more cases the sum isn't known.
    const unsigned long long wanted = strtoull(value_of(&line, "sum"), NULL, 16);
    const bool has_sum = strcmp(value_of(&line, "sum"), "-") != 0 && more == 1;
    strcpy(line.keys[1].value, "-");
    const uint64_t before = counts->sum;
    const ptrdiff_t times = whole(&line, "times") * combinations(&line) * more;
    for (ptrdiff_t i = 0; i < times; i++) {
        // A case can be run alone with its own seed.
        case_line chosen = choose(&line, i, (case_random) { ~(seed + (uint64_t)i) });
        snprintf(chosen.keys[0].value, VALUE_MOST, "%llu", (unsigned long long)seed + (unsigned long long)i);
        if (run_case(&chosen, (case_random) { seed + (uint64_t)i }, counts, &problem))
            continue;
        size_t length = strlen(message);
        length += (size_t)snprintf(message + length, size - length, "\n%s", chosen.kind);
        for (int key = 0; key < chosen.count && length < size; key++) {
            const bool times_key = strcmp(chosen.keys[key].name, "times") == 0;
            length += (size_t)snprintf(message + length, size - length, " %s=%s", chosen.keys[key].name,
                                       times_key ? "1" : chosen.keys[key].value);
        }
        return false;
    }
    const unsigned long long got = counts->sum - before;
    return !has_sum || got == wanted
        || tell(&problem, "the results are as they should be, but their sum is %016llx, not that of other machines, "
                "%016llx; if the cases or kernels were to change, Scripts/kernels.sh --record writes it anew: %s",
                got, wanted, text);
}

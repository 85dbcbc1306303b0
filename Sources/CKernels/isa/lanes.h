// What every kernel source shares. Kernels are written once, in the headers of product/,
// convolution/ and loops/, and compiled for each pair of an instruction set and an element
// type. For each pair a kernels_*.c file
//
// 1. defines
//
//   T             the element type
//   MASK_T        the signed integer type of the same size
//   TABLE_T       the type of the table of kernels, and
//   PRODUCT_T     that of a product
//   LANES         elements in a vector
//   HALF_LANES    elements in a half vector, or 0 where a half vector is no
//                 cheaper than a whole one
//   NAME(x)       the name x for this pair
//   TARGET        the function attribute that allows the instruction set
//   FMA           fma of one element, such as fmaf
//   FAST_FMA      1 if a fused multiply-add takes no longer than a product
//   REGISTERS     vectors that the processor has room for, see tile.h
//   PEAK_CHAINS   sums that fit into registers, see peak.h
//   APPEND_POSITIONS  bp_append_positions or a faster one for LANES bits, which
//                 may write up to 16 elements
//   BYTES_IN_TILES 1 if tiles may read bytes, see plan.h
//   OFFSET_VECTORS vectors in the widest strip of a convolution, 2 or 4
//   STRIP_VECTORS vectors in the widest strip of a product, see tile.h
//
// 2. includes vectors.h, which defines the vector types;
//
// 3. defines the operations that no vector extension offers, by intrinsics:
//
//   NAME(load_part)(p, n), NAME(store_part)(p, x, n)
//                 a vector from the first n elements at p, the other lanes 0,
//                 and back; 0 < n <= LANES; nothing past them is touched
//   NAME(load_half_part), NAME(store_half_part)
//                 the same for half vectors, 0 < n <= HALF_LANES
//
// 4. includes kernels.h, which defines the kernels.

#ifndef BP_LANES_H
#define BP_LANES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../include/CKernels.h"
#include "../product/thresholds.h"

// Without line tables for the debugger: of thousands of unrolled copies they would say
// little, and take a third of the time that the first build spends on this target.
#define BP_INLINE static inline __attribute__((always_inline, nodebug, unused))

#define BP_APART __attribute__((noinline, nodebug))

// Loops over the rows and columns of a tile must vanish, so that the tile's
// accumulators can live in registers.
#define BP_UNROLL _Pragma("clang loop unroll(full)")

// For loops that step by whole vectors and need no help.
#define BP_AS_WRITTEN \
    _Pragma("clang loop unroll(disable) vectorize(disable) interleave(disable)")

// Lanes 0 .. n/2-1 of two vectors, alternating, and lanes n/2 .. n-1.
#define BP_LOW_2(a, b) __builtin_shufflevector(a, b, 0, 2)
#define BP_HIGH_2(a, b) __builtin_shufflevector(a, b, 1, 3)
#define BP_LOW_4(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define BP_HIGH_4(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define BP_LOW_8(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define BP_HIGH_8(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define BP_LOW_16(a, b) __builtin_shufflevector(a, b, \
    0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define BP_HIGH_16(a, b) __builtin_shufflevector(a, b, \
    8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)

// Lets the compiler forget how a pointer was computed: otherwise it computes each of several
// that follow each other anew, or keeps all of them.
#define BP_HIDE(pointer) __asm__("" : "+r"(pointer))

#define BP_JOIN_(a, b) a##b
#define BP_JOIN(a, b) BP_JOIN_(a, b)

// Sixteen words, and what is true of each.
typedef uint64_t bp_long_words __attribute__((ext_vector_type(16)));
typedef bool bp_truths __attribute__((ext_vector_type(16)));

// Bytes, and what is true of each.
typedef uint8_t bp_bytes __attribute__((ext_vector_type(64)));
typedef bool bp_byte_truths __attribute__((ext_vector_type(64)));

// Writes base + i for each bit i of `bits`, in increasing order; returns how many. May
// write up to 16 elements: four at a time, so that there are few branches to guess.
BP_INLINE ptrdiff_t bp_append_positions(uint16_t *to, ptrdiff_t base, uint32_t bits)
{
    const ptrdiff_t count = __builtin_popcount(bits);
    for (ptrdiff_t n = 0; n < count; n += 4)
        for (ptrdiff_t i = n; i < n + 4; i++) {
            to[i] = (uint16_t)(base + __builtin_ctz(bits | 0x10000));
            bits &= bits - 1;
        }
    return count;
}

// The tables, one for each pair that this processor family has.
extern const bp_kernels_f32 bp_kernels_f32_portable;
extern const bp_kernels_f64 bp_kernels_f64_portable;
#if defined(__aarch64__)
extern const bp_kernels_f32 bp_kernels_f32_neon;
extern const bp_kernels_f64 bp_kernels_f64_neon;
#endif
#if defined(__x86_64__)
extern const bp_kernels_f32 bp_kernels_f32_avx2;
extern const bp_kernels_f64 bp_kernels_f64_avx2;
extern const bp_kernels_f32 bp_kernels_f32_avx512;
extern const bp_kernels_f64 bp_kernels_f64_avx512;
#endif

#endif

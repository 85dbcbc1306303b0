// The arithmetic loops of the package: matrix products, convolutions, pooling and loops
// over vectors, for Float and Double, written once and compiled for several
// instruction sets.
//
// What holds for all of them:
//
// - Same bits. Every result is defined, element by element, by one chain of
//   roundings (given below for each function). A result therefore does not
//   depend on the instruction set, on optimisation, on how the output is cut
//   into blocks, or on which thread computes which block. The one exception is
//   the sign and payload of a NaN, which processors choose differently: an
//   element is a NaN for all or for none.
// - No allocation, no threads, no state, no reading of the environment. The
//   caller owns every buffer and decides how work is divided.
// - Pointers need no more than the alignment of their element type.
// - A function writes the elements it was asked for and nothing else, and
//   reads no memory outside its operands.
// - Sizes are element counts; 0 is a size like any other. A pointer to an
//   empty operand is not read and may point anywhere.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bp_caches.h"
#include "bp_closure.h"
#include "bp_convolution.h"
#include "bp_cores.h"
#include "bp_pause.h"
#include "bp_pooling.h"

#if defined(__cplusplus)
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// An instruction set that kernels are compiled for.
typedef enum bp_isa {
    /// Plain C: runs on every processor. Without hardware fused multiply-add
    /// (x86-64's baseline) it calls the C library's and is slow.
    BP_ISA_PORTABLE = 0,
    /// The baseline of arm64.
    BP_ISA_NEON = 1,
    /// AVX2 with FMA.
    BP_ISA_AVX2 = 2,
    /// AVX-512 F, VL, DQ and BW.
    BP_ISA_AVX512 = 3,
} bp_isa;

enum { BP_ISA_COUNT = 4 };

/// Whether kernels for `isa` are compiled in and both the processor and the
/// operating system support it.
bool bp_isa_available(bp_isa isa);

/// The fastest instruction set available here. The answer never changes while
/// a process runs, but finding it takes time: ask once and keep it.
bp_isa bp_isa_best(void);

/// A short lower-case name: "portable", "neon", "avx2", "avx512".
const char *bp_isa_name(bp_isa isa);

/// The most terms that a product which is added to C may have.
enum { BP_SCALED_DEPTH = 192 };

/// Rows of numbers that are stored as bytes, picked by their indices: element c of
/// row r is bytes[index[r]*ld + c] / divisor, with the bits of that division.
/// Indices are not checked.
typedef struct bp_byte_rows {
    const uint8_t *bytes;
    ptrdiff_t ld;
    const int64_t *index;
    double divisor;
} bp_byte_rows;

/// Where a stream of the random number generator Philox4x32-10 is: the next block that it turns into
/// four words.
typedef struct bp_philox {
    uint64_t key, stream, position;
} bp_philox;

#pragma clang assume_nonnull end

#define T float
#define OF_TYPE(x) x##_f32
#include "bp_kernels_of_type.h"
#undef T
#undef OF_TYPE

#define T double
#define OF_TYPE(x) x##_f64
#include "bp_kernels_of_type.h"
#undef T
#undef OF_TYPE

#if defined(__cplusplus)
}
#endif

#endif

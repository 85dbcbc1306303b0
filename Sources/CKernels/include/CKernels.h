// The arithmetic loops of the package: matrix products and a few loops over
// vectors, for Float and Double, written once and compiled for several
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

#include "bp_cores.h"
#include "bp_pause.h"

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

/// The kernels for Float, compiled for one instruction set.
typedef struct bp_kernels_f32 {
    /// Matrix product, C = op(A)·op(B) [+ bias], or C += scale·(op(A)·op(B) [+ bias]).
    ///
    /// op(A) is m×k and op(B) is k×n. Matrices are row-major; `lda`, `ldb` and
    /// `ldc` are the distances between the starts of two stored rows. With
    /// `trans_a`, A is stored as k rows of m elements; with `trans_b`, B is
    /// stored as n rows of k elements. C overlaps neither A nor B. With `a_bytes`,
    /// which is not null then, those are the rows of A as it is stored, and `a`
    /// and `lda` are not read.
    ///
    /// Each element: acc = 0, then acc = fma(op(A)[i,l], op(B)[l,j], acc) for
    /// l = 0, 1, ... k-1, then acc + 0 (so that a zero is positive), then
    /// acc + bias[j] (rounded) if there is a bias. That is the result or, with
    /// `scale`, which is not null then, fma(*scale, acc, C[i,j]); k must not be more than BP_SCALED_DEPTH.
    ///
    /// A block of C is computed by passing the pointers of that block:
    /// rows from i0: a + i0*lda (trans_a: a + i0), c + i0*ldc; columns from j0:
    /// b + j0 (trans_b: b + j0*ldb), c + j0, bias + j0. In `a_bytes`, a later row
    /// means to move `index`, a later column to move `bytes`.
    ///
    /// `scratch` holds at least `gemm_scratch` elements for the same sizes, flags
    /// and `ldb`, and for whether there is `a_bytes`; its contents before do not
    /// matter and after are undefined. May be null if that is 0. Calls at the
    /// same time need separate scratch.
    void (*gemm)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
                 bool trans_a, bool trans_b,
                 const float *_Nullable a, ptrdiff_t lda,
                 const bp_byte_rows *_Nullable a_bytes,
                 const float *b, ptrdiff_t ldb,
                 float *c, ptrdiff_t ldc,
                 const float *_Nullable bias,
                 const float *_Nullable scale,
                 float *_Nullable scratch);

    /// How many elements of scratch memory `gemm` needs for a product of this
    /// size; 0 if none. A block of a product may need more than the whole: ask
    /// for it.
    ptrdiff_t (*gemm_scratch)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
                              bool trans_a, bool trans_b, ptrdiff_t ldb,
                              bool from_bytes);

    /// y[i] = fma(alpha, x[i], y[i]).
    void (*axpy)(ptrdiff_t n, float alpha, const float *x, float *y);

    /// y[i] = value.
    void (*fill)(ptrdiff_t n, float value, float *y);

    /// y[i] = x[i] <= 0 ? 0 : x[i]; a NaN stays. `y` may be `x`.
    void (*relu)(ptrdiff_t n, const float *x, float *y);

    /// dx[i] = x[i] <= 0 ? 0 : dy[i]. `x` is what went into relu, or what came
    /// out of it: the two agree. `dx` may be `x` or `dy`.
    void (*relu_backward)(ptrdiff_t n, const float *x, const float *dy,
                          float *dx);

    /// Sums of columns: acc = accumulate ? out[j] : 0, then
    /// acc = acc + x[r*ldx + j] (rounded) for r = 0, 1, ... rows-1.
    void (*column_sums)(ptrdiff_t rows, ptrdiff_t cols,
                        const float *x, ptrdiff_t ldx,
                        float *out, bool accumulate);

    /// Sums of rows: sixteen sums, of the columns 0, 16, 32, ..., of 1, 17, ... and
    /// so on; then of these s[i] + s[i+8] for i < 8, of those s[i] + s[i+4], and so
    /// on until one is left. In row r the column without[r] counts as 0, unless
    /// `without` is null.
    void (*row_sums)(ptrdiff_t rows, ptrdiff_t cols, const float *x, ptrdiff_t ldx,
                     const ptrdiff_t *_Nullable without, float *out);

    /// out[r] = the position of the first largest element of row r, of the first
    /// NaN if there is one. `cols` is at least 1.
    void (*argmax)(ptrdiff_t rows, ptrdiff_t cols,
                   const float *x, ptrdiff_t ldx, ptrdiff_t *out);

    /// y[i] = e to the power of x[i], computed in double precision and then
    /// rounded. `y` may be `x`.
    void (*exp)(ptrdiff_t n, const float *x, float *y);

    /// y[i] = log(1 + x[i]) for x[i] >= 0, computed in double precision and then
    /// rounded; a NaN stays. `y` may be `x`.
    void (*log1p)(ptrdiff_t n, const float *x, float *y);

    /// out[r*cols + c] = element c of row r.
    void (*gather_bytes)(ptrdiff_t rows, ptrdiff_t cols,
                         const bp_byte_rows *from, float *out);

    /// As many fused multiply-adds as the processor can do: `rounds` of them
    /// for each lane of many independent sums in registers. Writes a number
    /// that depends on all of them and returns their flops, two for each.
    /// Not a kernel to compute with, but the limit to measure the others by.
    double (*fma_peak)(ptrdiff_t rounds, float *result);
} bp_kernels_f32;

/// The kernels for Double; see `bp_kernels_f32`.
typedef struct bp_kernels_f64 {
    void (*gemm)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
                 bool trans_a, bool trans_b,
                 const double *_Nullable a, ptrdiff_t lda,
                 const bp_byte_rows *_Nullable a_bytes,
                 const double *b, ptrdiff_t ldb,
                 double *c, ptrdiff_t ldc,
                 const double *_Nullable bias,
                 const double *_Nullable scale,
                 double *_Nullable scratch);
    ptrdiff_t (*gemm_scratch)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,
                              bool trans_a, bool trans_b, ptrdiff_t ldb,
                              bool from_bytes);
    void (*axpy)(ptrdiff_t n, double alpha, const double *x, double *y);
    void (*fill)(ptrdiff_t n, double value, double *y);
    void (*relu)(ptrdiff_t n, const double *x, double *y);
    void (*relu_backward)(ptrdiff_t n, const double *x, const double *dy,
                          double *dx);
    void (*column_sums)(ptrdiff_t rows, ptrdiff_t cols,
                        const double *x, ptrdiff_t ldx,
                        double *out, bool accumulate);
    void (*row_sums)(ptrdiff_t rows, ptrdiff_t cols, const double *x, ptrdiff_t ldx,
                     const ptrdiff_t *_Nullable without, double *out);
    void (*argmax)(ptrdiff_t rows, ptrdiff_t cols,
                   const double *x, ptrdiff_t ldx, ptrdiff_t *out);
    /// As the C library has it.
    void (*exp)(ptrdiff_t n, const double *x, double *y);
    /// As the C library has it.
    void (*log1p)(ptrdiff_t n, const double *x, double *y);
    void (*gather_bytes)(ptrdiff_t rows, ptrdiff_t cols,
                         const bp_byte_rows *from, double *out);
    double (*fma_peak)(ptrdiff_t rounds, double *result);
} bp_kernels_f64;

/// The kernels for one instruction set; null if it is not available.
const bp_kernels_f32 *_Nullable bp_kernels_f32_for(bp_isa isa);
const bp_kernels_f64 *_Nullable bp_kernels_f64_for(bp_isa isa);

#pragma clang assume_nonnull end

#if defined(__cplusplus)
}
#endif

#endif

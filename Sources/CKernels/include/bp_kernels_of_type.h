// The kernels for one type of number: included for each by CKernels.h, which
// defines T and OF_TYPE(x), the name x for that type.

#pragma clang assume_nonnull begin

/// One matrix product, C = op(A)·op(B) [+ bias], or C += scale·(op(A)·op(B) [+ bias]).
///
/// op(A) is m×k and op(B) is k×n. Matrices are row-major; `lda`, `ldb` and `ldc` are the
/// distances between the starts of two stored rows. With `trans_a`, A is stored as k
/// rows of m elements; with `trans_b`, B is stored as n rows of k elements. C overlaps
/// neither A nor B. With `a_bytes`, those are the rows of A as it is stored, and `a` and
/// `lda` are not read.
///
/// Each element: acc = 0, then acc = fma(op(A)[i,l], op(B)[l,j], acc) for l = 0, 1, ...
/// k-1, then acc + 0 (so that a zero is positive), then acc + bias[j] (rounded) if there
/// is a bias. That is the result or, with `scale`, fma(*scale, acc, C[i,j]); then k must
/// not be more than BP_SCALED_DEPTH.
///
/// A block of C is computed by moving the pointers to that block: rows from i0: a +
/// i0*lda (trans_a: a + i0), c + i0*ldc; columns from j0: b + j0 (trans_b: b + j0*ldb),
/// c + j0, bias + j0. In `a_bytes`, a later row means to move `index`, a later column to
/// move `bytes`.
typedef struct OF_TYPE(bp_product) {
    ptrdiff_t m, n, k;
    bool trans_a, trans_b;
    const T *_Nullable a;
    ptrdiff_t lda;
    const bp_byte_rows *_Nullable a_bytes;
    const T *b;
    ptrdiff_t ldb;
    T *c;
    ptrdiff_t ldc;
    const T *_Nullable bias;
    const T *_Nullable scale;
} OF_TYPE(bp_product);

/// What the updates below have in common, for each element: `dw` is the gradient by it, and
/// what is followed is g = fma(decay, w, scale*dw). `scale` is what the gradient is multiplied by,
/// such as a factor that clips it, or 1; `decay` is that of L2 regularisation, or 0. `rate` is
/// the learning rate. Square roots, quotients, products and sums are rounded each by itself
/// where no fma is named. State is zeros at first.
///
/// Gradient descent, with a velocity v if there is one:
/// v = momentum*v + g, then w = fma(-rate, nesterov ? fma(momentum, v, g) : v, w);
/// w = fma(-rate, g, w) without.
typedef struct OF_TYPE(bp_sgd) {
    T scale, decay, rate, momentum;
    bool nesterov;
} OF_TYPE(bp_sgd);

/// AdaGrad: h = fma(g, g, h), then w = fma(-rate, g / (sqrt(h) + epsilon), w).
typedef struct OF_TYPE(bp_adagrad) {
    T scale, decay, rate, epsilon;
} OF_TYPE(bp_adagrad);

/// RMSprop: h = fma(fresh*g, g, kept*h), then w = fma(-rate, g / (sqrt(h) + epsilon), w).
/// `fresh` is 1 - kept, which the caller may know better than T can tell it.
typedef struct OF_TYPE(bp_rmsprop) {
    T scale, decay, rate, epsilon, kept, fresh;
} OF_TYPE(bp_rmsprop);

/// Adam and AdamW: m = fma(fresh1, g, kept1*m), h = fma(fresh2*g, g, kept2*h), then
/// w = fma(-rate, m / fma(root, sqrt(h), epsilon), fma(-shrink, w, w)).
///
/// For step t = 1, 2, ...: kept1 and kept2 are beta1 and beta2, fresh1 and fresh2 are
/// 1 - beta1 and 1 - beta2, rate is the learning rate divided by 1 - beta1^t, root is
/// 1 / sqrt(1 - beta2^t), and shrink is the learning rate times AdamW's decay, or 0.
typedef struct OF_TYPE(bp_adam) {
    T scale, decay, rate, epsilon, kept1, fresh1, kept2, fresh2, root, shrink;
} OF_TYPE(bp_adam);

/// The kernels, compiled for one instruction set.
typedef struct OF_TYPE(bp_kernels) {
    /// Computes a matrix product. `scratch` holds at least `product_scratch` elements; its
    /// contents before do not matter and after are undefined. May be null if that is 0.
    /// Calls at the same time need separate scratch.
    void (*product)(const OF_TYPE(bp_product) *, const bp_caches *, T *_Nullable scratch);

    /// How many elements of scratch memory `product` needs; 0 if none. A block of a product
    /// may need more than the whole: ask for it. Reads sizes and flags, ldb, and whether
    /// there are bytes.
    ptrdiff_t (*product_scratch)(const OF_TYPE(bp_product) *, const bp_caches *);

    /// y of a convolution. Each element: acc = 0, then acc = fma(w, x, acc) for each
    /// channel of the group, in it each row of the kernel, in it each column, then acc + 0,
    /// then acc + bias[o] (rounded) if there is a bias. The part's channels are filters. Two kinds of
    /// kernels have other sums, as is said below.
    void (*convolve)(const bp_convolution *, const bp_convolution_part *, const bp_caches *,
                     const T *x, const T *w, const T *_Nullable bias, T *y, T *_Nullable scratch);

    /// The derivative by x, where that by y is dy. Each element: acc = 0, then acc =
    /// fma(w, dy, acc) for each filter of the group, in it each row of the kernel, in it each
    /// column, as far as strides let that element of the kernel meet this one of x (dy being
    /// zero outside), then acc + 0. The part's channels are those of x.
    void (*convolve_by_input)(const bp_convolution *, const bp_convolution_part *, const bp_caches *,
                              const T *w, const T *dy, T *dx, T *_Nullable scratch);

    /// The derivative by w. Each element: acc = 0, then acc = fma(dy, x, acc) for each image
    /// of the part, in it each row of y, in it each column, then acc + 0. The part's channels
    /// are filters; only their rows of dw are written. Where bp_convolution_by_sixteenths says
    /// so, there are sixteen such sums, the s-th of each image's pixels s, s + 16, ..., and the
    /// element is their sum, halves added to halves (0 to 8, 1 to 9, ...), + 0.
    void (*convolve_by_weight)(const bp_convolution *, const bp_convolution_part *, const bp_caches *,
                               const T *x, const T *dy, T *dw, T *_Nullable scratch);

    // Where bp_convolution_by_squares says so, these three are other sums, by Winograd's minimal
    // filtering. The result y is cut into squares of 4×4 from its first row and column on. Three
    // transforms make 6×6 points of a square, its columns first, then its rows; a line of them
    // becomes, with a = 5/8, b = 3/2 and fma(s, t, r) = s*t + r rounded once,
    //
    // X, from x0 ... x5: fma(a²b², x0, fma(-(a²+b²), x2, x4)); fma(±a, fma(-b², x1, x3),
    //   fma(-b², x2, x4)); fma(±b, fma(-a², x1, x3), fma(-a², x2, x4)); and fma(a²b², x1,
    //   fma(-(a²+b²), x3, x5)), each + before its -;
    // W, from w0 w1 w2 or w0 ... w3: w0; fma(±p, o, fma(p², w2, w0)) for p = a and p = b, where o is
    //   w1, or fma(p², w3, w1); and the last of them;
    // Y, back from points m0 ... m5 to y0 ... y3 or to y0 y1 y2, with e = m1+m2, o = m1-m2, f = m3+m4,
    //   q = m3-m4: m0 + (e+f); fma(b, q, a*o); fma(b², f, a²*e); fma(b³, q, a³*o); to the last of
    //   which m5 is added.
    //
    // The scale of point (i, j) is 1 / (s[i]*s[j]), s being a²b², twice 2a²(a²-b²), twice 2b²(b²-a²), 1.
    //
    // y: of the 6×6 pixels of x that a square of y reads, X; of each filter, W times the scale; for
    //   each point acc = 0, then acc = fma(w, x, acc) for each channel of the group; then Y, then
    //   + 0, then + bias[o].
    // dx: the same of dy, cut by squares of dx, with the filters' taps from the last to the first
    //   and the filters of the group for channels.
    // dw: of the 6×6 pixels of x, X; of the 4×4 of dy, which is zero outside, W; for each point acc
    //   = 0, then acc = fma(dy, x, acc) for each image, row of squares and square; times the scale;
    //   then Y, then + 0.

    // Where bp_convolution_by_lines says so, y is by the same filtering along columns alone. It is cut
    // into lines of four pixels of a column from its first row on. For each channel of the group, in it
    // each column of the kernel, the eight pixels of x that a line reads through that column become
    // eight points, and so does the filter's column w0 ... w4:
    //
    // X, from x0 ... x7: fma(5.25, x2-x4, x6-x0); fma(±1/2, fma(4, x1, fma(-5, x3, x5)), fma(4, x2,
    //   fma(-5, x4, x6))); fma(±1, fma(-4.25, x3, x1+x5), fma(-4.25, x4, x2+x6)); fma(±2, fma(1/4, x1,
    //   fma(-5/4, x3, x5)), fma(1/4, x2, fma(-5/4, x4, x6))); fma(5.25, x3-x5, x7-x1);
    // W: -w0; at p = ±1/2, ±1, ±2 fma(p, fma(p², w3, w1), fma(p², fma(p², w4, w2), w0)) times 32/45,
    //   -2/9 and 1/90; w4.
    //
    // For each point acc = 0, then acc = fma(w, x, acc) in that order; then, back from points m0 ... m7,
    // with e = m1+m2, o = m1-m2, f, q of m3 and m4, g, r of m5 and m6: m0 + (e+(f+g)); fma(2, r, fma(1/2, o,
    // q)); fma(4, g, fma(1/4, e, f)); fma(8, r, fma(1/8, o, q)) + m7; then + 0, then + bias[o].

    /// How many elements of scratch memory any of the three needs for that part.
    ptrdiff_t (*convolution_scratch)(const bp_convolution *, const bp_convolution_part *,
                                     const bp_caches *);

    /// y[i] = fma(alpha, x[i], y[i]).
    void (*axpy)(ptrdiff_t n, T alpha, const T *x, T *y);

    /// y[i] = value.
    void (*fill)(ptrdiff_t n, T value, T *y);

    /// y[i] = x[i] <= 0 ? 0 : x[i]; a NaN stays. `y` may be `x`.
    void (*relu)(ptrdiff_t n, const T *x, T *y);

    /// dx[i] = x[i] <= 0 ? 0 : dy[i]. `x` is what went into relu, or what came out of it:
    /// the two agree. `dx` may be `x` or `dy`.
    void (*relu_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx);

    /// y[i] = x[i] <= 0 ? slope * x[i] : x[i]; a NaN stays.
    void (*leaky_relu)(ptrdiff_t n, T slope, const T *x, T *y);

    /// dx[i] = x[i] <= 0 ? slope * dy[i] : dy[i].
    void (*leaky_relu_backward)(ptrdiff_t n, T slope, const T *x, const T *dy, T *dx);

    /// Sums of columns: acc = accumulate ? out[j] : 0, then acc = acc + x[r*ldx + j]
    /// (rounded) for r = 0, 1, ... rows-1.
    void (*column_sums)(ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx,
                        T *out, bool accumulate);

    /// Sums of rows: sixteen sums, of the columns 0, 16, 32, ..., of 1, 17, ... and so on;
    /// then of these s[i] + s[i+8] for i < 8, of those s[i] + s[i+4], and so on until one is
    /// left. In row r the column without[r] counts as 0, unless `without` is null.
    void (*row_sums)(ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx,
                     const ptrdiff_t *_Nullable without, T *out);

    /// out[r] = the position of the first largest element of row r, of the first NaN if
    /// there is one. `cols` is at least 1.
    void (*argmax)(ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx, ptrdiff_t *out);

    // Functions of each element, made of additions, products, quotients and fused multiply-adds in
    // one order (loops/exp_log.h, loops/bounded.h): their bits are the same everywhere, whatever
    // the C library. `y` may be `x`. The largest errors in units in the last place, where 0.5 is
    // the best there is, found for Float among all numbers, for Double among 100 million:
    //
    //            exp     log1p   tanh    sigmoid   erf
    //   Float    0.501   0.501   0.501   0.501     0.503
    //   Double   0.76    0.87    0.55    0.76      0.87
    //
    // The largest of Double's exp, sigmoid and erf are at results near the smallest normal number.

    /// y[i] = e to the power of x[i].
    void (*exp)(ptrdiff_t n, const T *x, T *y);

    /// y[i] = log(1 + x[i]) for x[i] >= 0; a NaN stays.
    void (*log1p)(ptrdiff_t n, const T *x, T *y);

    /// y[i] = tanh(x[i]).
    void (*tanh)(ptrdiff_t n, const T *x, T *y);

    /// y[i] = 1 / (1 + e to the power of -x[i]).
    void (*sigmoid)(ptrdiff_t n, const T *x, T *y);

    /// y[i] = erf(x[i]).
    void (*erf)(ptrdiff_t n, const T *x, T *y);

    // Activations and their derivatives (loops/activations.h), as they are above; at an infinite x they are the limit.
    // GELU is off by less than 8 units in the last place of a Double, the others, and GELU of a
    // Float, by less than 2.

    /// dx[i] = dy[i] (1 - tanh(x[i])^2), also where tanh is next to 1.
    void (*tanh_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx);

    /// dx[i] = dy[i] sigmoid(x[i]) sigmoid(-x[i]).
    void (*sigmoid_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx);

    /// y[i] = x[i] Phi(x[i]) with Phi(x) = (1 + erf(x / sqrt(2))) / 2, also where x is far below 0.
    void (*gelu)(ptrdiff_t n, const T *x, T *y);

    /// dx[i] = dy[i] (Phi(x[i]) + x[i] phi(x[i])) with phi(x) = e^(-x^2/2) / sqrt(2 pi).
    void (*gelu_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx);

    /// y[i] = x[i] sigmoid(x[i]).
    void (*silu)(ptrdiff_t n, const T *x, T *y);

    /// dx[i] = dy[i] sigmoid(x[i]) (1 + x[i] sigmoid(-x[i])).
    void (*silu_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx);

    /// y[i] = log(1 + e^x[i]) = max(x[i], 0) + log(1 + e^-|x[i]|).
    void (*softplus)(ptrdiff_t n, const T *x, T *y);

    /// dx[i] = dy[i] sigmoid(x[i]).
    void (*softplus_backward)(ptrdiff_t n, const T *x, const T *dy, T *dx);

    /// Sums of products down columns: acc = accumulate ? out[j] : 0, then with d =
    /// x[r*ldx + j] - about[j] (rounded) acc = fma(d, y[r*ldy + j], acc) for r = 0, 1, ...
    /// rows-1. Without `about`, d = x; without `y`, it is d: sums of squares.
    void (*column_products)(ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx,
                            const T *_Nullable about, const T *_Nullable y, ptrdiff_t ldy,
                            T *out, bool accumulate);

    /// Sums of products along rows: sixteen sums as in `row_sums`, each s = fma(d, y[r*ldy +
    /// j], s) with d = x[r*ldx + j] - about[r] (rounded), and their sum as there. Without
    /// `about`, d = x; without `y`, it is d. A whole tensor is one row; whoever divides it
    /// among threads cuts it into shards of a size that doesn't depend on their number.
    void (*row_products)(ptrdiff_t rows, ptrdiff_t cols, const T *x, ptrdiff_t ldx,
                         const T *_Nullable about, const T *_Nullable y, ptrdiff_t ldy, T *out);

    /// Updates n parameters w and their optimiser's state in one pass; `v` may be null.
    void (*sgd)(ptrdiff_t n, const OF_TYPE(bp_sgd) *, const T *dw, T *_Nullable v, T *w);
    void (*adagrad)(ptrdiff_t n, const OF_TYPE(bp_adagrad) *, const T *dw, T *h, T *w);
    void (*rmsprop)(ptrdiff_t n, const OF_TYPE(bp_rmsprop) *, const T *dw, T *h, T *w);
    void (*adam)(ptrdiff_t n, const OF_TYPE(bp_adam) *, const T *dw, T *m, T *h, T *w);

    /// out[r*cols + c] = element c of row r.
    void (*gather_bytes)(ptrdiff_t rows, ptrdiff_t cols, const bp_byte_rows *from, T *out);

    /// y = the largest element of each window, or its first NaN, and places = where in the
    /// window the first such element is, counted along the window's rows. A NaN is larger
    /// than all else.
    void (*max_pool)(const bp_pooling *, ptrdiff_t planes, const T *x, T *y, T *places);

    /// The derivative by x, where that by y is dy: acc = 0, then acc = acc + dy (rounded) for
    /// each window, row by row, whose place it is. `dx` overlaps nothing.
    void (*max_pool_backward)(const bp_pooling *, ptrdiff_t planes, const T *places, const T *dy, T *dx);

    /// y = the mean of each window: acc = 0, then acc = acc + x (rounded) along the window's
    /// rows, then acc / count (rounded).
    void (*average_pool)(const bp_pooling *, ptrdiff_t planes, const T *x, T *y);

    /// The derivative by x: acc = 0, then acc = acc + dy/count (both rounded) for each window
    /// that covers it, row by row. `dx` overlaps nothing.
    void (*average_pool_backward)(const bp_pooling *, ptrdiff_t planes, const T *dy, T *dx);

    /// factors[i] = word i < limit ? 0 : kept, where word i is the (i % 4)-th of the generator's block
    /// position + i/4: its counter's words are those of that number and of the stream, low ones first.
    void (*random_factors)(ptrdiff_t n, const bp_philox *, uint32_t limit, T kept, T *factors);

    /// y = (x - means[r]) * factors[r] * scale[j] + shift[j] for column j of row r, each rounded by
    /// itself; without `scale`, up to the first product. Rows lie one behind the other.
    void (*normalize_rows)(ptrdiff_t rows, ptrdiff_t cols, const T *x, const T *means, const T *factors,
                           const T *_Nullable scale, const T *_Nullable shift, T *y);

    /// y = x * scale[j].
    void (*scale_rows)(ptrdiff_t rows, ptrdiff_t cols, const T *x, const T *scale, T *y);

    /// dx = (dx - offsets[r] - x * slopes[r]) * factors[r], each rounded by itself.
    void (*spread_rows)(ptrdiff_t rows, ptrdiff_t cols, const T *x, const T *offsets, const T *slopes,
                        const T *factors, T *dx);

    /// As many fused multiply-adds as the processor can do: `rounds` of them for each lane
    /// of many independent sums in registers. Writes a number that depends on all of them
    /// and returns their flops, two for each. Not a kernel to compute with, but the limit to
    /// measure the others by.
    double (*fma_peak)(ptrdiff_t rounds, T *result);
} OF_TYPE(bp_kernels);

/// The kernels for one instruction set; null if it is not available.
const OF_TYPE(bp_kernels) *_Nullable OF_TYPE(bp_kernels_for)(bp_isa isa);

#pragma clang assume_nonnull end

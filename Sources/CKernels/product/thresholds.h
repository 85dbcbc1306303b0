// The table of thresholds by which products and convolutions are carried out, each with
// its reason. plan.h decides by them; results never depend on them.
//
// Behind ~ stands what another value would do: how much longer (or, with a minus, shorter) a
// product takes, in percent, with AVX2 | with AVX-512. All were measured on Zen 4 (one thread
// of an EPYC, caches of 32 KB and 1 MB), Float, the best of runs in turns; 2 % are noise. The
// products have the names of Documentation/Kernels.md. Where there is no such line, the value
// follows from the reason.

#ifndef BP_THRESHOLDS_H
#define BP_THRESHOLDS_H

enum {
    // -- What a tile is

    // Rows of a tile. With three vectors their sums fill AVX2's sixteen registers; more rows
    // would have fewer k in common that they can leave out.
    ROWS = 4,
    // The same of convolutions, which leave nothing out: more rows for each vector of B.
    OFFSET_ROWS = 6,
    // Two tiles of a single vector are one.
    MOST_ROWS = 2 * ROWS,
    // Vectors of a single row that are computed side by side: a multiply-add takes four
    // cycles and two begin in each, so that fewer would wait for each other.
    ROW_VECTORS = 8,

    // -- When and how much of A and B is copied

    // The most rows of C that are computed one by one, reading B anew for each.
    FEW_ROWS = 2,
    // The least rows of C with which the part of B that a strip uses is copied: each tile but
    // one reads it without gaps.
    // ~ 24: 24 rows of 200×200 +20 | +14, 32 rows +15 | +11. 64: 48 rows of 512×512 +6 | −7, of
    //   200×200 −11 | −8.
    COPY_MIN_ROWS = 40,
    // The same where rows of B meet in the same sets of the nearest cache (SETS_REPEAT).
    // ~ 40: 16×1024 · 1024×1024 +4 | −18, in Double +34 | −15.
    COPY_MIN_ROWS_MEETING = 12,
    // The least rows of C with which A is copied, too, if B is large: each strip reads A.
    // ~ 24: 32 rows −2 | +2. 72: 64 rows +1 | +1. 100: 96 rows +9 | +2.
    PACK_MIN_ROWS = 48,
    // A large B takes more than this part of the second cache, 1 / LARGE_B_SHARE.
    // ~ 1: 128×1024 · 1024×256 +3 | −4, 500³ +1 | −2. 4: 500³ −1 | +1.
    LARGE_B_SHARE = 2,
    // The least rows of C with which it pays to prefetch the next strip's part of a large B:
    // with few of them there is no time to do it in.
    FAR_B_MIN_ROWS = 96,
    // Rows of B so many bytes apart meet in the same sets of the nearest cache; then a B of
    // more bytes than the second number counts as large.
    SETS_REPEAT = 4096,
    // ~ 65536 and 1048576: at most 1 either way.
    MEETING_B = 131072,
    // The k of a column of A from which it is copied even beside a small B, if more than one
    // strip reads it and its k meet in the same sets.
    // ~ never: 1024×1024 · 1024×128, A transposed +14 | +15, in Double +37 | +60.
    MEETING_COLUMN = 256,
    // The part of the second cache that all strips' copies of B may take to be made at once,
    // before any tile, and to stay for all rows.
    // ~ 2: page 0 | +1. 8: page of 100 columns +48 | +64. 16: page +48 | +73.
    PANEL_SHARE = 4,
    // k of A that are copied at a time where its rows lie across k: each k is in a page of
    // its own, and the processor knows only so many pages.
    // ~ 4: −1 | +1. 16: −1 | +1 (dense, A transposed).
    PACK_STEP = 8,

    // -- How much is treated at a time

    // The part of the nearest cache, in eighths, that a strip's part of B may take: every
    // tile of the strip reads it.
    // ~ 4: 512³ +2 | 0. 12: −2 | +1.
    STRIP_EIGHTHS = 8,
    // But not fewer k than this, where vectors are so long that few would remain: then B is
    // better read from the second cache.
    // ~ 128: 512³ 0 | +2. 192: 128×1024 · 1024×1024 with half of A zero 0 | +8. 384: 0 | +4.
    STRIP_MIN_DEPTH = 256,
    // The most k at a time in small products whose tiles are expected to leave many out.
    // ~ 256: page +7 | +6. 1024: page −1 | −5, of 100 columns +49 | +61.
    SMALL_DEPTH = 512,
    // The part of the second cache that a block of A may take, beside what passes of B: all
    // strips read it in turn.
    // ~ 1 and 4: at most 2 either way.
    A_SHARE = 2,
    // The same where it has lists, or was made of bytes: these pass through the cache, too.
    // ~ 4 and 16: nothing.
    LIST_SHARE = 8,
    // But not fewer rows than this: strips would be too short to copy B for.
    // ~ 24: 512³ +1 | 0. 96: +1 | 0.
    MIN_ROWS = 48,
    // And not more: lists name them in 16 bits.
    MAX_ROWS = 32768,

    // -- Columns beside whole vectors

    // So many columns at most, as a part of a vector (1 / LAST_COLUMNS_SHARE), are computed
    // by rows, where A is stored so that vectors can run along its rows.
    // ~ 2: A transposed and 12 columns +17 | 0, 20 columns +26 | 0. 8: 50 columns +12 | 0,
    //   20 columns 0 | +13.
    LAST_COLUMNS_SHARE = 4,

    // -- C that is far away

    // A C of so many bytes is far away: its rows are prefetched before a tile's k begin...
    // ~ 32768 and 1048576: at most 3 either way.
    FAR_C = 131072,
    // ... which pays only before tiles that take long enough.
    // ~ 16: −2 | +1. 256: hidden back +58 | +7.
    FAR_C_MIN_DEPTH = 64,

    // -- Bytes

    // Rows of bytes that become numbers at a time: they should still be in the nearest cache
    // when tiles read them.
    BYTE_ROWS = 16,
    // Rows ahead of their turn that bytes are prefetched: they come in no order, so that the
    // processor can't foresee where they lie.
    // ~ 8 to 64: at most 2 either way. None: page +24 | +14.
    ROWS_AHEAD = 32,

    // -- The copy of B while a tile computes

    // k ahead that the first tile of a strip prefetches what it copies.
    // ~ 8: +1 | 0. 64: +1 | 0. None: −1 to −9 | 0 to −1.
    COPY_AHEAD = 32,

    // -- Zeros (skip.h)

    // The least k and vectors of a product in which it pays to look for zeros.
    SKIP_MIN_DEPTH = 32,
    // ~ 2: page of 16 columns −3 | 0. 4: of 24 columns +17 | 0, of 50 0 | +109.
    SKIP_MIN_VECTORS = 3,
    // The least columns of C with which it pays to order rows: the order is found once, and
    // every strip gains by it.
    // ~ 128: 0 | 0. 512: hidden of 256 columns +4 | +1.
    ORDER_MIN_COLS = 256,
    // A list is worth having if it has so many sixteenths of all k, or fewer.
    // ~ 14: hidden +1 | 0. 16: dense 128×1024 · 1024×1024 +5 | +3.
    LIST_SIXTEENTHS = 15,
    // The same of the first tiles, if rows stay as they come: they are fewer, or columns are, and what little
    // could be left out wouldn't pay for looking through all rows.
    // ~ 16, on Zen 5: 50×4320 · 4320×100 with half of A zero +20 | +5.
    UNORDERED_SIXTEENTHS = 13,
    // The most rows and k that are looked through at a time. Rows are ordered among those:
    // of more of them each finds better company.
    SKIP_ROWS = 128,
    SKIP_DEPTH = 1024,
    // Rows that are looked at before it is known whether to go on, at first and then.
    // ~ 4: 0 | 0. 16: 100×784 · 784×50 +1 | +1.
    SKIP_FIRST = 8,
    // ~ 20 and 128: at most 1 either way (hidden).
    SKIP_LOOK = 40,
    // How many times SKIP_ROWS are passed over after some that weren't worth it; each time
    // twice as many.
    // ~ 1 and 16: at most 1 either way (512³).
    SKIP_PAUSE = 4,
    // Rows among which a tile's next one is looked for.
    // ~ 16: hidden +3 | 0. 64: hidden +1 | 0, back +3 | +1.
    SKIP_WINDOW = 32,

    // -- Convolutions

    // The part of the second cache that planes should fit into.
    // ~ 2 and 8: at most 1 either way (16 channels, 28×28).
    PLANES_SHARE = 4,
    // Vectors of pixels go across the ends of rows only if those that don't would be more than
    // so many eighths of them: they end anywhere, and have more pieces.
    ACROSS_EIGHTHS = 9,
    // The least filters times rows of a kernel that a plane for each of its columns is worth.
    MIN_COLUMN_USES = 24,
    // Columns are filters instead of pixels only if each has so many taps at least, and if
    // they fill so many eighths of their vectors: the result must be transposed.
    // ~ never: 16 channels 14×14 to 32 filters +20 | +17, 64 channels 8×8 to 64 −3 | +20.
    ACROSS_MIN_DEPTH = 64,
    ACROSS_FULL_EIGHTHS = 7,
    // The least pixels by which a weight's gradient goes on from what it has: small images
    // are taken together.
    // ~ 1: 64 channels 4×4 +24 | +7. 1024: +1 | −1.
    MIN_PIXELS = 256,

    // Images that are squares and take so many bytes in all are far away: the next ones are prefetched
    // while products of the ones before are computed.
    FAR_IMAGES = 8388608,
    // The part of the second cache that the points of a block of squares may take...
    // ~ 2: 16 channels 28×28 +3 | +3. 8: +3 | +3.
    SQUARES_SHARE = 4,
    // ... and by weight, where a block's products are added to those before.
    // ~ 4: 32 channels 14×14 +14 | +4, 32 and 64 channels 8×8 +1 | +7. 1: +2 | +10.
    WEIGHT_SQUARES_SHARE = 2,
    // ... but not fewer squares than this.
    SQUARES_LEAST = 12,
    // The most bytes that all points of the filters of a pass may take, which each thread has for
    // itself. More filters are several passes, each of which transforms the images anew.
    SQUARES_WEIGHTS = 8388608,

    // Filters whose points of lines are made before any pixels: more would serve what is read of the image more
    // often, but leave less of it in the nearest cache.
    // ~ 3 and 6, on Zen 5: one channel 28×28 to 30 +3 | −3, 0 | +3.
    LINE_FILTERS = 4,

    // The most taps of depthwise convolutions by planes of their own: tiles of all vectors of a plane read a weight less often.
    // On Zen 5, 121 taps: planes of 7×7 take +42 | +24, of 14×14 +11 | 0; 49 taps of 7×7 +5 | −10, of 16×16 −17 | −14.
    DEPTHWISE_TAPS = 49,

    // -- What is no choice

    // Pixels of a square of a result that Winograd's filtering computes, each way, the points
    // that know it, and a filter's taps.
    SQUARE = 4,
    POINTS = 6,
    ALL_POINTS = 36,
    WINDOW = 9,
    // The side of a kernel that has few taps, and these.
    FEW_SIDE = 3,
    FEW_TAPS = 9,
    // The same of lines: pixels of a column of a result, the points that know it, and a filter's taps
    // in a column, and in a row.
    LINE_PIXELS = 4,
    LINE_POINTS = 8,
    LINE_TAPS = 5,

    // Bits in a word, and the bytes of a cache line.
    WORD = 64,
    LINE = 64,
    // Lists are written in steps of so many elements, of which only some count.
    LIST_STEP = 16,
};

#endif

// The table of thresholds by which products and convolutions are carried out, each with
// its reason. plan.h decides by them; results never depend on them.

#ifndef BP_THRESHOLDS_H
#define BP_THRESHOLDS_H

enum {
    // -- What a tile is

    // Rows of a tile. With three vectors their sums fill AVX2's sixteen registers; more rows
    // would have fewer k in common that they can leave out.
    ROWS = 4,
    // Vectors of a single row that are computed side by side: a multiply-add takes four
    // cycles and two begin in each, so that fewer would wait for each other.
    ROW_VECTORS = 8,

    // -- When and how much of A and B is copied

    // The least rows of C with which the part of B that a strip uses is copied: each tile
    // after the first one, which copies, reads it without gaps. Three tiles.
    COPY_MIN_ROWS = 12,
    // The least rows of C with which A is copied, too, if B is large: each strip reads A.
    PACK_MIN_ROWS = 48,
    // A large B takes more than this part of the second cache, 1 / LARGE_B_SHARE. It is far
    // away, so that the next strip's part of it is prefetched.
    LARGE_B_SHARE = 2,
    // Rows of B so many bytes apart meet in the same sets of the nearest cache; then a B of
    // more bytes than the second number counts as large.
    SETS_REPEAT = 4096,
    MEETING_B = 131072,
    // The part of the second cache that all strips' copies of B may take to be made at once,
    // before any tile, and to stay for all rows.
    PANEL_SHARE = 4,
    // k of A that are copied at a time where its rows lie across k: each k is in a page of
    // its own, and the processor knows only so many pages.
    PACK_STEP = 8,

    // -- How much is treated at a time

    // The part of the nearest cache, in eighths, that a strip's part of B may take: every
    // tile of the strip reads it.
    STRIP_EIGHTHS = 8,
    // But not fewer k than this, where vectors are so long that few would remain: then B is
    // better read from the second cache.
    STRIP_MIN_DEPTH = 192,
    // The most k at a time in small products whose tiles are expected to leave many out.
    SMALL_DEPTH = 512,
    // The part of the second cache that a block of A may take, beside what passes of B: all
    // strips read it in turn.
    A_SHARE = 2,
    // The same where it has lists, or was made of bytes: these pass through the cache, too.
    LIST_SHARE = 8,
    // But not fewer rows than this: strips would be too short to copy B for.
    MIN_ROWS = 48,

    // -- Columns beside whole vectors

    // So many columns at most, as a part of a vector (1 / LAST_COLUMNS_SHARE), are computed
    // by rows, where A is stored so that vectors can run along its rows.
    LAST_COLUMNS_SHARE = 4,

    // -- C that is far away

    // A C of so many bytes is far away: its rows are prefetched before a tile's k begin...
    FAR_C = 131072,
    // ... which pays only before tiles that take long enough.
    FAR_C_MIN_DEPTH = 64,

    // -- Bytes

    // Rows of bytes that become numbers at a time: they should still be in the nearest cache
    // when tiles read them.
    BYTE_ROWS = 16,
    // Rows ahead of their turn that bytes are prefetched: they come in no order, so that the
    // processor can't foresee where they lie.
    ROWS_AHEAD = 32,

    // -- The copy of B while a tile computes

    // k ahead that the first tile of a strip prefetches what it copies.
    COPY_AHEAD = 32,

    // -- Zeros (skip.h)

    // The least k and vectors of a product in which it pays to look for zeros.
    SKIP_MIN_DEPTH = 32,
    SKIP_MIN_VECTORS = 3,
    // The least columns of C with which it pays to order rows: the order is found once, and
    // every strip gains by it.
    ORDER_MIN_COLS = 256,
    // A list is worth having if it has so many sixteenths of all k, or fewer.
    LIST_SIXTEENTHS = 15,
    // The most rows and k that are looked through at a time. Rows are ordered among those:
    // of more of them each finds better company.
    SKIP_ROWS = 128,
    SKIP_DEPTH = 1024,
    // Rows that are looked at before it is known whether to go on, at first and then.
    SKIP_FIRST = 8,
    SKIP_LOOK = 40,
    // How many times SKIP_ROWS are passed over after some that weren't worth it; each time
    // twice as many.
    SKIP_PAUSE = 4,
    // Rows among which a tile's next one is looked for.
    SKIP_WINDOW = 32,

    // -- Convolutions

    // The part of the second cache that planes should fit into.
    PLANES_SHARE = 4,
    // The least pixels by which a weight's gradient goes on from what it has: small images
    // are taken together.
    MIN_PIXELS = 256,

    // -- What is no choice

    // Bits in a word, and the bytes of a cache line.
    WORD = 64,
    LINE = 64,
    // Lists are written in steps of so many elements, of which only some count.
    LIST_STEP = 16,
};

#endif

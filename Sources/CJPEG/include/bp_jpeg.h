// libjpeg-turbo behind two functions. Without the package's trait JPEG they are there and do nothing, so that the
// package builds where the library isn't installed.
#ifndef BP_JPEG_H
#define BP_JPEG_H

#include <stddef.h>

/// The room for a message, its zero included.
#define BP_JPEG_MESSAGE_SIZE 200

/// Whether pictures can be decoded: 1, or 0 without the trait.
int bp_jpeg_is_built(void);

/// Decodes a whole JPEG into rows of bytes, `channels` of them a pixel: 1 for grey, 3 for red, green and blue.
///
/// The picture must have the width and the height that are given. Returns 0, or 1 with a message where the data are
/// damaged, cut off or of a kind that isn't read.
int bp_jpeg_decode(const unsigned char *data, size_t count, unsigned char *pixels, int width, int height, int channels,
                   char message[BP_JPEG_MESSAGE_SIZE]);

#endif

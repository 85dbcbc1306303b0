#include "bp_jpeg.h"

#include <stdio.h>
#include <string.h>

#ifdef BACKPROP_JPEG

#include <setjmp.h>
#include <jpeglib.h>
#include <jerror.h>

// The library calls back with errors, and must not return from them: each goes to where decoding began.
struct failure {
  struct jpeg_error_mgr manager;
  jmp_buf start;
  char *message;
};

static void fail(j_common_ptr info) {
  struct failure *failure = (struct failure *)info->err;
  char text[JMSG_LENGTH_MAX];
  failure->manager.format_message(info, text);
  snprintf(failure->message, BP_JPEG_MESSAGE_SIZE, "%s", text);
  longjmp(failure->start, 1);
}

// Data that are cut off or damaged are only warnings to the library, which goes on with grey. A few bytes too many
// between markers, which some cameras write, do no harm.
static void warn(j_common_ptr info, int level) {
  if (level >= 0) return;
  int code = info->err->msg_code;
  if (code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR) return;
  fail(info);
}

// A picture may come in many scans, each of which takes the time of the whole picture.
static void watch(j_common_ptr info) {
  if (((j_decompress_ptr)info)->input_scan_number > 100) {
    struct failure *failure = (struct failure *)info->err;
    snprintf(failure->message, BP_JPEG_MESSAGE_SIZE, "more than 100 scans");
    longjmp(failure->start, 1);
  }
}

int bp_jpeg_is_built(void) { return 1; }

int bp_jpeg_decode(const unsigned char *data, size_t count, unsigned char *pixels, int width, int height, int channels,
                   char message[BP_JPEG_MESSAGE_SIZE]) {
  struct jpeg_decompress_struct info;
  struct jpeg_progress_mgr progress;
  struct failure failure;
  memset(&info, 0, sizeof info);
  memset(&progress, 0, sizeof progress);
  message[0] = 0;
  info.err = jpeg_std_error(&failure.manager);
  failure.manager.error_exit = fail;
  failure.manager.emit_message = warn;
  failure.message = message;
  // What is read after the jump was written before it: nothing here needs to be volatile.
  if (setjmp(failure.start)) {
    jpeg_destroy_decompress(&info);
    return 1;
  }
  jpeg_create_decompress(&info);
  progress.progress_monitor = watch;
  info.progress = &progress;
  jpeg_mem_src(&info, (unsigned char *)data, (unsigned long)count);
  jpeg_read_header(&info, TRUE);
  info.out_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress(&info);
  if (info.output_width != (JDIMENSION)width || info.output_height != (JDIMENSION)height ||
      info.output_components != channels) {
    snprintf(message, BP_JPEG_MESSAGE_SIZE, "another size than its first frame says");
    longjmp(failure.start, 1);
  }
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = pixels + (size_t)info.output_scanline * (size_t)width * (size_t)channels;
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return 0;
}

#else

int bp_jpeg_is_built(void) { return 0; }

int bp_jpeg_decode(const unsigned char *data, size_t count, unsigned char *pixels, int width, int height, int channels,
                   char message[BP_JPEG_MESSAGE_SIZE]) {
  (void)data, (void)count, (void)pixels, (void)width, (void)height, (void)channels;
  snprintf(message, BP_JPEG_MESSAGE_SIZE, "no decoder");
  return 1;
}

#endif

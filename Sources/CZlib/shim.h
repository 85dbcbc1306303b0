#ifndef SWIFT_BACKPROP_CZLIB_SHIM_H
#define SWIFT_BACKPROP_CZLIB_SHIM_H

#include <zlib.h>

#endif

// MPICH's mpi.h asks for this file by its name alone; it lies beside it.
#if __has_include(<mpi/mpi_proto.h>)
#include <mpi/mpi_proto.h>
#elif __has_include("/opt/homebrew/include/mpi_proto.h")
#include "/opt/homebrew/include/mpi_proto.h"
#elif __has_include("/usr/include/mpich-x86_64/mpi_proto.h")
#include "/usr/include/mpich-x86_64/mpi_proto.h"
#else
#include_next <mpi_proto.h>
#endif

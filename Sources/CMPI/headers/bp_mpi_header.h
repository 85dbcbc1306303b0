// Finds mpi.h where systems put it, so that nobody has to say where it is.
//
// Debian and its kin have a folder "mpi" among the usual ones that is Open MPI's or MPICH's, whichever the system's choice
// (update-alternatives) is, and libmpi goes with it. Homebrew's and others' are in /usr/local/include or where the variable
// CPATH says.
#ifndef BP_MPI_HEADER_H
#define BP_MPI_HEADER_H

#if __has_include(<mpi/mpi.h>)
#include <mpi/mpi.h>
#elif __has_include(<mpi.h>)
#include <mpi.h>
#elif __has_include("/opt/homebrew/include/mpi.h")
#include "/opt/homebrew/include/mpi.h"
#elif __has_include("/usr/include/openmpi-x86_64/mpi.h")
#include "/usr/include/openmpi-x86_64/mpi.h"
#elif __has_include("/usr/include/mpich-x86_64/mpi.h")
#include "/usr/include/mpich-x86_64/mpi.h"
#else
#error "The trait MPI needs an MPI's headers: install libopenmpi-dev or libmpich-dev, or say by CPATH where mpi.h is."
#endif

#endif

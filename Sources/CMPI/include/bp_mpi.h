// MPI behind some functions, with none of its types: they are others in each implementation. Without the package's trait
// MPI the functions are there and do nothing, so that the package builds where no MPI is installed.
//
// All calls come from the one thread that has called bp_mpi_start.
#ifndef BP_MPI_H
#define BP_MPI_H

#include <stddef.h>
#include <stdint.h>

/// The room for a message, its zero included.
#define BP_MPI_MESSAGE_SIZE 400

/// Whether there is an MPI: 1, or 0 without the trait.
int bp_mpi_is_built(void);

/// Lets this thread wake up when its short pauses are over, and not some time later, where the system can.
void bp_mpi_wake_soon(void);

/// Starts MPI and finds this process's rank and how many there are. Returns 0, or 1 with a message.
int bp_mpi_start(int *rank, int *size, char message[BP_MPI_MESSAGE_SIZE]);

/// The implementation's name and version, as in "Open MPI v4.1.4". Can be asked before the start, from any thread.
void bp_mpi_library(char message[BP_MPI_MESSAGE_SIZE]);

/// Ends MPI; all processes call it.
void bp_mpi_end(void);

/// Ends all processes with a status.
void bp_mpi_abort(int status);

/// Something that is going on: bytes that are exchanged, or something that all processes do together.
typedef struct bp_mpi_action bp_mpi_action;

/// An action that nothing is done with yet; `NULL` without memory.
bp_mpi_action *bp_mpi_action_make(void);

/// Frees an action that isn't going on.
void bp_mpi_action_free(bp_mpi_action *action);

/// Begins to send bytes to another process and to receive as many from it, in two places of memory that must be left alone
/// until the action is over. Tags, from 0 to 32767, tell exchanges apart that go on at the same time. Returns 0, or 1 with a
/// message, as where there are more bytes than MPI's counts reach.
int bp_mpi_exchange(bp_mpi_action *action, const void *sent, void *received, size_t bytes, int other, int tag,
                    char message[BP_MPI_MESSAGE_SIZE]);

/// Begins to gather bytes of all processes everywhere: `counts[i]` of them from process i, which come to `all` one behind the
/// other. Returns 0, or 1 with a message.
int bp_mpi_gather(bp_mpi_action *action, const void *own, void *all, const int *counts, const int *places,
                  char message[BP_MPI_MESSAGE_SIZE]);

/// Begins to gather an integer of each process everywhere. Returns 0, or 1 with a message.
int bp_mpi_gather_counts(bp_mpi_action *action, const int64_t *own, int64_t *all, char message[BP_MPI_MESSAGE_SIZE]);

/// Whether an action is over: 1, or 0 as long as it goes on, or -1 with a message where it failed.
int bp_mpi_is_over(bp_mpi_action *action, char message[BP_MPI_MESSAGE_SIZE]);

/// Tells the next process a sign of life, unless the last one is still on its way, and looks for those of the process before.
/// Returns how many came since the last call, or -1 with a message; `bye` is 1 from when the other has said that it ends.
int bp_mpi_beat(int is_last, int *bye, char message[BP_MPI_MESSAGE_SIZE]);

/// Looks for the signs of life of the process before only.
int bp_mpi_listen(int *bye, char message[BP_MPI_MESSAGE_SIZE]);

/// Adds numbers in place: low ← low + high.
void bp_mpi_add_floats(float *low, const float *high, size_t count);
void bp_mpi_add_doubles(double *low, const double *high, size_t count);

/// The same where the sum goes to the higher operand's place: high ← low + high.
void bp_mpi_add_floats_up(const float *low, float *high, size_t count);
void bp_mpi_add_doubles_up(const double *low, double *high, size_t count);

#endif

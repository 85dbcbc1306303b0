#include "bp_mpi.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

void bp_mpi_wake_soon(void) {
#ifdef __linux__
  prctl(PR_SET_TIMERSLACK, 1000, 0, 0, 0);
#endif
}

#define ADDITION(name, type)                                                        \
  void bp_mpi_add_##name(type *restrict low, const type *restrict high, size_t count) {    \
    for (size_t i = 0; i < count; i++) low[i] = low[i] + high[i];                     \
  }                                                                                   \
  void bp_mpi_add_##name##_up(const type *restrict low, type *restrict high, size_t count) { \
    for (size_t i = 0; i < count; i++) high[i] = low[i] + high[i];                    \
  }

ADDITION(floats, float)
ADDITION(doubles, double)

#ifdef BACKPROP_MPI

#include "bp_mpi_header.h"

// Requests of one action; the implementations have other types for them.
struct bp_mpi_action {
  MPI_Request requests[2];
  int count;
};

// What is said to be alive goes over a communicator of its own.
static MPI_Comm life = MPI_COMM_NULL;
static MPI_Request beat_sent = MPI_REQUEST_NULL;
static MPI_Request beat_received = MPI_REQUEST_NULL;
static int sent_word, received_word;
static int own_rank, world_size;

static int check(int result, const char *what, char message[BP_MPI_MESSAGE_SIZE]) {
  if (result == MPI_SUCCESS) return 0;
  char text[MPI_MAX_ERROR_STRING];
  int length = 0;
  if (MPI_Error_string(result, text, &length) != MPI_SUCCESS) length = 0;
  for (int i = 0; i < length; i++)
    if (text[i] == '\n') text[i] = ' ';
  snprintf(message, BP_MPI_MESSAGE_SIZE, "%s: %.*s", what, length, text);
  return 1;
}

int bp_mpi_is_built(void) { return 1; }

void bp_mpi_library(char message[BP_MPI_MESSAGE_SIZE]) {
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  MPI_Get_library_version(text, &length);
  // Open MPI's first part is its name and version; MPICH has a line for each fact.
  size_t end = strcspn(text, ",\n");
  snprintf(message, BP_MPI_MESSAGE_SIZE, "%.*s", (int)end, text);
  for (char *c = message; *c; c++)
    if (*c == '\t') *c = ' ';
}

static int listen_for_life(char message[BP_MPI_MESSAGE_SIZE]) {
  int before = (own_rank + world_size - 1) % world_size;
  return check(MPI_Irecv(&received_word, 1, MPI_INT, before, 0, life, &beat_received), "MPI_Irecv", message);
}

int bp_mpi_start(int *rank, int *size, char message[BP_MPI_MESSAGE_SIZE]) {
  int provided = 0;
  if (check(MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread", message)) return 1;
  if (provided < MPI_THREAD_FUNNELED) {
    snprintf(message, BP_MPI_MESSAGE_SIZE, "this MPI was built without threads");
    return 1;
  }
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  if (check(MPI_Comm_rank(MPI_COMM_WORLD, &own_rank), "MPI_Comm_rank", message)) return 1;
  if (check(MPI_Comm_size(MPI_COMM_WORLD, &world_size), "MPI_Comm_size", message)) return 1;
  if (check(MPI_Comm_dup(MPI_COMM_WORLD, &life), "MPI_Comm_dup", message)) return 1;
  MPI_Comm_set_errhandler(life, MPI_ERRORS_RETURN);
  *rank = own_rank;
  *size = world_size;
  return world_size > 1 ? listen_for_life(message) : 0;
}

void bp_mpi_end(void) {
  if (beat_sent != MPI_REQUEST_NULL) MPI_Wait(&beat_sent, MPI_STATUS_IGNORE);
  if (beat_received != MPI_REQUEST_NULL) {
    MPI_Cancel(&beat_received);
    MPI_Wait(&beat_received, MPI_STATUS_IGNORE);
  }
  if (life != MPI_COMM_NULL) MPI_Comm_free(&life);
  MPI_Finalize();
}

void bp_mpi_abort(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

bp_mpi_action *bp_mpi_action_make(void) {
  bp_mpi_action *action = malloc(sizeof *action);
  if (action) action->count = 0;
  return action;
}

void bp_mpi_action_free(bp_mpi_action *action) { free(action); }

int bp_mpi_exchange(bp_mpi_action *action, const void *sent, void *received, size_t bytes, int other, int tag,
                    char message[BP_MPI_MESSAGE_SIZE]) {
  action->count = 0;
  if (bytes > INT_MAX) {
    snprintf(message, BP_MPI_MESSAGE_SIZE, "a message of %zu bytes is larger than MPI can count", bytes);
    return 1;
  }
  int count = (int)bytes;
  if (check(MPI_Irecv(received, count, MPI_BYTE, other, tag, MPI_COMM_WORLD, &action->requests[0]), "MPI_Irecv",
            message))
    return 1;
  action->count = 1;
  if (check(MPI_Isend(sent, count, MPI_BYTE, other, tag, MPI_COMM_WORLD, &action->requests[1]), "MPI_Isend", message))
    return 1;
  action->count = 2;
  return 0;
}

int bp_mpi_gather(bp_mpi_action *action, const void *own, void *all, const int *counts, const int *places,
                  char message[BP_MPI_MESSAGE_SIZE]) {
  action->count = 1;
  return check(MPI_Iallgatherv(own, counts[own_rank], MPI_BYTE, all, counts, places, MPI_BYTE, MPI_COMM_WORLD,
                               &action->requests[0]),
               "MPI_Iallgatherv", message);
}

int bp_mpi_gather_counts(bp_mpi_action *action, const int64_t *own, int64_t *all, char message[BP_MPI_MESSAGE_SIZE]) {
  action->count = 1;
  return check(MPI_Iallgather(own, 1, MPI_INT64_T, all, 1, MPI_INT64_T, MPI_COMM_WORLD, &action->requests[0]),
               "MPI_Iallgather", message);
}

int bp_mpi_is_over(bp_mpi_action *action, char message[BP_MPI_MESSAGE_SIZE]) {
  int is_over = 0;
  if (check(MPI_Testall(action->count, action->requests, &is_over, MPI_STATUSES_IGNORE), "MPI_Testall", message))
    return -1;
  return is_over;
}

int bp_mpi_listen(int *bye, char message[BP_MPI_MESSAGE_SIZE]) {
  int came = 0, is_over = 1;
  while (!*bye) {
    if (check(MPI_Test(&beat_received, &is_over, MPI_STATUS_IGNORE), "MPI_Test", message)) return -1;
    if (!is_over) break;
    came++;
    if (received_word) {
      *bye = 1;
    } else if (listen_for_life(message)) {
      return -1;
    }
  }
  return came;
}

int bp_mpi_beat(int is_last, int *bye, char message[BP_MPI_MESSAGE_SIZE]) {
  int came = bp_mpi_listen(bye, message), is_over = 1;
  if (came < 0) return -1;
  if (beat_sent != MPI_REQUEST_NULL) {
    if (check(MPI_Test(&beat_sent, &is_over, MPI_STATUS_IGNORE), "MPI_Test", message)) return -1;
    // The last word must not be missed.
    if (!is_over && !is_last) return came;
    if (!is_over && check(MPI_Wait(&beat_sent, MPI_STATUS_IGNORE), "MPI_Wait", message)) return -1;
  }
  sent_word = is_last;
  int after = (own_rank + 1) % world_size;
  if (check(MPI_Isend(&sent_word, 1, MPI_INT, after, 0, life, &beat_sent), "MPI_Isend", message)) return -1;
  return came;
}

#else

struct bp_mpi_action {
  int unused;
};

static int missing(char message[BP_MPI_MESSAGE_SIZE]) {
  snprintf(message, BP_MPI_MESSAGE_SIZE, "no MPI");
  return 1;
}

int bp_mpi_is_built(void) { return 0; }

void bp_mpi_library(char message[BP_MPI_MESSAGE_SIZE]) { missing(message); }

int bp_mpi_start(int *rank, int *size, char message[BP_MPI_MESSAGE_SIZE]) {
  *rank = 0;
  *size = 1;
  return missing(message);
}

void bp_mpi_end(void) {}

void bp_mpi_abort(int status) { exit(status); }

bp_mpi_action *bp_mpi_action_make(void) { return NULL; }

void bp_mpi_action_free(bp_mpi_action *action) { (void)action; }

int bp_mpi_exchange(bp_mpi_action *action, const void *sent, void *received, size_t bytes, int other, int tag,
                    char message[BP_MPI_MESSAGE_SIZE]) {
  (void)action, (void)sent, (void)received, (void)bytes, (void)other, (void)tag;
  return missing(message);
}

int bp_mpi_gather(bp_mpi_action *action, const void *own, void *all, const int *counts, const int *places,
                  char message[BP_MPI_MESSAGE_SIZE]) {
  (void)action, (void)own, (void)all, (void)counts, (void)places;
  return missing(message);
}

int bp_mpi_gather_counts(bp_mpi_action *action, const int64_t *own, int64_t *all, char message[BP_MPI_MESSAGE_SIZE]) {
  (void)action, (void)own, (void)all;
  return missing(message);
}

int bp_mpi_is_over(bp_mpi_action *action, char message[BP_MPI_MESSAGE_SIZE]) {
  (void)action;
  missing(message);
  return -1;
}

int bp_mpi_listen(int *bye, char message[BP_MPI_MESSAGE_SIZE]) {
  (void)bye;
  missing(message);
  return -1;
}

int bp_mpi_beat(int is_last, int *bye, char message[BP_MPI_MESSAGE_SIZE]) {
  (void)is_last, (void)bye;
  missing(message);
  return -1;
}

#endif

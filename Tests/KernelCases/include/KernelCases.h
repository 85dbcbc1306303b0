// Cases for the kernels, read from a text file: random products, convolutions, poolings and
// loops, computed plainly and by the kernels of every instruction set of the machine, which
// must agree to the bit. Swift tests run them, and main.c does on machines and in
// emulators without Swift.

#ifndef KERNEL_CASES_H
#define KERNEL_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// What cases a line was, and the sum of all their results' bits, which doesn't depend on
/// the machine.
typedef struct case_counts {
    long products, convolutions, poolings, loops;
    uint64_t sum;
} case_counts;

/// Runs the cases of one line (cases.txt says how they are written), `more` times as many
/// as it says, and adds them to `counts`. Returns whether all went well. If not, `problem`,
/// of `size` bytes, tells what differs and ends with a line for that case alone.
bool run_cases(const char *line, long more, case_counts *counts, char *problem, size_t size);

#pragma clang assume_nonnull end

#endif

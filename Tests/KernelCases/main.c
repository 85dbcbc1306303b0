// Runs cases of the kernels and says what they came to.
// usage: kernel-cases FILE [TIMES], where TIMES makes each line so many times as many cases

#include <stdio.h>
#include <stdlib.h>

#include "CKernels.h"
#include "include/KernelCases.h"

int main(int count, char **arguments)
{
    FILE *file = count > 1 ? fopen(arguments[1], "r") : NULL;
    if (!file) {
        fprintf(stderr, "usage: %s FILE [TIMES]; the file of cases must be there\n", arguments[0]);
        return 2;
    }
    const long more = count > 2 ? strtol(arguments[2], NULL, 10) : 1;
    char line[512], problem[1024];
    case_counts counts = { 0 };
    int differ = 0;
    while (fgets(line, sizeof line, file))
        if (!run_cases(line, more, &counts, problem, sizeof problem)) {
            fprintf(stderr, "%s\n", problem);
            differ++;
        }
    fclose(file);
    for (int isa = 0; isa < BP_ISA_COUNT; isa++)
        if (bp_isa_available((bp_isa)isa))
            printf("%s%s", isa > 0 ? ", " : "", bp_isa_name((bp_isa)isa));
    printf(": %ld products, %ld convolutions, %ld loops: ", counts.products, counts.convolutions, counts.loops);
    if (differ > 0)
        printf("%d lines of cases differ\n", differ);
    else
        printf("same bits, %016llx\n", (unsigned long long)counts.sum);
    return differ > 0;
}

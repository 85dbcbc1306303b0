// Runs cases of the kernels and says what they came to.
// usage: cases FILE [TIMES]: so many times as many cases as each line says
//        cases FILE record: prints the file with the sums of its cases' results instead

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"
#include "include/KernelCases.h"

int main(int count, char **arguments)
{
    FILE *file = count > 1 ? fopen(arguments[1], "r") : NULL;
    if (!file) {
        fprintf(stderr, "usage: %s FILE [TIMES]; the file of cases must be there\n", arguments[0]);
        return 2;
    }
    const bool records = count > 2 && strcmp(arguments[2], "record") == 0;
    const long more = count > 2 && !records ? strtol(arguments[2], NULL, 10) : 1;
    char line[512], problem[2048];
    case_counts counts = { 0 };
    int differ = 0;
    while (fgets(line, sizeof line, file)) {
        if (records)
            line[strcspn(line, "\n")] = 0;
        char *old = strstr(line, " sum=");
        if (records && old)
            *old = 0;
        const uint64_t before = counts.sum;
        if (!run_cases(line, more, &counts, problem, sizeof problem)) {
            fprintf(stderr, "%s\n", problem);
            differ++;
        }
        if (records && line[0] && line[0] != '#')
            printf("%s sum=%016llx\n", line, (unsigned long long)(counts.sum - before));
        else if (records)
            puts(line);
    }
    fclose(file);
    if (records)
        return differ > 0;
    for (int isa = 0; isa < BP_ISA_COUNT; isa++)
        if (bp_isa_available((bp_isa)isa))
            printf("%s%s", isa > 0 ? ", " : "", bp_isa_name((bp_isa)isa));
    printf(": %ld products, %ld convolutions, %ld poolings, %ld loops: ", counts.products, counts.convolutions,
           counts.poolings, counts.loops);
    if (differ > 0)
        printf("%d lines of cases differ\n", differ);
    else
        printf("same bits, %016llx\n", (unsigned long long)counts.sum);
    return differ > 0;
}

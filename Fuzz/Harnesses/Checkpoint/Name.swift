/// What the fuzzer calls. (A module of one file would be taken for a script.)
let harnessName = "Checkpoint"

#!/usr/bin/env bash
# Builds a reader's harness with libFuzzer and gives it inputs: a million, or as many as are asked for.
#
#   Fuzz/run.sh Safetensors              a million inputs for one reader
#   Fuzz/run.sh Safetensors 10000000     ten million
#   Fuzz/run.sh all                      a million for each
#
# Inputs that are worth keeping are collected in Fuzz/.build/corpus/NAME; those in Fuzz/Seeds/NAME are where it begins.
set -euo pipefail
cd "$(dirname "$0")"
name=${1:?the name of a harness, or all}
runs=${2:-1000000}
if [ "$name" = all ]; then
  for folder in Harnesses/*; do ./run.sh "$(basename "$folder")" "$runs"; done
  exit
fi
swift build -c release --sanitize fuzzer --product "Fuzz$name"
mkdir -p ".build/corpus/$name" "Seeds/$name"
dictionary=()
if [ -f "Seeds/$name.dict" ]; then dictionary=("-dict=Seeds/$name.dict"); fi
# Twice the longest file to begin with, so that none is cut.
length=$(find "Seeds/$name" -type f -exec wc -c {} \; | awk '$1 > most { most = $1 } END { print most + 0 }')
if [ $((2 * ${length:-0})) -lt 4096 ]; then length=2048; fi
# Swift's own handler of traps would end the program before the fuzzer has kept the input.
export SWIFT_BACKTRACE=enable=no
".build/release/Fuzz$name" -runs="$runs" -max_len=$((2 * length)) -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
  -artifact_prefix=".build/found-$name-" "${dictionary[@]}" ".build/corpus/$name" "Seeds/$name"

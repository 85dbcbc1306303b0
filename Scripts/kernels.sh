#!/usr/bin/env bash
# Runs Tests/KernelCases without Swift: for arm64 in an emulator, so that the NEON kernels are tried on any Linux.
# usage: [TIMES=N] Scripts/kernels.sh [--here [OPTION OF CLANG]...]
#        Scripts/kernels.sh --record
#   --here   for this machine instead, such as `Scripts/kernels.sh --here -fsanitize=address`
#   --record writes the sums of results into the file of cases, after a change of cases or of what kernels compute
#   TIMES    how many times as many random cases as the file says
set -euo pipefail
cd "$(dirname "$0")/.."
compile=(-O2 -std=gnu11 -Wall -Wextra -Werror -ISources/CKernels/include)
link=(-lm)
emulator=()
build=.build/kernels/here

if [ "${1:-}" = --here ]; then
  shift
  compile+=("$@")
  link+=("$@")
else
  headers=/usr/aarch64-linux-gnu/include/stdio.h
  if [ "$(uname)" = Linux ] && { [ ! -e "$headers" ] || ! command -v qemu-aarch64 >/dev/null; }; then
    echo "Installing an emulator of arm64, and its C library."
    # That of the compiler comes in one version, whichever the system has.
    (apt-get update -qq &&
      library="$(apt-cache search --names-only '^libgcc-[0-9]+-dev-arm64-cross$' | cut -d' ' -f1 | sort -V | tail -n 1)" &&
      apt-get install -y -qq qemu-user libc6-dev-arm64-cross "$library" >/dev/null) || true
  fi
  for needed in clang ld.lld qemu-aarch64 "$headers"; do
    if [ ! -e "$needed" ] && ! command -v "$needed" >/dev/null; then
      echo "$needed isn't here and can't be installed: the NEON kernels aren't tried."
      exit 0
    fi
  done
  compile+=(--target=aarch64-linux-gnu)
  link+=(--target=aarch64-linux-gnu -static -fuse-ld=lld)
  emulator=(qemu-aarch64)
  build=.build/kernels/arm64
fi

mkdir -p "$build"
rm -f "$build"/*.o
for source in Sources/CKernels/isa/*.c Tests/KernelCases/*.c; do
  printf '%s\0' "$source"
done | xargs -0 -n 1 -P "$(getconf _NPROCESSORS_ONLN)" \
  sh -c 'build=$1; shift; for source do :; done; exec clang "$@" -c -o "$build/$(basename "$source" .c).o"' \
  - "$build" "${compile[@]}"
clang "$build"/*.o "${link[@]}" -o "$build/cases"
run() { ${emulator[@]+"${emulator[@]}"} "$build/cases" "$@"; }
if [ "${1:-}" = --record ]; then
  run Tests/KernelCases/cases.txt record > "$build/cases.txt"
  mv "$build/cases.txt" Tests/KernelCases/cases.txt
  exit
fi
# A part of the file's lines for each core.
cores="$(getconf _NPROCESSORS_ONLN)"
running=()
for ((part = 0; part < cores; part++)); do
  awk -v cores="$cores" -v part="$part" '!/^#/ && NF && n++ % cores == part' Tests/KernelCases/cases.txt > "$build/part$part.txt"
  run "$build/part$part.txt" "${TIMES:-1}" &
  running+=($!)
done
status=0
for process in "${running[@]}"; do wait "$process" || status=1; done
exit "$status"

#!/usr/bin/env bash
# Formats all Swift sources; with --check only tells what isn't formatted.
set -euo pipefail
cd "$(dirname "$0")/.."
places=(Package.swift Sources Tests Examples)
if [ "${1:-}" = --check ]; then
  swift format lint --strict --recursive --parallel "${places[@]}"
else
  swift format --in-place --recursive --parallel "${places[@]}"
fi

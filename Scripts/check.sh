#!/usr/bin/env bash
# What to run before sending a change: formats, lints, builds without warnings and tests.
set -euo pipefail
cd "$(dirname "$0")/.."
Scripts/format.sh
Scripts/format.sh --check
export BACKPROP_WARNINGS_AS_ERRORS=1
Scripts/javascript.sh
swift build --build-tests
swift test "$@"

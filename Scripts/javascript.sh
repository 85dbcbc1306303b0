#!/usr/bin/env bash
# Checks and tests the JavaScript of the pages with Node.js, from version 20 on.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v node >/dev/null; then
  echo "Node.js isn't installed: the pages' JavaScript is neither checked nor tested."
  exit 0
fi
find Sources/BackpropDrawing/Resources Tests/JavaScript -name '*.js' -o -name '*.mjs' | sort | while read -r file; do
  node --check "$file"
done
node --test Tests/JavaScript/*.test.mjs

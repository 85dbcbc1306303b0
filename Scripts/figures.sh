#!/usr/bin/env bash
# Draws the figures of the notes into Documentation/Figures, and the page Documentation/Figures.md that shows them.
set -euo pipefail
cd "$(dirname "$0")/.."
swift run --quiet ExampleFigures Documentation

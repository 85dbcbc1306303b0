#!/usr/bin/env bash
# Turns a command's output, read from standard input, into an SVG picture of a terminal on standard output.
# usage: COMMAND | Scripts/terminal-picture.sh 'the command as it was typed' > picture.svg
set -euo pipefail
awk -v command="${1:?the command as it was typed}" '
  function escaped(text) { gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text); return text }
  function put(text, color) {
    if (length(text) > widest) widest = length(text)
    body = body sprintf("  <text x=\"16\" y=\"%d\" fill=\"%s\" xml:space=\"preserve\">%s</text>\n", y, color, escaped(text))
    y += 19
  }
  BEGIN { y = 30; put("$ " command, "#7ee787") }
  { put($0, "#e6edf3") }
  END {
    width = 32 + widest * 8.43; height = y
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" ", width, height, width, height
    printf "font-family=\"ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace\" font-size=\"14\">\n"
    printf "  <rect width=\"100%%\" height=\"100%%\" rx=\"8\" fill=\"#0d1117\"/>\n%s</svg>\n", body
  }'

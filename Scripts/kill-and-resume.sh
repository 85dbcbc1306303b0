#!/usr/bin/env bash
# Kills trainings with SIGKILL at random moments, lets them go on, and compares what comes out with trainings that were never
# stopped: the parameters' SHA-256, the history and the printed table must be the same.
#
#   Scripts/kill-and-resume.sh [KILLS] [SEED]     200 kills with seed 1 if not given
#
# BACKPROP names the program, .build/release/backprop if not given; BACKPROP_DATA a folder with mnist/, the built-in digits are
# used without it. Trainings save as often as they can, so that many kills fall into a save.
set -euo pipefail
cd "$(dirname "$0")/.."
kills=${1:-200}
RANDOM=${2:-1}
program=$(realpath "${BACKPROP:-.build/release/backprop}")
data=(--data digits)
if [ -n "${BACKPROP_DATA:-}" ]; then data=(--data-dir "$BACKPROP_DATA/mnist"); fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# Each is short when nobody stops it; what differs is what a checkpoint has to keep.
trainings=(
  "--hidden 20 --batch-size 50 --iterations 3000 --optimizer momentum"
  "--hidden 30 --batch-size 20 --iterations 4000 --optimizer adam --schedule cosine --clip 1"
  "--hidden 16 --batch-size 64 --epochs 3 --sampling shuffled --validation 0.2 --early-stopping 2 --optimizer adamw"
  "--hidden 300,300 --batch-size 100 --iterations 500 --optimizer adam --checkpoint-every 3"
  "--batch-size 50 --iterations 800 --optimizer rmsprop --sampling shuffled --validation 0.1 --augment"
)
networks=("" "" "" "" "affine 40, batchnorm, relu, dropout 0.3, affine")
sha() { sed -n 's/.*"parameters_sha256":"\([0-9a-f]*\)".*/\1/p' "$1"; }
# What is printed but for times and threads.
told() { grep '"event":"epoch"' "$1" || true; }

total=0 amid=0 before=0 failed=0 training=0
while [ "$total" -lt "$kills" ]; do
  which=$((training % ${#trainings[@]}))
  training=$((training + 1))
  read -ra options <<<"${trainings[$which]}"
  if [ -n "${networks[$which]}" ]; then options+=(--network "${networks[$which]}"); fi
  options+=("${data[@]}" --format json --seed "$training")
  every=(--checkpoint-every $((1 + RANDOM % 20)))
  case " ${options[*]} " in *" --checkpoint-every "*) every=() ;; esac
  plain=()
  skip=0
  for word in "${options[@]}"; do
    if [ "$skip" = 1 ]; then skip=0; continue; fi
    if [ "$word" = --checkpoint-every ]; then skip=1; continue; fi
    plain+=("$word")
  done
  begun=$(date +%s%N)
  "$program" train "${plain[@]}" --threads 1 --history whole.csv >whole.json
  length=$((($(date +%s%N) - begun) / 1000000))
  rm -f run.ckpt* part.csv
  # As many kills as it takes: those of a training come in random parts of its length.
  for ((kill = 0; kill < 25 && total < kills; kill++)); do
    threads=$((1 + RANDOM % 3))
    if [ -e run.ckpt ]; then
      "$program" train --resume run.ckpt --threads $threads >part.json 2>part.err &
    else
      "$program" train "${options[@]}" "${every[@]}" --checkpoint run.ckpt --keep $((1 + RANDOM % 3)) --history part.csv \
        --threads $threads >part.json 2>part.err &
    fi
    job=$!
    wait_ms=$((RANDOM % (length / 4 + 200)))
    sleep "$((wait_ms / 1000)).$(printf %03d $((wait_ms % 1000)))"
    if ! kill -KILL $job 2>/dev/null; then wait $job || true; break; fi
    wait $job 2>/dev/null || true
    total=$((total + 1))
    # One temporary file is the history's.
    if [ "$(find . -name '.swift-backprop-*.part' | wc -l)" -gt 1 ]; then amid=$((amid + 1)); fi
    if [ ! -e run.ckpt ]; then before=$((before + 1)); fi
  done
  if [ ! -e run.ckpt ]; then continue; fi
  if ! "$program" train --resume run.ckpt --threads $((1 + RANDOM % 3)) >part.json 2>part.err; then
    echo "training $training didn't go on:" && cat part.err
    failed=$((failed + 1))
    continue
  fi
  if [ "$(sha whole.json)" != "$(sha part.json)" ] || ! cmp -s whole.csv part.csv || [ "$(told whole.json)" != "$(told part.json)" ]
  then
    echo "training $training ended otherwise: ${options[*]}: $(sha whole.json) $(sha part.json)"
    failed=$((failed + 1))
  fi
  echo "training $training: $total kills so far, $amid amid a save, $failed ended otherwise" >&2
  if compgen -G '.swift-backprop-*.part' >/dev/null; then
    echo "training $training left temporary files"
    failed=$((failed + 1))
  fi
done
echo "$total kills of $training trainings, $amid of them amid a save, $before before the first checkpoint; $failed trainings ended otherwise"
[ "$failed" = 0 ]

#!/usr/bin/env bash
# Trains with 1, 2, 4 and 8 processes of MPI and compares what comes out with one process's: the parameters' SHA-256 must be
# the same. Then processes are killed, stopped for a while and cut off, and nothing may wait for ever.
#
#   Scripts/mpi.sh [PART…]     bits, failures, hosts; all of them if none is given
#
# BACKPROP names the program, .build/release/backprop if not given, which must be built with --traits MPI. MPIRUN names what
# starts processes, mpirun if not given. The part "hosts" makes two network namespaces, for which it must be run by root on
# Linux; it is left out elsewhere.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${BACKPROP:-.build/release/backprop}")
mpirun=${MPIRUN:-mpirun}
parts=${*:-bits failures hosts}
folder=$(mktemp -d)
spaces=()
clean() {
  for space in "${spaces[@]}"; do
    ip netns pids "$space" 2>/dev/null | xargs -r kill -9 2>/dev/null || true
    ip netns del "$space" 2>/dev/null || true
  done
  rm -rf "$folder"
}
trap clean EXIT
cd "$folder"
# In a container, and in a gate, whoever runs this may be root.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
if "$mpirun" --version 2>&1 | grep -q "Open MPI\|OpenRTE\|PRRTE"; then
  kind=open
  many=(--oversubscribe --bind-to none)
else
  kind=mpich
  many=()
fi
failed=0
fail() {
  echo "  failed: $*"
  failed=$((failed + 1))
}
sha() { grep -o '"parameters_sha256":"[0-9a-f]*"' "$1" | cut -d'"' -f4 || true; }
# ranks N ARGUMENTS: a training by so many processes.
ranks() {
  local count=$1
  shift
  if [ "$count" = 1 ]; then
    "$program" train --format json --threads 1 "$@"
  else
    timeout 300 "$mpirun" "${many[@]}" -n "$count" "$program" train --format json --threads 1 "$@"
  fi
}

# An MLP with momentum; a convnet with Adam, batch norm and dropout; a table; augmented images with early stopping.
awk 'BEGIN { srand(5); print "a,b,c,kind"; for (i = 0; i < 240; i++) { x = rand(); y = rand(); z = rand();
  print x "," y "," z "," (x * y > z * 0.4 ? "yes" : "no") } }' >table.csv
trainings=(
  "--data digits --hidden 70,60 --optimizer momentum --batch-size 100 --iterations 60"
  "--data digits --optimizer adam --batch-size 50 --iterations 12 --validation 0.02"
  "--data table.csv --target kind --batch-size 20 --epochs 6 --sampling shuffled"
  "--data digits --hidden 40 --batch-size 37 --iterations 40 --augment --clip 0.5 --schedule cosine"
)
networks=("" "conv 6 5x5, batchnorm, relu, maxpool 2, dropout 0.25, affine 40, relu, dropout 0.5, affine" "" "")

bits() {
  echo "The same bits with 1, 2, 4 and 8 processes"
  for which in "${!trainings[@]}"; do
    read -ra options <<<"${trainings[$which]}"
    if [ -n "${networks[$which]}" ]; then options+=(--network "${networks[$which]}"); fi
    options+=(--shards 8 --seed 3)
    first=""
    for count in 1 2 4 8; do
      ranks "$count" "${options[@]}" >"out-$count.json" 2>"err-$count.txt" || fail "$count processes: $(cat "err-$count.txt")"
      sum=$(sha "out-$count.json")
      first=${first:-$sum}
      [ -n "$sum" ] && [ "$sum" = "$first" ] || fail "$count processes of ${options[*]}: $sum, not $first"
      # What is measured is the same, too: all but times.
      grep '"event":"epoch"' "out-$count.json" | sort >"epochs-$count.json" || true
      cmp -s epochs-1.json "epochs-$count.json" || fail "$count processes measure otherwise: ${options[*]}"
    done
    echo "  ${first:0:16}… ${options[*]:0:8}"
  done
}

# Ends within so many seconds, with another status than 0.
ends() {
  local process=$1 seconds=$2 begun=$SECONDS
  while kill -0 "$process" 2>/dev/null; do
    if [ $((SECONDS - begun)) -gt "$seconds" ]; then
      kill -9 "$process" 2>/dev/null || true
      pkill -9 -P "$process" 2>/dev/null || true
      return 1
    fi
    sleep 0.1
  done
  ! wait "$process"
}
# The process that is rank R of a training in this folder, by its log.
process_of() { sed -n '1s/.*process \([0-9]*\),.*/\1/p' "logs/rank-$1.log" 2>/dev/null || true; }
await_rank() {
  for _ in $(seq 200); do
    if [ -n "$(process_of "$1")" ] && [ "$(grep -c '"event":"epoch"' logs/rank-0.log)" -gt 2 ]; then return 0; fi
    sleep 0.1
  done
  fail "the training doesn't begin: $(cat err.txt)"
}
long=(--data table.csv --target kind --hidden 50 --iterations 10000000 --shards 4 --rank-logs logs --checkpoint run.ckpt --checkpoint-every 50)

# Runs what must fail by itself, and soon.
refused() {
  local status=0
  timeout 10 "$@" >out.json 2>err.txt || status=$?
  [ "$status" -ne 0 ] && [ "$status" -ne 124 ]
}

failures() {
  echo "A process that is killed, one that is asked to end, one that is stopped for a while, a NaN"
  for rank in 0 1 3; do
    rm -rf logs run.ckpt*
    ranks 4 "${long[@]}" >out.json 2>err.txt &
    local job=$!
    await_rank "$rank"
    kill -9 "$(process_of "$rank")"
    ends $job 10 || fail "ranks go on without rank $rank, or end with status 0"
  done
  # What was saved goes on with another number of processes.
  for count in 1 2; do
    cp run.ckpt again.ckpt
    ranks $count --resume again.ckpt >out.json 2>err.txt &
    local job=$!
    sleep 4
    # The newest of them: mpirun has the same words.
    local one
    one=$(pgrep -n -f "train --format json .*again.ckpt" || true)
    if [ -n "$one" ]; then kill -INT "$one"; else fail "$count processes don't go on: $(cat err.txt)"; fi
    ends $job 10 || fail "$count processes that went on don't end"
  done
  # A signal to any of them ends all in order: with a summary.
  for rank in 0 2; do
    rm -rf logs run.ckpt*
    ranks 4 "${long[@]}" >out.json 2>err.txt &
    local job=$!
    await_rank "$rank"
    kill -INT "$(process_of "$rank")"
    ends $job 10 || fail "a signal to rank $rank doesn't end all"
    grep -q '"event":"summary"' out.json || fail "a signal to rank $rank: no summary; $(cat err.txt)"
  done
  # One that is stopped for some seconds holds the others up, and no more.
  rm -rf logs run.ckpt*
  ranks 2 --data table.csv --target kind --hidden 50 --iterations 6000 --shards 4 --rank-logs logs >out.json 2>err.txt &
  local job=$!
  await_rank 1
  kill -STOP "$(process_of 1)"
  sleep 4
  kill -CONT "$(process_of 1)"
  wait $job || fail "a rank that was stopped for a while: $(cat err.txt)"
  ranks 1 --data table.csv --target kind --hidden 50 --iterations 6000 --shards 4 >whole.json
  [ "$(sha out.json)" = "$(sha whole.json)" ] || fail "a rank that was stopped for a while changes the result"
  # A value that isn't finite: one sentence.
  ranks 4 --data table.csv --target kind --learning-rate 1e30 --iterations 50 --shards 4 --watch-nan >out.json 2>err.txt &
  ends $! 10 || fail "a NaN doesn't end all, or with status 0"
  [ "$(grep -c "Error: " err.txt)" = 1 ] || fail "a NaN: not one sentence but $(grep "Error: " err.txt)"
  # What is wrong with the command line is told once.
  ranks 4 --data table.csv --target kind --shards 2 >out.json 2>err.txt && fail "4 processes take 2 shards"
  [ "$(grep -c "Error: " err.txt)" = 1 ] || fail "a wrong number: $(cat err.txt)"
  # Processes that are to do different things are told so, once.
  refused "$mpirun" "${many[@]}" -n 1 "$program" train --data table.csv --target kind --shards 2 : \
    -n 1 "$program" train --data digits --shards 2 || fail "a table and digits are trained on together"
  [ "$(grep -c "Error: .*train the same" err.txt)" = 1 ] || fail "a table and digits: $(cat err.txt)"
  refused "$mpirun" "${many[@]}" -n 1 "$program" train --data table.csv --target kind --shards 2 : \
    -n 1 "$program" train --data missing.csv --target kind --shards 2 || fail "a missing table is trained on"
  grep -q "rank 1 on .*Error: missing.csv: expected a file of that name" err.txt || fail "a missing table: $(cat err.txt)"
  refused "$mpirun" "${many[@]}" -n 1 "$program" train --version : \
    -n 1 "$program" train --data table.csv --target kind --shards 2 || fail "a version and a table are trained on together"
  [ "$(grep -c "Error: .*train the same" err.txt)" = 1 ] || fail "a version and a table: $(cat err.txt)"
}

hosts() {
  if [ "$kind" != open ] || [ "$(uname)" != Linux ] || [ "$(id -u)" != 0 ] || ! command -v ip >/dev/null; then
    echo "Two hosts: left out (they need Open MPI, Linux, root and iproute2)"
    return
  fi
  echo "Two hosts in network namespaces"
  local left=bp-left-$$ right=bp-right-$$ here
  ip netns add "$left" 2>/dev/null || { echo "  left out: no network namespaces here"; return; }
  spaces=("$left" "$right")
  ip netns add "$right"
  ip link add "bpl$$" netns "$left" type veth peer name "bpr$$" netns "$right"
  ip -n "$left" addr add 10.77.0.1/24 dev "bpl$$"
  ip -n "$right" addr add 10.77.0.2/24 dev "bpr$$"
  for space in "$left" "$right"; do ip -n "$space" link set lo up; done
  ip -n "$left" link set "bpl$$" up
  ip -n "$right" link set "bpr$$" up
  # The agent that starts a command on another host, as ssh would.
  cat >agent <<AGENT
#!/bin/bash
host=\$1
shift
case "\$host" in 10.77.0.1) exec ip netns exec $left /bin/sh -c "\$*" ;; *) exec ip netns exec $right /bin/sh -c "\$*" ;; esac
AGENT
  chmod +x agent
  printf '10.77.0.1 slots=1\n10.77.0.2 slots=1\n' >hostfile
  here=(ip netns exec "$left" "$mpirun" --hostfile hostfile --mca plm_rsh_agent "$folder/agent" --mca btl tcp,self
    --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 --bind-to none -n 2)
  local job=("$program" train --format json --threads 1 --data "$folder/table.csv" --target kind --hidden 60 --shards 2)
  timeout 120 "${here[@]}" "${job[@]}" --iterations 200 >out.json 2>err.txt || fail "two hosts: $(cat err.txt)"
  "${job[@]}" --iterations 200 >whole.json
  [ -n "$(sha out.json)" ] && [ "$(sha out.json)" = "$(sha whole.json)" ] || fail "two hosts have other bits than one"
  rm -rf logs
  "${here[@]}" "${job[@]}" --iterations 10000000 --rank-logs "$folder/logs" >out.json 2>err.txt &
  local run=$!
  await_rank 1
  local far begun
  far=$(process_of 1)
  ip -n "$right" link set "bpr$$" down
  begun=$SECONDS
  ends $run 10 || fail "a cut link doesn't end the training: $(cat err.txt)"
  while kill -0 "$far" 2>/dev/null && [ $((SECONDS - begun)) -le 10 ]; do sleep 0.1; done
  ! kill -0 "$far" 2>/dev/null || fail "the process that was cut off goes on"
  grep -q "no sign of life" err.txt || fail "a cut link: $(cat err.txt)"
  # What mpirun has started on the other host would notice after minutes.
}

for part in $parts; do "$part"; done
if [ "$failed" -gt 0 ]; then
  echo "$failed failed"
  exit 1
fi
echo "All well"

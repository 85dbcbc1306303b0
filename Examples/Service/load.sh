#!/usr/bin/env bash
# Measures the service under load with wrk: answers a second and their times, for more and more connections.
#
#   Examples/Service/load.sh TABLE_MODEL 'JSON' [PICTURE_MODEL PICTURE]
#
# For instance: load.sh penguins.safetensors '{"rows": [{…}]}' digits.safetensors seven.png
set -euo pipefail
model=$(realpath "$1") json=$2 pictures=${3:+$(realpath "$3")} picture=${4:+$(realpath "$4")}
cd "$(dirname "$0")"
swift build -c release --product serve
program=$(swift build -c release --show-bin-path)/serve
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cat >"$folder/post.lua" <<'LUA'
local file = io.open(os.getenv("BODY"), "rb")
wrk.method, wrk.body = "POST", file:read("*a")
file:close()
LUA

measure() { # NAME MODEL BODY
  "$program" "$2" --port 8191 --rate 0 >"$folder/log" &
  server=$!
  sleep 1
  for connections in 1 16 64; do
    BODY=$3 wrk -t1 -c"$connections" -d5s --latency -s "$folder/post.lua" http://127.0.0.1:8191/predict |
      awk -v name="$1, $connections connections" '
        $1 == "50%" { half = $2 } $1 == "99%" { most = $2 } /Requests\/sec/ { rate = $2 } /Non-2xx/ { wrong = $NF }
        END { printf "%-28s %10s answers a second, half within %s, 99 %% within %s%s\n", name, rate, half, most, wrong ? ", " wrong " refused" : "" }'
  done
  awk -v name="$1" '/VmHWM/ { printf "%-28s %10.0f MB of memory at most\n", name, $2 / 1024 }' "/proc/$server/status"
  kill "$server"
  wait "$server" || true
}

printf '%s' "$json" >"$folder/row.json"
measure "a row" "$model" "$folder/row.json"
if [ -n "${picture:-}" ]; then measure "a picture" "$pictures" "$picture"; fi

#!/usr/bin/env bash
# Stops the server that up.sh has started:
#   scripts/trino/server/down.sh FOLDER
set -euo pipefail
pid=$(cat "$1/pid")
kill "$pid" 2>/dev/null || exit 0
for _ in $(seq 40); do kill -0 "$pid" 2>/dev/null || exit 0; sleep 0.5; done
kill -KILL "$pid"

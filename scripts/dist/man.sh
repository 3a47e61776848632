#!/usr/bin/env bash
# Write the pages of man, compressed, into a folder.
#
#   scripts/dist/man.sh OUT
set -euo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")/../.."
make --silent man
for page in dist/man/*.1; do
    gzip -9nc "$page" >"$out/$(basename "$page").gz"
done

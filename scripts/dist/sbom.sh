#!/usr/bin/env bash
# Write the bill of materials (CycloneDX) of a program: the modules that its build names, and
# what is linked into it that is no Go module. cyclonedx-gomod must be on the path.
#
#   scripts/dist/sbom.sh PROGRAM OUT
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cyclonedx-gomod bin -json -licenses -assert-licenses -std -noserial -version "${VERSION:-}" -output "$work/go.json" "$1" 2>"$work/log" ||
    { cat "$work/log" >&2; exit 1; }
# DuckDB's version is in that of its bindings: v0.10506.0 is 1.5.6.
# The program without the engine has neither.
jq --sort-keys '
    ([.components[] | select(.name == "github.com/duckdb/duckdb-go-bindings") | .version
        | capture("^v0\\.(?<major>\\d)(?<minor>\\d{2})(?<patch>\\d{2})\\.")
        | [.major, .minor, .patch] | map(tonumber | tostring) | join(".")][0]) as $engine
    | if $engine then .components += [{
        type: "library", name: "duckdb", version: $engine, "bom-ref": "duckdb", scope: "required",
        purl: "pkg:github/duckdb/duckdb@v\($engine)", licenses: [{license: {id: "MIT"}}]
      }] else . end
    # Licences that the tool does not recognise, by the files that are in THIRD_PARTY_NOTICES.
    | .components |= map(
        if .licenses then . elif .name == "std" then .licenses = [{license: {id: "BSD-3-Clause"}}]
        elif .name | startswith("github.com/aws/aws-sdk-go-v2") then .licenses = [{license: {id: "Apache-2.0"}}]
        else error("no licence of \(.name)") end)' "$work/go.json" >"$2"

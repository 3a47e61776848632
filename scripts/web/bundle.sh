#!/bin/sh
# Makes the one bundled library of the web page, CodeMirror, and the licences of its parts:
# go generate ./internal/web/static runs it. It needs npm, for package-lock.json's packages alone.
set -eu
cd "$(dirname "$0")"
to=../../internal/web/static/lib/codemirror

npm ci --ignore-scripts --no-audit --no-fund --silent
# From here: node_modules lies here, and esbuild comes from the tools module.
go build -C ../../tools -o ../bin/ github.com/evanw/esbuild/cmd/esbuild
mkdir -p "$to"
../../bin/esbuild editor.mjs --bundle --minify --format=esm --target=es2022 --legal-comments=none \
	--log-level=warning --outfile="$to/codemirror.js"

for licence in node_modules/@codemirror/*/LICENSE node_modules/@lezer/*/LICENSE node_modules/@marijn/*/LICENSE node_modules/*/LICENSE; do
	name=$(dirname "${licence#node_modules/}")
	printf '%s %s\n\n' "$name" "$(node -p "require('./node_modules/$name/package.json').version")"
	cat "$licence"
	echo
done >"$to/LICENSE"

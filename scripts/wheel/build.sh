#!/usr/bin/env bash
# Build a Python wheel with the static binary inside, for Linux.
#
#   scripts/wheel/build.sh OUT
#
# The binary is static, so that one wheel is for glibc and musl. PYTHON names a Python
# with hatchling and build.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mkdir -p "$1" && cd "$1" && pwd)
arch=$(go env GOHOSTARCH)
case $arch in
amd64) machine=x86_64 ;;
arm64) machine=aarch64 ;;
*) echo "no wheel for $arch" >&2 && exit 2 ;;
esac
version=$(git describe --tags --always 2>/dev/null || echo 0)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
show() { cat "$work/log" >&2; exit 1; }
# The linker warns that a static program resolves no names by glibc, which Go does itself.
CGO_ENABLED=1 go build -trimpath -tags netgo,osusergo \
    -ldflags "-s -w -linkmode external -extldflags -static -X main.version=$version" -o "$work/trailq" ./cmd/trailq 2>"$work/log" || show
cp -r python "$work/python"
cp LICENSE "$work/python/"
scripts/notices/notices.sh >"$work/python/THIRD_PARTY_NOTICES"
# A version of PyPI: a commit without a tag is a development version of 0.
case $version in
v[0-9]*) number=$(echo "${version#v}" | sed -E 's/-([0-9]+)-g.*/.dev\1/') ;;
*) number=0.dev0 ;;
esac
TRAILQ_VERSION=$number TRAILQ_BINARY=$work/trailq \
    TRAILQ_PLATFORM=manylinux_2_17_$machine.manylinux2014_$machine.musllinux_1_1_$machine \
    "${PYTHON:-python3}" -m build --wheel --no-isolation --outdir "$out" "$work/python" >"$work/log" 2>&1 || show
ls "$out"

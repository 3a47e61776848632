#!/usr/bin/env bash
# Build a Python wheel with the command inside.
#
#   scripts/wheel/build.sh OUT [OS ARCH [PROGRAM]]
#
# Without OS and ARCH it is for this machine; without PROGRAM the command is built first. The
# command for Linux is static, so that one wheel is for glibc and musl. PYTHON names a
# Python with hatchling and build.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mkdir -p "$1" && cd "$1" && pwd)
os=${2:-$(go env GOHOSTOS)} arch=${3:-$(go env GOHOSTARCH)} program=${4:-}
case $os/$arch in
linux/amd64) platform=manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64 ;;
linux/arm64) platform=manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64 ;;
darwin/amd64) platform=macosx_12_0_x86_64 ;;
darwin/arm64) platform=macosx_12_0_arm64 ;;
*) echo "no wheel for $os/$arch" >&2 && exit 2 ;;
esac
version=${VERSION:-$(git describe --tags --always 2>/dev/null || echo 0)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
show() { cat "$work/log" >&2; exit 1; }
if [ -z "$program" ]; then
    program=$work/trailq
    # The linker warns that a static program resolves no names by glibc, which Go does itself.
    VERSION=$version scripts/dist/build.sh "$os" "$arch" "$program" 2>"$work/log" || show
fi
cp -r python "$work/python"
cp LICENSE "$work/python/"
scripts/notices/notices.sh >"$work/python/THIRD_PARTY_NOTICES"
# A version of PyPI: a commit without a tag is a development version of 0.
case $version in
v[0-9]*) number=$(echo "${version#v}" | sed -E 's/-([0-9]+)-g.*/.dev\1/') ;;
*) number=0.dev0 ;;
esac
TRAILQ_VERSION=$number TRAILQ_BINARY=$program TRAILQ_PLATFORM=$platform \
    "${PYTHON:-python3}" -m build --wheel --no-isolation --outdir "$out" "$work/python" >"$work/log" 2>&1 || show
ls "$out"/*.whl

#!/usr/bin/env bash
# Build the command for one platform.
#
#   scripts/dist/build.sh OS ARCH OUT
#
# linux amd64, linux arm64      static: runs on any Linux, without further files
# darwin amd64, darwin arm64    on macOS with Apple's compiler, elsewhere with zig's
# windows amd64                 without the engine: no commands that need SQL
#
# VERSION is the version that the command says. ZIG is the command of zig's compiler (the
# PyPI package ziglang has it: "python3 -m ziglang").
set -euo pipefail
os=$1 arch=$2 out=$(mkdir -p "$(dirname "$3")" && cd "$(dirname "$3")" && pwd)/$(basename "$3")
cd "$(dirname "$0")/../.."
version=${VERSION:-$(git describe --tags --always --dirty 2>/dev/null || echo unknown)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# compile builds with the settings of the environment; its arguments are for the linker.
compile() {
    local flags="-s -w -X main.version=$version" tags=
    [ $# -eq 0 ] || flags+=" -linkmode external -extldflags '$*'"
    # Names and users by Go itself: glibc cannot look them up in a static program.
    [ "$os" != linux ] || tags=netgo,osusergo
    go build -trimpath -tags "$tags" -ldflags "$flags" -o "$out" ./cmd/trailq
}

# name_cross names GNU's compiler for Linux, unless this machine is of that kind.
name_cross() {
    [ "$(go env GOHOSTOS)/$(go env GOHOSTARCH)" != "linux/$arch" ] || return 0
    export CC="$1-gcc" CXX="$1-g++"
}

# name_zig makes compilers for macOS of zig, with descriptions of the frameworks that Go's
# runtime calls: zig has those of libSystem alone.
name_zig() {
    local target=$1 tool
    for tool in cc c++; do
        printf '#!/bin/sh\nexec %s %s -target %s-macos.12.0 -F%s -L%s -Wno-nullability-completeness "$@"\n' \
            "${ZIG:-zig}" "$tool" "$target" "$PWD/scripts/dist/macos" "$PWD/scripts/dist/macos" >"$work/$tool"
        chmod +x "$work/$tool"
    done
    export CC="$work/cc" CXX="$work/c++"
}

export GOOS=$os GOARCH=$arch CGO_ENABLED=1
case $os/$arch in
linux/amd64)
    name_cross x86_64-linux-gnu
    compile -static
    ;;
linux/arm64)
    # The code of glibc's archive reaches 32 kB of the global offset table, and GNU's linkers
    # need more; mold does not. A compiler for another machine looks for it in -B alone.
    name_cross aarch64-linux-gnu
    mold=$(command -v mold) || { echo "build.sh: linux/arm64 needs the linker mold" >&2 && exit 2; }
    ln -s "$mold" "$work/ld.mold"
    compile -static -fuse-ld=mold "-B$work"
    ;;
darwin/*)
    if [ "$(go env GOHOSTOS)" != darwin ]; then
        name_zig "$([ "$arch" = arm64 ] && echo aarch64 || echo x86_64)"
        compile -Wl,-dead_strip
    else
        compile
    fi
    ;;
windows/amd64)
    CGO_ENABLED=0 compile
    ;;
*)
    echo "build.sh: no build for $os/$arch" >&2
    exit 2
    ;;
esac

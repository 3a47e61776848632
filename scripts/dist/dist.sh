#!/usr/bin/env bash
# Make everything that a release has.
#
#   scripts/dist/dist.sh OUT [OS/ARCH...]
#
# For each platform an archive (its name has no version, so that "latest" has an address), for Linux a deb, an rpm and an image too; and the wheels, the
# bill of materials, the licences, the formula for Homebrew and the sums of them all.
# A platform that cannot be built ends it. BINARIES names a folder of programs built
# elsewhere, OS_ARCH/trailq each, such as those for macOS that a Mac has built.
#
# It needs Go, Python with venv (which brings zig and what makes wheels), jq, zip, for arm64
# g++-aarch64-linux-gnu and mold, and for the image a file of certificates.
set -euo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
shift
cd "$(dirname "$0")/../.."
platforms=("$@")
[ ${#platforms[@]} -gt 0 ] || platforms=(linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64)
export VERSION=${VERSION:-$(git describe --tags --always --dirty)}
# The version that packages have: a commit without a tag comes before the first release.
case $VERSION in
v[0-9]*) number=${VERSION#v} ;;
*) number=0.0.0-dev.$VERSION ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Files have the commit's time, so that the same commit makes the same archives.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
go build -C tools/dist -o "$work/bin/" tool
PATH=$work/bin:$PATH
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check -r scripts/dist/requirements.txt
export PYTHON=$work/env/bin/python ZIG="$work/env/bin/python -m ziglang"

# pack_files writes an archive of a folder in which order, owners and times are always
# the same.
pack_files() {
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$(dirname "$2")" -cf - "$(basename "$2")" |
        gzip -9n >"$1"
}

# make_documents writes what each archive holds beside the program.
make_documents() {
    mkdir -p "$1/completions" "$1/man"
    cp README.md CHANGELOG.md LICENSE "$1"
    scripts/notices/notices.sh >"$1/THIRD_PARTY_NOTICES"
    go build -o "$work/trailq-here" ./cmd/trailq
    "$work/trailq-here" completion bash >"$1/completions/trailq.bash"
    "$work/trailq-here" completion zsh >"$1/completions/_trailq"
    "$work/trailq-here" completion fish >"$1/completions/trailq.fish"
    scripts/dist/man.sh "$1/man"
}

# build_platform builds the program of a platform, or takes the one that was built elsewhere.
build_platform() {
    local os=$1 arch=$2 to=$3
    if [ -n "${BINARIES:-}" ] && [ -f "$BINARIES/${os}_$arch/$(basename "$to")" ]; then
        install -m 755 "$BINARIES/${os}_$arch/$(basename "$to")" "$to"
    else
        scripts/dist/build.sh "$os" "$arch" "$to"
    fi
}

# make_archive packs the program of a platform with its documents.
make_archive() {
    local os=$1 arch=$2 name=trailq_$1_$2 program=trailq stage
    [ "$os" != windows ] || program=trailq.exe name+=_without_sql
    stage=$work/$os-$arch/$name-$number
    mkdir -p "$stage"
    cp -r "$work/documents/." "$stage"
    echo "building $os/$arch" >&2
    build_platform "$os" "$arch" "$stage/$program"
    if [ "$os" = windows ]; then
        find "$work/$os-$arch" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
        (cd "$work/$os-$arch" && find "$name-$number" -type f | sort | zip -qX "$out/$name.zip" -@)
    else
        pack_files "$out/$name.tar.gz" "$stage"
    fi
    [ "$os" != linux ] || make_packages "$arch" "$stage"
    [ "$os" = windows ] || make_wheel "$os" "$arch" "$stage/$program"
    scripts/dist/sbom.sh "$stage/$program" "$out/$name.cdx.json"
}

# make_packages writes the deb and the rpm of Linux.
make_packages() {
    local packager
    for packager in deb rpm; do
        TRAILQ_ARCH=$1 TRAILQ_STAGE=$2 TRAILQ_VERSION=$number \
            nfpm package --config scripts/dist/nfpm.yaml --packager "$packager" --target "$out" >&2
    done
}

# make_wheel writes the wheel of a platform.
make_wheel() {
    scripts/wheel/build.sh "$out" "$1" "$2" "$3" >&2
}

rm -f "$out"/trailq* "$out"/SHA256SUMS
make_documents "$work/documents"
cp "$work/documents/THIRD_PARTY_NOTICES" "$out"
for platform in "${platforms[@]}"; do
    make_archive "${platform%/*}" "${platform#*/}"
done
scripts/dist/image.sh "$out/trailq_image.tar" "$number" "$out"
scripts/dist/formula.sh "$number" "$out" >"$out/trailq.rb"
(cd "$out" && find . -maxdepth 1 -type f ! -name SHA256SUMS ! -name trailq -printf '%P\n' | sort | xargs sha256sum >SHA256SUMS)
cat "$out/SHA256SUMS"

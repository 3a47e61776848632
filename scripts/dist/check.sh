#!/usr/bin/env bash
# Check what dist.sh has made, as far as this machine runs it: the sums, the programs for
# Linux (others' under qemu), the packages and the image, each on the sample logs.
#
#   scripts/dist/check.sh FOLDER
set -euo pipefail
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$folder" && sha256sum --quiet --check SHA256SUMS)

# ask_program runs a program on the sample, in a root that holds nothing else where it can.
ask_program() {
    local what=$1 program=$2 arch=$3 runner=()
    [ "$arch" = "$(go env GOHOSTARCH)" ] || runner=("qemu-$([ "$arch" = arm64 ] && echo aarch64 || echo x86_64)-static")
    "${runner[@]}" "$program" top testdata/logs -n 1 -o csv --quiet 2>/dev/null | grep -q '^s3.amazonaws.com,GetObject,5214,' ||
        { echo "check.sh: $what does not answer" >&2; exit 1; }
    echo "$what: answers${runner[0]:+ (under ${runner[0]})}"
}

for arch in amd64 arm64; do
    mkdir -p "$work/tar-$arch" "$work/deb-$arch" "$work/rpm-$arch" "$work/image-$arch"
    tar -xzf "$folder/trailq_linux_$arch.tar.gz" -C "$work/tar-$arch" --strip-components=1
    ask_program "archive, linux/$arch" "$work/tar-$arch/trailq" $arch
    dpkg-deb -x "$folder"/trailq_*_$arch.deb "$work/deb-$arch"
    ask_program "deb, $arch" "$work/deb-$arch/usr/bin/trailq" $arch
    machine=$([ $arch = arm64 ] && echo aarch64 || echo x86_64)
    if command -v rpm2archive >/dev/null; then
        rpm2archive - <"$(echo "$folder"/trailq-*.$machine.rpm)" | tar -xzf - -C "$work/rpm-$arch"
        ask_program "rpm, $arch" "$work/rpm-$arch/usr/bin/trailq" $arch
    fi
    python3 scripts/dist/unpack_image.py "$folder/trailq_image.tar" $arch "$work/image-$arch"
    ask_program "image, linux/$arch" "$work/image-$arch/trailq" $arch
    test -s "$work/image-$arch/etc/ssl/certs/ca-certificates.crt"
done
for archive in "$folder"/trailq_darwin_*.tar.gz "$folder"/trailq_windows_*.zip; do
    echo "$(basename "$archive"): not run here"
done

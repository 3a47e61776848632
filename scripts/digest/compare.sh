#!/bin/sh
# Compares trailq verify with the AWS CLI's validate-logs on altered buckets. Needs
# python3 and PyPI:
#
#     scripts/digest/compare.sh
set -eu
cd "$(dirname "$0")/../.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet awscli==1.46.3
TRAILQ_AWSCLI="$scratch/venv/bin/aws" go test ./internal/cli -run TestVerifyLikeAWSCLI -count=1 -v

#!/usr/bin/env bash
# Build the wheel, install it into a fresh environment, and run its tests, the plain
# calls by which others read a converted folder, and the notebook. (The test with Spark is
# skipped: add pyspark to the environment, and Java, to run it.)
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! python3 -c 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
    echo "skipped: the Python package needs Python 3.9 with venv, which is not here"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check -r scripts/wheel/requirements.txt
PYTHON=$work/env/bin/python scripts/wheel/build.sh "$work/dist"
"$work/env/bin/pip" install --quiet --disable-pip-version-check --no-index --no-deps "$work"/dist/*.whl
mkdir "$work/run" # not the source: the tests must find the package that is installed
TRAILQ_TESTDATA=$PWD/testdata "$work/env/bin/python" -m pytest -q --rootdir "$work/run" -p no:cacheprovider python/tests

#!/bin/sh
# Installs a browser for browsertests if there is none: Debian's chromium, where apt-get can install it.
# Where it cannot, the tests skip; but in CI (CI=true) a failed installation is an error.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
	if command -v "$name" >/dev/null; then
		exit 0
	fi
done
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
	echo "browser.sh: no Chromium or Chrome here, and no way to install one: the tests of the web page are skipped" >&2
	exit 0
fi
if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >&2; then
	echo "browser.sh: chromium could not be installed" >&2
	[ "${CI:-}" != true ]
fi

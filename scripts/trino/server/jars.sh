#!/usr/bin/env bash
# Fetches Trino 483 from Maven Central, once, and prints the folder:
#   scripts/trino/server/jars.sh
# The folder is TRINO_HOME, or one in the user's cache. It exits with 3 where Java 25,
# Maven or the packages cannot be had, and says which.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${TRINO_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/trailq/trino-483}

missing() { echo "no Trino here: $1" >&2; exit 3; }
"$here/java.sh" >/dev/null || exit 3
command -v mvn >/dev/null || missing "Maven is not installed"

# fetch PACKAGE FOLDER PLUGIN: its packages lack the service file that Trino's build makes.
fetch() {
  [ -e "$home/$2/complete" ] && return
  mkdir -p "$home/$2"
  mvn --quiet --batch-mode --file "$here/$1.xml" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$home/$2" >&2 || missing "Maven cannot fetch trino-$1"
  if [ -n "$3" ]; then
    services=$(mktemp -d)
    mkdir -p "$services/META-INF/services"
    echo "$3" > "$services/META-INF/services/io.trino.spi.Plugin"
    "$(dirname "$("$here/java.sh")")/jar" --create --file "$home/$2/services.jar" -C "$services" META-INF
    rm -r "$services"
  fi
  touch "$home/$2/complete"
}
fetch engine lib ""
fetch hive plugin/hive io.trino.plugin.hive.HivePlugin
[ -n "${TRINO_WITHOUT_ICEBERG:-}" ] || fetch iceberg plugin/iceberg io.trino.plugin.iceberg.IcebergPlugin
echo "$home"

#!/usr/bin/env bash
# Prints the path of a java of version 25 or newer, which Trino 483 needs. It exits with
# 3 where there is none.
set -euo pipefail
for java in "${JAVA25:-}" "${JAVA_HOME:-}/bin/java" java /usr/lib/jvm/*/bin/java; do
  path=$(command -v "$java" 2>/dev/null) || continue
  version=$("$path" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
  case $version in *[!0-9]* | "") continue ;; esac
  [ "$version" -ge 25 ] && { echo "$path"; exit 0; }
done
echo "no Trino here: it needs Java 25, which is not installed" >&2
exit 3

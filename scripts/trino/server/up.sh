#!/usr/bin/env bash
# Starts a Trino server of one node and waits until it answers:
#   scripts/trino/server/up.sh FOLDER [PORT]
# FOLDER holds its data (as local:///), its configuration, its log and its process id.
# It has the catalog hive, and CREATE CATALOG makes others, of Iceberg too. It prints the
# address. It exits with 3 where Trino cannot be had. TRINO_JAVA_FLAGS are more flags of the
# virtual machine.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd) port=${2:-18080}
home=$("$here/jars.sh")
java=$("$here/java.sh")

mkdir -p "$folder/etc/catalog" "$folder/plugin" "$folder/main"
cat > "$folder/etc/config.properties" <<END
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port=$port
node.bind-ip=127.0.0.1
discovery.uri=http://127.0.0.1:$port
node.internal-address=127.0.0.1
node.environment=test
node.id=one
plugin.dir=$folder/plugin
catalog.management=dynamic
catalog.store=file
query.max-memory-per-node=${TRINO_QUERY_MEMORY:-600MB}
memory.heap-headroom-per-node=200MB
END
cat > "$folder/etc/catalog/hive.properties" <<END
connector.name=hive
hive.metastore=file
hive.metastore.catalog.dir=local:///metastore
fs.local.enabled=true
local.location=$folder
hive.non-managed-table-writes-enabled=true
hive.recursive-directories=true
hive.partition-projection-enabled=true
hive.ignore-absent-partitions=true
END
for plugin in hive iceberg; do [ ! -e "$home/plugin/$plugin/complete" ] || ln -sfn "$home/plugin/$plugin" "$folder/plugin/$plugin"; done
"$(dirname "$java")/javac" -cp "$home/lib/*" -d "$folder/main" "$here/Start.java"

cd "$folder"
"$java" -Xmx"${TRINO_HEAP:-1g}" ${TRINO_JAVA_FLAGS:-} -XX:+UseG1GC --add-opens=java.base/java.nio=ALL-UNNAMED --add-modules=jdk.incubator.vector \
  --enable-native-access=ALL-UNNAMED -Djdk.attach.allowAttachSelf=true -Dconfig=etc/config.properties \
  -cp "$folder/main:$home/lib/*" Start 483 > "$folder/log" 2>&1 < /dev/null &
echo $! > "$folder/pid"
for _ in $(seq 240); do
  grep -q "SERVER STARTED" "$folder/log" && { echo "http://127.0.0.1:$port"; exit 0; }
  kill -0 "$(cat "$folder/pid")" 2>/dev/null || break
  sleep 0.5
done
echo "Trino did not start; the end of $folder/log:" >&2
tail -20 "$folder/log" >&2
kill "$(cat "$folder/pid")" 2>/dev/null || true
exit 1

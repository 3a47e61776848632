// Package trinotest makes tables of logs on a Trino server, for tests. The server is the
// one that scripts/trino/server/up.sh starts: TRAILQ_TRINO has its address, and
// TRAILQ_TRINO_DATA its folder. Without them the tests are skipped.
//
//	server := trinotest.Connect(t)
//	table := server.ConvertedTable(t, "../../testdata/logs")
//	source := server.Source(table) // trino+http://…
package trinotest

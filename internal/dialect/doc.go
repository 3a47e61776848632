// Package dialect makes embedded DuckDB (1.5) understand the SQL that people
// already have for CloudTrail: Athena's, which is Trino's, over the table of
// AWS's documentation, and CloudTrail Lake's. It holds no engine: it makes
// text, and plain Go functions that an engine registers.
//
// An engine prepares a connection once and then gives it rewritten queries:
//
//	for _, statement := range slices.Concat(builtin.Settings(), builtin.Macros(), schema.Views("scan", schema.DefaultTable())) {
//		exec(statement) // after registering builtin.Functions and a table function scan() of schema.ScanColumns
//	}
//	query, err := dialect.Rewrite("SELECT eventname FROM my_logs WHERE year = '2023'", dialect.Options{})
//	if err != nil {
//		return err // names line and column, and shows the place
//	}
//	prune(query.Bounds)          // files that cannot match need not be opened
//	rows, err := run(query.SQL)
//	if err != nil {
//		return query.Diagnose(err) // the engine's complaint in terms of the user's own text
//	}
//
// # Packages
//
// The arrows run one way: a statement is parsed (package syntax), its names are
// resolved (resolve) over the table of the logs (schema), and it is written in
// DuckDB's terms (rewrite). All of them work on the tree's nodes. What a statement
// need not read is found here, on the same nodes, before it is rewritten.
//
// # Meaning
//
// Where DuckDB runs a construct but means something else, Trino's meaning
// wins: a call becomes a macro or a Go function whose name starts with
// trino_. testdata/trino holds answers of Trino 435 itself.
//
// Timestamps with time zone are instants, shown in UTC. AT TIME ZONE gives
// the wall clock there, which is what is wanted for showing, truncating and
// formatting; beside a comparison it stays an instant.
package dialect

// Package duck runs SQL over CloudTrail logs where they are: DuckDB runs inside
// the process and reads its table, cloudtrail_logs, from a [trailq.Source]. The
// SQL is Athena's; see package dialect for its meaning.
//
//	db, err := duck.Open(ctx, trailq.Dir("logs"), duck.Options{})
//	if err != nil {
//		return err
//	}
//	defer db.Close()
//	statements, err := dialect.Split("SELECT eventname, count(*) FROM cloudtrail_logs GROUP BY 1")
//	if err != nil {
//		return err
//	}
//	for _, statement := range statements {
//		answer, err := db.Query(ctx, statement)
//		if err != nil {
//			return err
//		}
//		if err := render.Write(os.Stdout, answer.Table, render.Options{}); err != nil {
//			return err
//		}
//	}
//
// # Reading
//
// A query reads the logs once for each time that it names them. Every thread of
// DuckDB takes files from its own worker of a [trailq.Parallel]. Only the columns
// that the query uses are looked for in the JSON. Files that its WHERE clause
// rules out are not opened, and records that the clause certainly drops become no
// rows.
//
// # Safety
//
// A query can read the logs and nothing else: no file, no network, no extension,
// no setting. Package dialect passes only queries, and DuckDB itself is locked.
// Memory is limited; data that does not fit goes to a temporary folder, which is
// removed at the end.
//
// The package needs cgo. Without it, [Open] returns an error that says so.
package duck

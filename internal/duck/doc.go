// Package duck answers SQL over CloudTrail logs where they lie: DuckDB runs
// inside the process and reads its table, cloudtrail_logs, from a
// [trailq.Source]. The SQL is Athena's; see package dialect for what it means.
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
// A query reads the logs anew each time that it names them. Every thread of
// DuckDB takes files from a [trailq.Parallel] of its own and hands over columns,
// and only those that the query uses are looked for in the JSON. Files that its
// WHERE clause rules out are not opened, and records that it surely drops become
// no rows.
//
// # Safety
//
// A query can read the logs and nothing else: no file, no network, no extension,
// no setting. Package dialect lets only questions through, and DuckDB is locked
// besides. Memory is limited; what does not fit goes to a folder of its own,
// which is removed at the end.
//
// The package needs cgo. Without it [Open] says so.
package duck

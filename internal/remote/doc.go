// Package remote answers by an engine elsewhere, where the logs are a table: Trino or
// Athena. It makes our table of theirs, so that statements need not know which one they
// ask.
//
//	opened, err := remote.Open(ctx, "trino://user@host:443/hive/security/cloudtrail", remote.Options{}, client.Options{})
//	if err != nil {
//		return err
//	}
//	e := opened.Engine(remote.Setup{Read: trailq.Options{}}) // an engine.Engine
//
// Each statement gets a table expression in front of it that reads the partitions which
// the filter needs, applies the filter, and names the columns as our table does. Tables
// that statements make are kept here, in DuckDB, and statements about them run here: it
// takes no right to write elsewhere.
package remote

// Package cli is the trailq command. [Main] is all of it but the process: it
// takes streams and arguments and returns an exit code, so that tests run it as
// they run any function.
//
// A command is one file and one entry of newRoot. It keeps its flags in a struct
// that has the shared ones in it: readingFlags become trailq.Options and a
// source, outputFlags the options of package render, accountFlags say what is
// told on standard error. A session holds what they become, and the command
// makes a [table.Table] of what the session reads:
//
//	ctx, s, err := openSession(ctx, env, &c.reading, &c.account, names)
//	…
//	return s.answer(&table.Table{Columns: …, Rows: …}, &c.output)
//
// The session yields events, and takes what is wrong with files and records into
// its account; a command that reads s.source in another way gives s.options its
// tally and calls s.account.warn.
//
// Data goes to standard output; progress, warnings and the summary go to
// standard error. All that users are told of errors is in errors.go. The
// behaviour is specified by the scripts in testdata/script, one each, which the
// tests of cmd/trailq run.
package cli

// Package cli is the trailq command. [Main] does everything that the process does
// except its exit: it takes streams and arguments and returns an exit code, so that
// tests can call it like any function.
//
// The package is a face of package ask, which turns words into answers: cli has the
// flags, the screen and the exit codes. A command is one file and one entry of newRoot.
// It holds the structs of package ask whose words are its flags, opens a run, has its
// answer shown, and ends the run:
//
//	ctx, run, err := c.openRun(ctx, sources, query.Options)
//	…
//	outcome, err := query.Answer(ctx, run.Run, form, run.show)
//	return run.end(outcome, err)
//
// A run writes data to standard output; its reporter writes warnings, notes and the
// summary to standard error, and its screen the progress line. All that users are told
// about errors is in errors.go, or in the failures of package ask. The behaviour is
// specified by the scripts in testdata/script, which the tests of cmd/trailq run.
package cli

package cli

import (
	"io"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/output"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/words"
)

// addShowSQL adds the flag of a report.
func addShowSQL(flags *pflag.FlagSet, value, ddl *string) {
	flags.Var(words.NewChoice(value, ask.SQLForAthena, ask.SQLForEngine), "show-sql", "print the SQL for `whom`, athena (the default) or engine, and exit")
	flags.StringVar(ddl, "ddl", "", "`file` with your table's CREATE EXTERNAL TABLE: --show-sql then names it and reads only the partitions that are needed")
	flags.Lookup("show-sql").NoOptDefVal = ask.SQLForAthena
}

// writeStatements writes statements with their semicolons. On a terminal, characters
// that do anything but show are escaped.
func writeStatements(env *Environment, statements []string) error {
	_, terminal := env.terminal(env.Stdout)
	for _, statement := range statements {
		text := statement + ";\n"
		if terminal {
			text = render.Lines(text)
		}
		if _, err := io.WriteString(env.Stdout, text); err != nil {
			return output.WriteError{Err: err}
		}
	}
	return nil
}

package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/render"
)

// sqlForAthena and sqlForEngine are the values of --show-sql.
const (
	sqlForAthena = "athena"
	sqlForEngine = "engine"
)

// addShowSQL adds the flag of a report.
func addShowSQL(flags *pflag.FlagSet, value *string) {
	flags.Var(choice{value, []string{sqlForAthena, sqlForEngine}}, "show-sql", "print the SQL and read nothing: as `whom` takes it, athena or engine (--show-sql=engine)")
	flags.Lookup("show-sql").NoOptDefVal = sqlForAthena
}

// showRewritten prints statements as the engine is given them.
func showRewritten(env *Environment, statements []dialect.Statement, options dialect.Options) error {
	for _, statement := range statements {
		query, err := statement.Rewrite(options)
		if err != nil {
			return failed(context.Background(), err)
		}
		if query.Creates != "" {
			options.Known = append(options.Known, query.Creates)
		}
		if err := writeSQL(env, query.SQL); err != nil {
			return err
		}
	}
	return nil
}

// writeSQL writes a statement with its semicolon; on a terminal, characters that do
// anything but show are escaped. That nobody reads on is no error.
func writeSQL(env *Environment, statement string) error {
	text := strings.TrimSpace(statement) + ";\n"
	if _, ok := env.terminal(env.Stdout); ok {
		text = render.Lines(text)
	}
	if _, err := io.WriteString(env.Stdout, text); err != nil {
		return failed(context.Background(), writeError{err})
	}
	return nil
}

package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/dialect"
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
func showRewritten(out io.Writer, statements []dialect.Statement, options dialect.Options) error {
	for _, statement := range statements {
		query, err := statement.Rewrite(options)
		if err != nil {
			return failed(context.Background(), err)
		}
		if query.Creates != "" {
			options.Known = append(options.Known, query.Creates)
		}
		if err := writeSQL(out, query.SQL); err != nil {
			return err
		}
	}
	return nil
}

// writeSQL writes a statement with its semicolon. That nobody reads on is no error.
func writeSQL(out io.Writer, statement string) error {
	if _, err := fmt.Fprintf(out, "%s;\n", strings.TrimSpace(statement)); err != nil {
		return failed(context.Background(), writeError{err})
	}
	return nil
}

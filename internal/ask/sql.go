package ask

import (
	"os"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/usertable"
	"github.com/trailq/trailq/internal/words"
)

// SQL says what a user's own SQL means.
type SQL struct {
	Dialect string // athena, lake or auto; empty is auto
	DDL     string // a file with the table that the SQL was written for
}

// Words returns the words about the SQL.
func (s *SQL) Words() words.Words {
	return words.Words{
		words.New("dialect", words.NewChoice(&s.Dialect, "athena", "lake", "auto")),
		words.New("ddl", words.Text(&s.DDL)),
	}
}

// ApplyTo sets the engine's options to what the words say.
func (s *SQL) ApplyTo(options *EngineOptions) error {
	switch s.Dialect {
	case "athena":
		options.Flavor = dialect.Athena
	case "lake":
		options.Flavor = dialect.Lake
	}
	if s.DDL == "" {
		return nil
	}
	own, err := readTable(s.DDL)
	if err == nil {
		options.Table = &own.Table
	}
	return err
}

// TakeDefinitions returns the queries of a script. A CREATE EXTERNAL TABLE among its
// statements is the table, unless the words name one.
func (s *SQL) TakeDefinitions(statements []dialect.Statement, options *EngineOptions) ([]dialect.Statement, error) {
	queries, table, err := dialect.TakeDefinitions(statements)
	if err != nil {
		return nil, err
	}
	if options.Table == nil {
		options.Table = table
	}
	if len(queries) == 0 {
		return nil, usagef("the SQL defines tables and has no query").withHint("put a SELECT behind the definitions, or give them by --ddl")
	}
	return queries, nil
}

// readTable reads the table of a user's DDL.
func readTable(file string) (*usertable.Table, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, usagef("%v: %w", words.Name("ddl"), err).withHint("give a file with a CREATE EXTERNAL TABLE statement")
	}
	own, err := usertable.Parse(string(text))
	if err != nil {
		return nil, usagef("%v %q: %w", words.Name("ddl"), file, err)
	}
	return own, nil
}

// RewriteSQL returns statements in the words of the engine. With an error it returns
// those before.
func RewriteSQL(statements []dialect.Statement, options EngineOptions) ([]string, error) {
	return rewriteAll(statements, dialect.Options{Flavor: options.Flavor, Table: options.Table})
}

// IsChange reports whether a statement makes or changes a table for later ones, so
// that its answer is only how many rows it had.
func IsChange(statement dialect.Statement) bool {
	rest := statement.Text
	for {
		rest = strings.TrimSpace(rest)
		switch {
		case strings.HasPrefix(rest, "--"):
			_, rest, _ = strings.Cut(rest, "\n")
		case strings.HasPrefix(rest, "/*"):
			_, rest, _ = strings.Cut(rest, "*/")
		default:
			word, _, _ := strings.Cut(strings.Join(strings.Fields(strings.ToLower(rest)), " "), " ")
			return slices.Contains([]string{"create", "insert", "drop"}, word)
		}
	}
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/engine"
)

// sqlCommand is "trailq sql".
type sqlCommand struct {
	env        *Environment
	reading    readingFlags
	engine     engineFlags
	output     outputFlags
	account    accountFlags
	sources    []string
	file       string // of statements
	dialect    string
	ddl        string
	showSQL    bool
	exitStatus bool
}

func newSQL(env *Environment) *cobra.Command {
	c := &sqlCommand{env: env}
	command := &cobra.Command{
		Use:   "sql SOURCE [SQL]",
		Short: "Ask in SQL, as Athena has it",
		Long: `Run SQL written for Athena or CloudTrail Lake on the logs of SOURCE, unchanged.

The first argument is the SOURCE, the second the SQL; more sources are given by --source. Without
SQL it is read from --file or from standard input, and on a terminal there is a prompt. There may be
several statements with semicolons between them.

The table is cloudtrail_logs, with the columns of AWS's documentation: DESCRIBE cloudtrail_logs lists
them. Any other name that a query has for its table is taken for it. Moreover there are account,
region, year, month, day and timestamp (yyyy/MM/dd) as partition columns; and, though SELECT * leaves
them out, "$path", "$record_number", record (its JSON), managementevent and every field of a struct.

Only files that the WHERE clause can match are opened. The flags that say which events apply before
the SQL does. CREATE TABLE name AS SELECT … keeps an answer for the statements that follow.`,
		Example: `  trailq sql logs/ 'SELECT eventname, count(*) FROM cloudtrail_logs GROUP BY 1 ORDER BY 2 DESC'
  trailq sql s3://my-trail/AWSLogs/ -f query.sql -o csv
  trailq sql logs/ "SELECT * FROM my_logs WHERE region = 'eu-west-1'" -O answer.parquet
  trailq sql logs/ --show-sql -f query.sql
  trailq sql logs/`,
		Args: sqlArguments,
		RunE: func(command *cobra.Command, arguments []string) error {
			return c.run(command.Context(), arguments)
		},
	}
	addGroups(env, command, c.reading.groups(time.Now(),
		flagGroup{"Question", c.questionFlags()}, flagGroup{"Answer", c.answerFlags()}, flagGroup{"Engine", c.engine.flags()}))
	return command
}

// sqlArguments asks for SOURCE [SQL].
func sqlArguments(command *cobra.Command, arguments []string) error {
	const form = `%s SOURCE 'SELECT …'; more sources by --source`
	switch {
	case len(arguments) > 2:
		return usageError(fmt.Errorf("%d arguments are given: the form is SOURCE and SQL, each one argument", len(arguments)),
			"quote the SQL, and a glob too: "+form, command.CommandPath())
	case len(arguments) == 1 && looksLikeSQL(arguments[0]):
		return usageError(errors.New("no SOURCE is given, only SQL"), "SOURCE comes first: "+form, command.CommandPath())
	case len(arguments) == 2 && looksLikeSQL(arguments[0]) && !looksLikeSQL(arguments[1]):
		return usageError(errors.New("the SQL stands where SOURCE should"), "SOURCE comes first: "+form, command.CommandPath())
	}
	return sourceArguments(command, arguments)
}

// looksLikeSQL tells a question that stands where a source should.
func looksLikeSQL(text string) bool {
	words := strings.Fields(strings.ToLower(text))
	return len(words) > 1 && (words[0] == "select" || words[0] == "with")
}

func (c *sqlCommand) questionFlags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.Var(texts{&c.sources}, "source", "one more `SOURCE`; may be repeated")
	flags.StringVarP(&c.file, "file", "f", "", "`file` with the SQL; - is standard input")
	flags.Var(choice{&c.dialect, []string{"athena", "lake", "auto"}}, "dialect", "whose `table` the SQL means: athena, lake (CloudTrail Lake) or auto, by the SQL itself (default auto)")
	flags.StringVar(&c.ddl, "ddl", "", "`file` with the CREATE EXTERNAL TABLE that the SQL was written for: its columns and partitions")
	flags.BoolVar(&c.showSQL, "show-sql", false, "print the SQL as the engine is given it, and read nothing")
	return flags
}

func (c *sqlCommand) answerFlags() *pflag.FlagSet {
	flags := newFlagSet()
	c.output.add(flags, formatParquet)
	c.output.addFile(flags)
	c.account.add(flags)
	flags.BoolVar(&c.exitStatus, "exit-status", false, "exit with 1 if no statement gives a row")
	return flags
}

func (c *sqlCommand) run(ctx context.Context, arguments []string) error {
	engine, err := c.options()
	if err != nil {
		return err
	}
	if err := c.output.checkFile(); err != nil {
		return err
	}
	if c.asksAtPrompt(arguments) {
		return c.runPrompt(ctx, engine, arguments)
	}
	text, err := c.text(ctx, arguments)
	if err != nil {
		return err
	}
	statements, err := dialect.Split(text)
	if err != nil {
		return failed(ctx, err)
	}
	if len(statements) == 0 {
		return usageError(errors.New("there is no SQL"), "give a query: trailq sql SOURCE 'SELECT …'")
	}
	if c.showSQL {
		return showRewritten(c.env, statements, dialect.Options{Flavor: engine.Flavor, Table: engine.Table})
	}
	return c.answer(ctx, engine, statements, arguments)
}

// options are the engine's.
func (c *sqlCommand) options() (duck.Options, error) {
	options, err := c.engine.options()
	if err != nil {
		return options, err
	}
	switch c.dialect {
	case "athena":
		options.Flavor = dialect.Athena
	case "lake":
		options.Flavor = dialect.Lake
	}
	if c.ddl != "" {
		if options.Table, err = parseTable(c.ddl); err != nil {
			return options, err
		}
	}
	if c.output.parquet() {
		options.ExportFile = c.output.file
	}
	return options, nil
}

// names are the sources.
func (c *sqlCommand) names(arguments []string) []string { return append(arguments[:1:1], c.sources...) }

// asksAtPrompt reports whether the user is to be asked.
func (c *sqlCommand) asksAtPrompt(arguments []string) bool {
	_, in := c.env.terminal(c.env.Stdin)
	_, out := c.env.terminal(c.env.Stdout)
	return len(arguments) < 2 && c.file == "" && !c.showSQL && c.output.file == "" && in && out
}

// text is the SQL: an argument, a file or standard input.
func (c *sqlCommand) text(ctx context.Context, arguments []string) (string, error) {
	_, terminal := c.env.terminal(c.env.Stdin)
	switch {
	case len(arguments) == 2 && c.file != "":
		return "", usagef("the SQL is given twice, as an argument and by --file: give one")
	case len(arguments) == 2:
		return arguments[1], nil
	case c.file != "" && c.file != "-":
		text, err := os.ReadFile(c.file)
		if err != nil {
			return "", usageError(fmt.Errorf("--file: %w", err), "--file names a file with SQL; the logs are SOURCE")
		}
		return string(text), nil
	case arguments[0] == "-":
		return "", usageError(errors.New("standard input cannot be both the logs and the SQL"), "give the SQL as an argument or by --file")
	case terminal && c.file == "":
		return "", usageError(errors.New("there is no SQL"), "give a query: trailq sql SOURCE 'SELECT …'")
	}
	return readAll(ctx, c.env.Stdin)
}

// readAll reads SQL from a stream until ctx is done.
func readAll(ctx context.Context, in io.Reader) (string, error) {
	open := func() (io.ReadCloser, error) { return io.NopCloser(in), nil }
	text, err := io.ReadAll(&interruptible{ctx: ctx, open: open})
	if err != nil {
		return "", failed(ctx, fmt.Errorf("standard input: %w", err))
	}
	return string(text), nil
}

// answer answers one statement after another.
func (c *sqlCommand) answer(ctx context.Context, engine duck.Options, statements []dialect.Statement, arguments []string) error {
	env, finish, err := c.output.open(c.env)
	if err != nil {
		return err
	}
	ctx, q, err := openInquiry(ctx, env, &c.reading, engine, &c.account, c.names(arguments))
	if err != nil {
		return errors.Join(err, finish(err))
	}
	a := &answers{inquiry: q, output: &c.output}
	for i, statement := range statements {
		a.last = i == len(statements)-1
		if err = a.add(ctx, statement); err != nil {
			break
		}
	}
	err = q.end(errors.Join(err, finish(err)))
	if err == nil && c.exitStatus && a.rows == 0 {
		return withCode(exitNothing)
	}
	return err
}

// answers writes one answer after another.
type answers struct {
	*inquiry
	output *outputFlags
	last   bool  // the statement is the last
	rows   int64 // of all
}

// add answers a statement. Of several, only the last is exported.
func (a *answers) add(ctx context.Context, statement dialect.Statement) error {
	if a.output.parquet() {
		return a.export(ctx, statement)
	}
	return a.ask(func() (*engine.Answer, error) { return a.db.Query(ctx, statement) }, func(answer *engine.Answer) error {
		if isChange(statement.Text) {
			return drain(answer)
		}
		return a.writeAll(a.output, counted(answer.Table, &a.rows))
	})
}

// export writes the last answer to the file, and runs the others.
func (a *answers) export(ctx context.Context, statement dialect.Statement) error {
	run := a.db.Query
	if a.last {
		run = a.db.Export
	}
	return a.ask(func() (*engine.Answer, error) { return run(ctx, statement) }, func(answer *engine.Answer) error {
		a.rows++
		return drain(answer)
	})
}

// isChange tells a statement that makes or changes a table for those behind it,
// whose answer is only how many rows it had.
func isChange(statement string) bool {
	rest := statement
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

// drain lets a statement run whose answer nobody wants.
func drain(answer *engine.Answer) error {
	for _, err := range answer.Table.Rows {
		if err != nil {
			return err
		}
	}
	return nil
}

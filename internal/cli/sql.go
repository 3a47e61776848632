package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/interruptible"
	"github.com/trailq/trailq/internal/output"
	"github.com/trailq/trailq/internal/prune"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/words"
)

// sqlCommand is "trailq sql".
type sqlCommand struct {
	reading
	engine     ask.EngineOptions
	sql        ask.SQL
	sources    []string
	file       string // of statements
	showSQL    string
	exitStatus bool
}

func newSQL(env *Environment) *cobra.Command {
	c := &sqlCommand{reading: reading{env: env}}
	command := &cobra.Command{
		Use:   "sql SOURCE [SQL]",
		Short: "Run Athena SQL on the logs",
		Long: `Run SQL that was written for Athena or CloudTrail Lake on the logs of SOURCE, unchanged.

The first argument is the SOURCE, the second the SQL; --source names more sources. Without a second
argument the SQL is read from --file or from standard input, and on a terminal there is a prompt.
Separate statements with semicolons.

The table is cloudtrail_logs, with the columns of AWS's documentation; DESCRIBE cloudtrail_logs lists
them. A query can use any other name for its table. There are also the partition columns account,
region, year, month, day and timestamp (yyyy/MM/dd), and some columns that SELECT * leaves out:
"$path", "$record_number", record (its JSON), managementevent and every field of a struct.

Only files that the WHERE clause can match are opened. The flags that say which events apply before
the SQL does. CREATE TABLE name AS SELECT … keeps an answer for later statements.

Credentials in records are masked unless --unmasked is given, but not in Parquet files: session
tokens wherever they are, secret keys and passwords by the names that they have in the records.`,
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
	addGroups(env, command, c.groups(
		flagGroup{Title: "Query", Flags: c.queryFlags()}, flagGroup{Title: "Answer", Flags: c.answerFlags()}, flagGroup{Title: "Engine", Flags: engineFlags(&c.engine)}))
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
		return usageError(errors.New("SOURCE is missing, there is only SQL"), "SOURCE comes first: "+form, command.CommandPath())
	case len(arguments) == 2 && looksLikeSQL(arguments[0]) && !looksLikeSQL(arguments[1]):
		return usageError(errors.New("the SQL is where SOURCE should be"), "SOURCE comes first: "+form, command.CommandPath())
	}
	return sourceArguments(command, arguments)
}

// looksLikeSQL recognises a query that is where a source should be.
func looksLikeSQL(text string) bool {
	words := strings.Fields(strings.ToLower(text))
	return len(words) > 1 && (words[0] == "select" || words[0] == "with")
}

func (c *sqlCommand) queryFlags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.StringArrayVar(&c.sources, "source", nil, "one more `SOURCE`; can be repeated")
	flags.StringVarP(&c.file, "file", "f", "", "`file` with the SQL; - is standard input")
	flags.AddFlagSet(flagsOf(c.sql.Words(),
		usage{word: "dialect", text: "whose `table` the SQL means: athena, lake (CloudTrail Lake) or auto, which looks at the SQL (default auto)"},
		usage{word: "ddl", text: "`file` with the CREATE EXTERNAL TABLE that the SQL was written for: its columns and partitions"},
	))
	flags.Var(words.NewChoice(&c.showSQL, ask.SQLForEngine), "show-sql", "print the SQL for the engine, and exit")
	flags.Lookup("show-sql").NoOptDefVal = ask.SQLForEngine
	return flags
}

func (c *sqlCommand) answerFlags() *pflag.FlagSet {
	flags := newFlagSet()
	c.output.addFlags(flags, "sql")
	c.output.addUnmasked(flags)
	c.addWarm(flags)
	c.report.addFlags(flags)
	flags.BoolVar(&c.exitStatus, "exit-status", false, "exit with 1 if no statement returns a row")
	return flags
}

func (c *sqlCommand) run(ctx context.Context, arguments []string) error {
	if err := c.sql.ApplyTo(&c.engine); err != nil {
		return failed(ctx, err)
	}
	options := c.output.options(c.env)
	if err := options.Check(); err != nil {
		return failed(ctx, err)
	}
	if options.Format == output.Parquet && !output.IsFolder(c.output.file) {
		c.engine.ExportFile, c.output.exported = c.output.file, true
	}
	if c.needsPrompt(arguments) {
		return c.runPrompt(ctx, arguments)
	}
	statements, err := c.readStatements(ctx, arguments)
	if err != nil {
		return failed(ctx, err)
	}
	if c.showSQL != "" {
		texts, err := ask.RewriteSQL(statements, c.engine)
		return failed(ctx, errors.Join(writeStatements(c.env, texts), err))
	}
	c.boundPlan(statements)
	return c.answerAll(ctx, statements, arguments)
}

// boundPlan lets a dry run leave out the files that the conditions of a single statement
// rule out, as its answer would.
func (c *sqlCommand) boundPlan(statements []dialect.Statement) {
	if !c.access.Table.DryRun || len(statements) != 1 || c.selection.AnyLate {
		return
	}
	if query, err := statements[0].Rewrite(dialect.Options{Flavor: c.engine.Flavor, Table: c.engine.Table}); err == nil {
		c.selection.Filter = prune.Filter(c.selection.Filter, query.Bounds)
	}
}

// sourceNames returns the sources.
func (c *sqlCommand) sourceNames(arguments []string) []string {
	return append(arguments[:1:1], c.sources...)
}

// needsPrompt reports whether the user is to enter the SQL.
func (c *sqlCommand) needsPrompt(arguments []string) bool {
	_, in := c.env.terminal(c.env.Stdin)
	_, out := c.env.terminal(c.env.Stdout)
	return len(arguments) < 2 && c.file == "" && c.showSQL == "" && c.output.file == "" && in && out
}

var errNoSQL = errors.New("there is no SQL")

const sqlHint = "give a query: trailq sql SOURCE 'SELECT …'"

// readStatements reads the SQL and splits it.
func (c *sqlCommand) readStatements(ctx context.Context, arguments []string) ([]dialect.Statement, error) {
	text, err := c.readSQL(ctx, arguments)
	if err != nil {
		return nil, err
	}
	statements, err := dialect.SplitScript(text)
	if err == nil && len(statements) == 0 {
		return nil, usageError(errNoSQL, sqlHint)
	}
	if err != nil {
		return nil, err
	}
	return c.sql.TakeDefinitions(statements, &c.engine)
}

// readSQL returns the SQL: an argument, a file or standard input.
func (c *sqlCommand) readSQL(ctx context.Context, arguments []string) (string, error) {
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
		return "", usageError(errNoSQL, sqlHint)
	}
	return interruptible.ReadText(ctx, c.env.Stdin)
}

// answerAll answers one statement after another.
func (c *sqlCommand) answerAll(ctx context.Context, statements []dialect.Statement, arguments []string) error {
	ctx, run, err := c.openRun(ctx, c.sourceNames(arguments), ask.Options{Selection: c.selection, Engine: c.engine})
	if err != nil {
		return err
	}
	if c.wantsPlan(run) {
		return run.showPlan(ctx)
	}
	a := &answers{run: run}
	for i, statement := range statements {
		answer := a.answerOne
		if c.output.exported {
			answer = a.runOne
			if i == len(statements)-1 {
				answer = a.exportOne
			}
		}
		if err = answer(ctx, statement); err != nil {
			break
		}
	}
	outcome := new(ask.Outcome)
	if err == nil {
		outcome.Notes = run.ExplainEmpty(ctx)
	}
	err = run.end(outcome, err)
	if err == nil && c.exitStatus && a.rows == 0 {
		return withCode(exitNothing)
	}
	return err
}

// answers writes one answer after another.
type answers struct {
	*run
	rows int64 // of all
}

// answerOne answers a statement.
func (a *answers) answerOne(ctx context.Context, statement dialect.Statement) error {
	if ask.IsChange(statement) {
		return a.Ask(ctx, statement, drainAnswer)
	}
	return a.Ask(ctx, statement, func(answer *engine.Answer) error {
		show := a.output.form(a.env).MaskTables(a.show)
		return show(countRows(answer.Table, &a.rows))
	})
}

// runOne runs a statement for later ones.
func (a *answers) runOne(ctx context.Context, statement dialect.Statement) error {
	a.rows++
	return a.Ask(ctx, statement, drainAnswer)
}

// exportOne writes the answer to the file.
func (a *answers) exportOne(ctx context.Context, statement dialect.Statement) error {
	a.rows++
	return a.Export(ctx, statement, drainAnswer)
}

// drainAnswer lets a statement run whose answer nobody wants.
func drainAnswer(answer *engine.Answer) error {
	for _, err := range answer.Table.Rows {
		if err != nil {
			return err
		}
	}
	return nil
}

// countRows returns the table and counts its rows as they pass.
func countRows(answer *table.Table, rows *int64) *table.Table {
	out := &table.Table{Name: answer.Name, Columns: answer.Columns}
	out.Rows = func(yield func([]table.Value, error) bool) {
		defer func() { out.Notes = answer.Notes }()
		for row, err := range answer.Rows {
			if err == nil {
				*rows++
			}
			if !yield(row, err) {
				return
			}
		}
	}
	return out
}

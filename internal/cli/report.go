package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/ask"
)

// reportCommand is what the commands share that answer by a report of package ask.
type reportCommand struct {
	reading
	engine     ask.EngineOptions
	showSQL    string
	ddl        string
	exitStatus bool
}

// addFlags gives the command all flags; own are those that shape its answer, and tables
// the names of the tables that it can have.
func (c *reportCommand) addFlags(command *cobra.Command, own *pflag.FlagSet, tables ...string) {
	c.output.addFlags(own, command.Name(), tables...)
	c.output.addUnmasked(own)
	addShowSQL(own, &c.showSQL, &c.ddl)
	c.addWarm(own)
	c.report.addFlags(own)
	own.BoolVar(&c.exitStatus, "exit-status", false, "exit with 1 if nothing matches")
	addGroups(c.env, command, c.groups(flagGroup{Title: "Answer", Flags: own}, flagGroup{Title: "Engine", Flags: engineFlags(&c.engine)}))
}

// answer answers with the report, or prints its SQL.
func (c *reportCommand) answer(ctx context.Context, asked ask.Report, sources []string) error {
	query, err := ask.Prepare(asked, ask.Request{
		Sources: sources,
		Options: ask.Options{Selection: c.selection, Engine: c.engine},
		Getenv:  c.env.Getenv, DDL: c.ddl,
	})
	if err == nil && c.ddl != "" && c.showSQL != ask.SQLForAthena {
		err = usagef("--ddl goes with --show-sql: it is about the table that the SQL is printed for")
	}
	if err != nil {
		return failed(ctx, err)
	}
	if c.showSQL != "" {
		statements, err := query.SQL(c.showSQL)
		return failed(ctx, errors.Join(writeStatements(c.env, statements), err))
	}
	ctx, run, err := c.openRun(ctx, sources, query.Options)
	if err != nil {
		return err
	}
	if c.wantsPlan(run) {
		return run.showPlan(ctx)
	}
	outcome, err := query.Answer(ctx, run.Run, c.output.form(c.env), run.show)
	if err := run.end(outcome, err); err != nil {
		return err
	}
	if c.exitStatus && outcome.Empty {
		return withCode(exitNothing)
	}
	return nil
}

// joinWords joins words for a help text.
func joinWords(words []string) string { return strings.Join(words, ", ") }

// sumUsage returns the help of the flag --sum.
func sumUsage(text string) usage {
	return usage{word: "sum", text: text + ": " + strings.Join(ask.SumNames(), " or ")}
}

// tabulateNames returns a table of short names for a help text.
func tabulateNames(names []ask.ShortName) string {
	width := 0
	for _, short := range names {
		width = max(width, len(short.Name))
	}
	var help strings.Builder
	for _, short := range names {
		fmt.Fprintf(&help, "  %-*s  %s\n", width, short.Name, short.Means)
	}
	return help.String()
}
